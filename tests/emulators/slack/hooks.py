"""What the app reaches by URLs it was given: response_url, uploads, files, pictures."""

from aiohttp import web

from ..common.faults import Kind
from ..common.transport import cut, proxy_page
from . import events
from .common_answers import checked_answer, keep_out, post_answer
from .forms import message_form, with_block_ids
from .objects import JsonObject, flag, mapping, parsed, text
from .refusals import Refused
from .slack import Slack
from .violations import violated
from .world import Message, ResponseUrl

_MOST_USES = 5
_LIFE_MS = 1_800_000
_STATUSES = {Kind.STATUS_502: 502, Kind.THROTTLE: 429}
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)  # fmt: skip


class Hooks:
    """Serves the URLs that methods and interactions hand out."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Take an answer to an interaction: 5 times within 30 minutes."""
        given = mapping(parsed(await request.text()))
        fault = self._slack.bench.faults.take_for_call("response_url", given)
        if fault is not None and fault.kind is not Kind.LOST_ANSWER:
            self._keep(given, "fault", fault.kind.value, "")
            return (
                cut(request) if fault.kind is Kind.CUT_BEFORE else proxy_page(_STATUSES.get(fault.kind, 500))
            )
        try:
            url = self._usable(request.match_info["key"])
            self._apply(url, given)
            url.uses += 1
        except Refused as refusal:
            self._keep(given, "refused", refusal.code, refusal.source)
            return web.json_response(
                refusal.answer(), status=404 if "url" in refusal.code else refusal.status
            )
        self._keep(given, "fault" if fault else "ok", "", "")
        if fault is not None:
            return cut(request)
        return web.json_response({"ok": True})

    def _usable(self, key: str) -> ResponseUrl:
        url = self._slack.world.response_urls.get(key)
        if url is None or self._slack.bench.clock.now_ms > url.at_ms + _LIFE_MS:
            raise Refused("expired_url")
        if url.uses >= _MOST_USES:
            violated(self._slack.bench, "response_url_overused", where="response_url")
            raise Refused("used_url")
        return url

    def _apply(self, url: ResponseUrl, given: JsonObject) -> None:
        slack = self._slack
        message = slack.find_message(url.channel, url.message_ts) if url.message_ts else None
        if flag(given, "delete_original") and message is not None:
            before = message_form(slack, message)
            slack.world.messages.remove(message)
            events.message_deleted(slack, message, before)
        elif flag(given, "replace_original") and message is not None:
            self._replace(message, given)
        else:
            post_answer(slack, slack.channel(url.channel), slack.user(url.user), given, where="response_url")

    def _replace(self, message: Message, given: JsonObject) -> None:
        slack = self._slack
        checked_answer(slack, given, where="response_url")
        before = message_form(slack, message)
        message.text = text(given, "text")
        message.blocks = with_block_ids(slack, given.get("blocks"))
        message.edited_ts = slack.new_ts()
        events.message_changed(slack, message, before)
        keep_out(slack, message, "response_url")

    def _keep(self, given: JsonObject, verdict: str, error: str, source: str) -> None:
        self._slack.bench.record("response_url", given, verdict=verdict, description=error, source=source)

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file's content, raw or as a form's field."""
        file = self._slack.world.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404, text="no such upload")
        file.content, file.content_type = await _content(request)
        if len(file.content) != file.length:
            return web.Response(
                status=400, text=f"length was announced as {file.length}, got {len(file.content)}"
            )
        return web.Response(text=f"OK - {file.length}")

    async def download(self, request: web.Request) -> web.Response:
        """Give a file to whoever has a live token, or to the page."""
        file = self._slack.world.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.content_type)

    async def picture(self, request: web.Request) -> web.Response:
        """Give a picture of one pixel for every icon."""
        return web.Response(body=_PIXEL, content_type="image/png")


async def _content(request: web.Request) -> tuple[bytes, str]:
    if request.content_type != "multipart/form-data":
        return await request.read(), _kind_of(request.match_info.get("name", ""), request.content_type)
    form = await request.post()
    for each in form.values():
        if isinstance(each, web.FileField):
            return each.file.read(), each.content_type
    return b"", "application/octet-stream"


def _kind_of(name: str, given: str) -> str:
    return given if given != "application/x-www-form-urlencoded" else "application/octet-stream"
