"""A server that answers as Slack would, with whatever a test gives it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from tests.bot.slack.given import NOON, SECRET
from tests.emulators.common.closing import close


class Slackish:
    """Answers what it is told to, and remembers who asked with which token."""

    def __init__(self, answers: dict[str, object]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str | None]] = []
        self.content = b"a picture"
        self.site = ""
        self.headers: dict[str, str] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Authorization")))
        if request.path.startswith("/files/"):
            return web.Response(body=self.content)
        if request.path == "/moved":
            return web.Response(status=302, headers={"Location": f"{self.site}/files/elsewhere"})
        return web.json_response(self.answers[request.path.removeprefix("/api/")], headers=self.headers)


@asynccontextmanager
async def running(slackish: Slackish) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", slackish.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        slackish.site = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield slackish.site
    finally:
        await close(runner)


def channel_at(site: str, *, app_token: str | None = None, reads_freely: bool = False) -> SlackChannel:
    connection = Connection(
        teams=OneTeam(token="xoxb-1"),
        base_url=f"{site}/api/",
        app_token=app_token,
        reads_freely=reads_freely,
    )
    return SlackChannel(connection, secret=SECRET, now=lambda: NOON)
