"""The way to an app over HTTP: signed requests with 3 seconds to answer.

Sources: https://docs.slack.dev/authentication/verifying-requests-from-slack,
https://docs.slack.dev/apis/events-api/#responding and #retries.
"""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from ..common.bench import Bench
from ..common.clock import machine_now_ms
from .deliveries import ACK_MS, Ending, Parcel
from .objects import mapping, parsed
from .violations import violated
from .world import App, World

_MOST_REDIRECTS = 2
_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signature(secret: str, stamp: str, body: str) -> str:
    """The v0 signature of a request."""
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


class WebRoute:
    """Posts parcels to the URLs of the app."""

    def __init__(self, bench: Bench, world: World) -> None:
        self._bench = bench
        self._world = world
        self._late: set[asyncio.Task[Ending]] = set()

    @property
    def _app(self) -> App:
        return self._world.app

    async def send(self, parcel: Parcel) -> Ending:
        """Post one parcel and wait at most 3 seconds, on the emulator's clock, for the answer."""
        url = self._url(parcel)
        if not url:
            return Ending(outcome="unreachable", reason="connection_failed")
        posting = asyncio.ensure_future(self._post(url, parcel))
        clock = self._bench.clock
        limit = asyncio.ensure_future(
            clock.sleep_until(clock.now_ms + ACK_MS, why=f"answer to {parcel.name}")
        )
        await asyncio.wait((posting, limit), return_when=asyncio.FIRST_COMPLETED)
        limit.cancel()
        await asyncio.gather(limit, return_exceptions=True)
        if posting.done():
            return self._judged(posting.result(), parcel)
        self._late.add(posting)
        posting.add_done_callback(lambda done: self._came_late(done, parcel))
        violated(self._bench, "missing_ack", where=parcel.name)
        return Ending(outcome="timeout", reason="http_timeout")

    async def challenge(self) -> bool:
        """Ask the request URL for the challenge; tell whether it gave it back."""
        word = f"{self._bench.chance.getrandbits(128):032x}"
        payload = mapping({"token": "verification", "challenge": word, "type": "url_verification"})
        ending = await self.send(Parcel(envelope="events_api", name="url_verification", payload=payload))
        given = ending.answer.get("challenge") or ending.answer.get("text")
        return ending.outcome == "ok" and given == word

    def _url(self, parcel: Parcel) -> str:
        app = self._app
        if parcel.name == "block_suggestion":
            # Asked for at a URL of its own: interactivity.message_menu_options_url in the manifest.
            return app.options_url or ("" if app.interactivity_url else app.request_url)
        if parcel.envelope == "interactive":
            return app.interactivity_url or app.request_url
        if parcel.envelope == "slash_commands":
            return app.command_url or app.request_url
        return app.request_url

    async def _post(self, url: str, parcel: Parcel) -> Ending:
        body, kind = _body(parcel)
        try:
            async with (
                aiohttp.ClientSession(trust_env=False) as session,
                session.post(
                    url, data=body.encode(), headers=self._headers(parcel, body, kind),
                    max_redirects=_MOST_REDIRECTS,
                    timeout=aiohttp.ClientTimeout(total=None),
                ) as response,
            ):  # fmt: skip
                return _ending(response, await response.text())
        except aiohttp.TooManyRedirects:
            return Ending(outcome="refused", reason="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Ending(outcome="unreachable", reason="ssl_error")
        except (aiohttp.ClientError, OSError):
            return Ending(outcome="unreachable", reason="connection_failed")

    def _headers(self, parcel: Parcel, body: str, kind: str) -> dict[str, str]:
        stamp = str(
            machine_now_ms() // 1000 + self._app.stamp_offset_s
        )  # receivers compare with their own clock
        secret = self._app.signing_secret + ("-wrong" if self._app.signs_wrongly else "")
        headers = {
            "Content-Type": kind, "User-Agent": _AGENT, "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(secret, stamp, body),
        }  # fmt: skip
        if parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        return headers

    def _judged(self, ending: Ending, parcel: Parcel) -> Ending:
        is_forged = self._app.signs_wrongly or abs(self._app.stamp_offset_s) > 300
        if is_forged and ending.outcome == "ok":
            violated(self._bench, "accepted_forgery", where=parcel.name)
        elif ending.outcome == "refused" and not is_forged:
            violated(self._bench, "refused_delivery", where=parcel.name, detail=f"status {ending.status}")
        return ending

    def _came_late(self, posting: asyncio.Task[Ending], parcel: Parcel) -> None:
        self._late.discard(posting)
        if not posting.cancelled() and posting.result().outcome == "ok":
            violated(self._bench, "late_ack", where=parcel.name)

    def close(self) -> None:
        """Give up all requests that are still out."""
        for each in self._late:
            each.cancel()


def _body(parcel: Parcel) -> tuple[str, str]:
    if parcel.envelope == "events_api":
        return json.dumps(parcel.payload), "application/json"
    form = {"payload": json.dumps(parcel.payload)} if parcel.envelope == "interactive" else parcel.payload
    return urlencode({key: str(value) for key, value in form.items()}), "application/x-www-form-urlencoded"


def _ending(response: aiohttp.ClientResponse, body: str) -> Ending:
    if 200 <= response.status < 300:
        return Ending(outcome="ok", answer=mapping(parsed(body)) or ({"text": body} if body.strip() else {}))
    return Ending(
        outcome="refused", reason="http_error", is_final=response.headers.get("X-Slack-No-Retry") == "1",
        status=response.status,
    )  # fmt: skip
