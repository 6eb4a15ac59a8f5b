"""What Slack tells us, over HTTP or Socket Mode: stored raw, and only then acknowledged.

Over HTTP Bolt checks signatures and answers Slack's own checks; our part of it runs before anything else of
Bolt's does. Nothing but the store is waited for, so that three seconds are enough on a busy machine.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_bolt.middleware.url_verification.async_url_verification import AsyncUrlVerification
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from bot.channel import Put
from bot.channels.slack import marks
from bot.channels.slack.answering import is_asking
from bot.channels.slack.calling import Calls
from bot.channels.slack.payload import Fields, load, part, text
from bot.channels.slack.placing import address_of, key_of
from bot.channels.slack.reading import says_goodbye
from bot.channels.slack.seals import read_seal
from bot.channels.slack.submitting import flaws
from feedback.records import InboxItem

log = structlog.get_logger()

CHANNEL = "slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """What Slack is told of a payload; where none is given, it sends it again."""

    is_given: bool = True
    body: Fields | None = None


_NOT_STORED = Ack(is_given=False)


class Taker:
    """Takes one payload: stores it, lets `react` do what cannot wait, and says what Slack is answered."""

    def __init__(
        self,
        *,
        put: Put,
        secret: bytes,
        now: Callable[[], datetime],
        react: Callable[[Fields], None],
        answer: Callable[[Fields], Awaitable[Fields | None]],
        is_late: Callable[[Fields], Awaitable[bool]],
    ) -> None:
        self._put = put
        self._secret = secret
        self._now = now
        self._react = react
        self._answer = answer
        self._is_late = is_late

    async def take(self, payload: Fields) -> Ack:
        """Return the acknowledgement once `payload` is stored; none is given where that failed."""
        if is_asking(payload):
            return Ack(body=await self._answer(payload))
        if errors := self._flaws(payload):
            return Ack(body={"response_action": "errors", "errors": errors})
        try:
            if says_goodbye(payload) and await self._is_late(payload):
                payload = {**payload, marks.LATE: True}
            is_new = await self._put(self._item(payload))
        except Exception as error:  # noqa: BLE001 - whatever keeps us from storing, Slack must hear of it
            log.warning("slack_payload_not_stored", key=key_of(payload), error=type(error).__name__)
            return _NOT_STORED
        if is_new:
            self._react(payload)
        return Ack(body=await self._answer(payload))

    def _item(self, payload: Fields) -> InboxItem:
        return InboxItem(
            channel=CHANNEL,
            key=key_of(payload),
            address=address_of(payload, secret=self._secret),
            payload=json.dumps(payload, separators=(",", ":")).encode(),
            received_at=self._now(),
        )

    def _flaws(self, payload: Fields) -> dict[str, str]:
        """Say what is wrong with a form, which then stays open: nothing is lost that was not stored."""
        view = part(payload, "view")
        if text(payload, "type") != "view_submission" or text(view, "callback_id") != marks.ANSWER_VIEW:
            return {}
        sealed = read_seal(text(view, "private_metadata"), secret=self._secret)
        return dict(flaws(view, language=sealed.language)) if sealed else {}


class _OurClock(Clock):
    """The clock by which signatures are too old after five minutes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now().timestamp()


class _Signatures(AsyncRequestVerification):
    """Bolt's check of signatures, by our clock."""

    def __init__(self, secret: str, *, now: Callable[[], datetime], logger: logging.Logger) -> None:
        super().__init__(secret, base_logger=logger)
        self._verifier = SignatureVerifier(signing_secret=secret, clock=_OurClock(now))


def bolt_app(
    taker: Taker,
    *,
    calls: Calls,
    signing_secret: str,
    now: Callable[[], datetime],
    logger: logging.Logger,
) -> AsyncApp:
    """Return an app of Bolt's that hands everything to `taker` that Slack has signed."""
    signed = _Signatures(signing_secret, now=now, logger=logger)
    challenged = AsyncUrlVerification(base_logger=logger)

    async def store_first(req: AsyncBoltRequest, resp: BoltResponse) -> BoltResponse:
        async def take() -> BoltResponse:
            return _response(await taker.take(_payload(req)))

        async def greet() -> BoltResponse:
            return await challenged.async_process(req=req, resp=resp, next=take)

        return await signed.async_process(req=req, resp=resp, next=greet)

    return AsyncApp(
        name="aftertouch",
        client=calls.client,
        signing_secret=signing_secret,
        authorize=_nobody,
        before_authorize=store_first,
        request_verification_enabled=False,
        logger=logger,
    )


async def _nobody() -> AuthorizeResult:
    """Authorise nobody: `store_first` answers before Bolt would ask."""
    raise NotImplementedError


def _response(ack: Ack) -> BoltResponse:
    if not ack.is_given:
        return BoltResponse(status=500)
    return BoltResponse(status=200) if ack.body is None else BoltResponse(status=200, body=dict(ack.body))


def _payload(req: AsyncBoltRequest) -> Fields:
    """Return what Slack told.

    Bolt takes every form whose text has the word payload in it for one that carries a payload, so forms
    are read here.
    """
    if req.raw_body.lstrip().startswith("{"):
        body: dict[str, object] = req.body
        return body
    form: dict[str, object] = dict(parse_qsl(req.raw_body, keep_blank_values=True))
    carried = form.get("payload")
    return (load(carried) or {}) if isinstance(carried, str) else form
