"""What cannot wait for the outbox: a form must open within three seconds of the tap that asks for it."""

import asyncio
import re
from collections.abc import Coroutine

import structlog

from bot.channel import Left
from bot.channels.slack.acting import asked_form
from bot.channels.slack.failing import code_of
from bot.channels.slack.forms import Forms, form_view
from bot.channels.slack.home import HomePublisher, Homes
from bot.channels.slack.mrkdwn import escape
from bot.channels.slack.payload import Fields, part, text
from bot.channels.slack.placing import address_of, channel_of, team_of, user_of
from bot.channels.slack.reading import read_event
from bot.channels.slack.seals import Seal, seal
from bot.channels.slack.speaking import Speaker
from bot.channels.slack.tokens import Tokens
from feedback.wording import say

log = structlog.get_logger()

_MENTIONED = re.compile(r"<@(?P<user>\w+)>")
"""With whom a question in a channel begins."""


class Reactions:
    """Does what a stored payload asks for at once, beside the acknowledgement and never before it is stored.

    All of it can be lost without harm: a form is asked for again, the Home is drawn when it is looked at,
    and a team that threw us out says so again when it is written to.
    """

    def __init__(
        self,
        *,
        speaker: Speaker,
        tokens: Tokens,
        secret: bytes,
        forms: Forms | None = None,
        homes: Homes | None = None,
        publisher: HomePublisher,
        language: str = "en",
    ) -> None:
        self._speaker = speaker
        self._tokens = tokens
        self._secret = secret
        self._forms = forms
        self._homes = homes
        self._publisher = publisher
        self._language = language
        self._running: set[asyncio.Task[None]] = set()

    def react(self, payload: Fields) -> None:
        """Begin what `payload` asks for; whoever told us does not wait for it."""
        event = text(part(payload, "event"), "type")
        if (session := asked_form(payload)) is not None:
            self._begin(self._open_form(payload, session))
        elif event == "app_home_opened":
            self._begin(self._show_home(payload))
        elif event in ("app_uninstalled", "tokens_revoked") and isinstance(read_event(payload), Left):
            self._begin(self._tokens.forget(team_of(payload)))

    async def settle(self) -> None:
        """Wait until everything begun has ended."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _begin(self, doing: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(self._guarded(doing))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _guarded(self, doing: Coroutine[object, object, None]) -> None:
        try:
            await doing
        except Exception as error:  # noqa: BLE001 - nobody waits for it; what was told is stored all the same
            log.warning("slack_reaction_failed", error=type(error).__name__, code=code_of(error))

    async def _open_form(self, payload: Fields, session: str) -> None:
        address = address_of(payload, secret=self._secret)
        form = await self._forms.form(session, address=address) if self._forms else None
        if form is None or not form.questions:
            await self._decline(payload)
            return
        sealed = seal(
            Seal(session=form.session, address=address, language=form.language), secret=self._secret
        )
        await self._speaker.ask(
            team_of(payload),
            "views.open",
            trigger_id=text(payload, "trigger_id"),
            view=form_view(form, sealed=sealed),
        )

    async def _decline(self, payload: Fields) -> None:
        """Say kindly, to whoever tapped and to nobody else, why no form opens."""
        user, asked = user_of(payload), _MENTIONED.match(text(part(payload, "message"), "text"))
        is_theirs = asked is None or asked["user"] == user
        await self._speaker.ask(
            team_of(payload),
            "chat.postEphemeral",
            channel=channel_of(payload),
            user=user,
            text=escape(say("late_tap" if is_theirs else "not_yours", self._language)),
        )

    async def _show_home(self, payload: Fields) -> None:
        if text(part(payload, "event"), "tab") not in ("", "home") or self._homes is None:
            return
        address = address_of(payload, secret=self._secret)
        home = await self._homes(address)
        if home is not None:
            await self._publisher.publish(home, address=address)
