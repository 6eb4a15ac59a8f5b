"""The Web API: every call goes through the same gates, and every one is recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from ..common.faults import Fault, Kind
from ..common.transport import cut, proxy_page, send_slowly
from .arguments import Given, read
from .limits import method_tiers
from .methods.call import Call, Method
from .methods.table import METHODS
from .objects import JsonObject, text
from .posting import signature_of
from .rates import key_of
from .refusals import SOURCES, Refused
from .slack import Slack
from .violations import violated
from .world import Token

_DEAD_CALLS = 3  # with one dead token, before it looks like nobody listens
_SECRET = {"token", "client_secret", "refresh_token", "code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call is answered with."""

    body: JsonObject
    status: int = 200
    source: str = ""
    retry_after_s: int = 0
    scopes: tuple[str, ...] = ()

    def response(self) -> web.Response:
        """The answer for aiohttp."""
        headers = {"Retry-After": str(self.retry_after_s)} if self.retry_after_s else {}
        if self.scopes:
            headers["X-OAuth-Scopes"] = ",".join(self.scopes)  # docs.slack.dev/methods/auth.test
        return web.json_response(self.body, status=self.status, headers=headers)


class Api:
    """Answers `/api/<method>`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let the planned fault happen to it."""
        slack, method = self._slack, request.match_info["method"]
        slack.site = f"{request.scheme}://{request.host}"
        try:
            given = await read(request)
        except Refused as refusal:
            return self._kept(method, {}, _refused(refusal), None).response()
        fault = slack.bench.faults.take_for_call(method, given.arguments)
        if fault is not None and fault.kind in _INSTEAD:
            return self._instead(request, method, given, fault)
        answer = self._kept(method, given.arguments, self._answer(method, given), fault)
        if fault is not None and fault.kind is Kind.LOST_ANSWER:
            self._remember_lost(method, given, answer)
            return cut(request)
        if fault is not None and fault.kind is Kind.SLOW_BODY:
            return await send_slowly(
                request, answer.response(), clock=slack.bench.clock, delay_ms=fault.delay_ms
            )
        return answer.response()

    def _instead(self, request: web.Request, method: str, given: Given, fault: Fault) -> web.Response:
        answer = Answer(
            body={"ok": False, "error": fault.error or "internal_error"}, status=_INSTEAD[fault.kind]
        )
        if fault.kind is Kind.THROTTLE:
            answer = self._throttled(method, given, fault.retry_after_s)
        self._kept(method, given.arguments, answer, fault)
        if fault.kind is Kind.CUT_BEFORE:
            return cut(request)
        if fault.kind in {Kind.STATUS_500, Kind.STATUS_502}:
            return proxy_page(answer.status)
        return answer.response()

    def _throttled(self, method: str, given: Given, seconds: int) -> Answer:
        token = self._slack.world.tokens.get(given.token)
        key = key_of(method, token.team_id if token else "", text(given.arguments, "channel"))
        self._slack.limiter.penalize(key, now_ms=self._slack.bench.clock.now_ms, seconds=seconds)
        return _limited(seconds)

    def _answer(self, method: str, given: Given) -> Answer:
        known = METHODS.get(method)
        if known is None and method not in method_tiers():
            return _refused(Refused("unknown_method", req_method=method))
        try:
            token = self._token(method, given, known)
            if wait_s := self._wait(method, given, token):
                return _limited(wait_s)
            return self._run(method, given, token, known) if known else _refused(Refused("not_emulated"))
        except Refused as refusal:
            return _refused(refusal)

    def _token(self, method: str, given: Given, known: Method | None) -> Token:
        if known is not None and known.takes == "none":
            return Token(value="", scopes=())
        if not given.token:
            raise Refused("not_authed")
        if given.is_token_in_query:
            violated(self._slack.bench, "token_in_query", where=method)
        token = self._slack.world.tokens.get(given.token)
        if token is None:
            raise Refused("invalid_auth")
        self._check_alive(method, token)
        if known is not None and (known.takes == "app") != (not token.team_id):
            raise Refused("not_allowed_token_type")
        if known is not None and known.scopes and not set(known.scopes) & set(token.scopes):
            raise Refused("missing_scope", needed=",".join(known.scopes), provided=",".join(token.scopes))
        return token

    def _check_alive(self, method: str, token: Token) -> None:
        if token.end:
            token.dead_calls += 1
            if token.dead_calls > _DEAD_CALLS:
                violated(self._slack.bench, "dead_token", where=method)
            raise Refused(token.end)
        if token.expires_at_ms and self._slack.bench.clock.now_ms >= token.expires_at_ms:
            raise Refused("token_expired")

    def _wait(self, method: str, given: Given, token: Token) -> int:
        slack, now = self._slack, self._slack.bench.clock.now_ms
        channel = text(given.arguments, "channel")
        if slack.limiter.is_too_early(key_of(method, token.team_id, channel), now_ms=now):
            violated(slack.bench, "ignored_retry_after", where=method)
        return slack.limiter.retry_after(
            method,
            team=token.team_id,
            channel=channel,
            now_ms=now,
            is_commercial=slack.world.app.is_commercial,
        )

    def _run(self, method: str, given: Given, token: Token, known: Method) -> Answer:
        call = Call(slack=self._slack, method=method, arguments=dict(given.arguments), token=token)
        body: JsonObject = {"ok": True, **known.run(call)}
        warnings = [*given.warnings, *call.warnings]
        if warnings:
            body["warning"] = ",".join(warnings)
            metadata = body.get("response_metadata")
            told = metadata if isinstance(metadata, dict) else {}
            body["response_metadata"] = {**told, "warnings": warnings}
        return Answer(body=body, scopes=token.scopes)

    def _kept(
        self, method: str, arguments: Mapping[str, object], answer: Answer, fault: Fault | None
    ) -> Answer:
        given = json.loads(json.dumps({key: value for key, value in arguments.items() if key not in _SECRET}))
        error = text(answer.body, "error")
        verdict = "fault" if fault is not None else "refused" if error else "ok"
        self._slack.bench.record(
            method, given, verdict=verdict, status=answer.status, description=error, source=answer.source,
            fault=fault.kind.value if fault is not None else "",
        )  # fmt: skip
        return answer

    def _remember_lost(self, method: str, given: Given, answer: Answer) -> None:
        channel = text(answer.body, "channel")
        if method == "chat.postMessage" and answer.body.get("ok"):
            now = self._slack.bench.clock.now_ms
            self._slack.lost_posts[signature_of(channel, given.arguments)] = now


_INSTEAD: Mapping[Kind, int] = {
    Kind.CUT_BEFORE: 0, Kind.STATUS_500: 500, Kind.STATUS_502: 502, Kind.THROTTLE: 429, Kind.REFUSE: 200,
}  # fmt: skip


def _refused(refusal: Refused) -> Answer:
    return Answer(body=refusal.answer(), status=refusal.status, source=refusal.source)


def _limited(seconds: int) -> Answer:
    body: JsonObject = {"ok": False, "error": "ratelimited"}
    return Answer(body=body, status=429, source=SOURCES["ratelimited"], retry_after_s=seconds)
