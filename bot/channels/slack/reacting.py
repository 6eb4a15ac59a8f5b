"""What cannot wait for the outbox: a form must open within three seconds of the tap that asks for it."""

import re
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.besides import Besides
from bot.channel import Furnishing
from bot.channels.slack.acting import asked_form, asked_from, asked_to_write, asking_words
from bot.channels.slack.addresses import Place, read_address, read_team
from bot.channels.slack.elements import Block
from bot.channels.slack.failing import NETWORK, code_of
from bot.channels.slack.forms import form_view, words_view
from bot.channels.slack.home import HomePublisher
from bot.channels.slack.homing import Lookers
from bot.channels.slack.mrkdwn import escape
from bot.channels.slack.payload import Fields, number, part, text
from bot.channels.slack.placing import address_of, channel_of, team_of, user_of
from bot.channels.slack.pointing import (
    FOLLOW_UP,
    is_pointing,
    may_point,
    pointing_view,
    refusing_view,
    written_by,
)
from bot.channels.slack.reading import says_goodbye
from bot.channels.slack.seals import Seal, seal
from bot.channels.slack.speaking import NotInstalled, Speaker
from bot.channels.slack.tokens import Tokens
from feedback.wording import say

log = structlog.get_logger()

_LAST = timedelta(seconds=5)
"""How long what was begun may still take when we stop."""

_MOST = 16
"""So many things at a time; a form waits for none of them longer than a call to Slack takes."""

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
        publisher: HomePublisher,
        language: str = "en",
    ) -> None:
        self._speaker = speaker
        self._tokens = tokens
        self._secret = secret
        self._lookers = Lookers(publisher=publisher)
        self._language = language
        self._besides = Besides("slack reaction", most=_MOST, failed=_tell)
        self.furnishing: Furnishing | None = None

    def react(self, payload: Fields) -> None:
        """Begin what `payload` asks for; whoever told us does not wait for it."""
        event = text(part(payload, "event"), "type")
        if (session := asked_form(payload)) is not None:
            self._besides.start(partial(self._open_form, payload, session))
        elif (language := asked_to_write(payload)) is not None:
            self._besides.start(partial(self._open_field, payload, language))
        elif is_pointing(payload):
            self._besides.start(partial(self._open_pointing, payload))
        elif event == "app_home_opened":
            self._besides.start(partial(self._show_home, payload))
        elif says_goodbye(payload):
            told_at = number(payload, "event_time")
            self._besides.start(partial(self._tokens.forget, team_of(payload), told_at=told_at))
        elif text(part(payload, "container"), "type") == "view":
            self._look(payload)

    def changed(self, address: str) -> None:
        """Begin what follows from a change at `address`: a Home looked at, a team that may have left."""
        homes = self.furnishing.homes if self.furnishing else None
        if homes is not None and self._lookers.is_due(address):
            self._besides.start(partial(self._lookers.draw, address, homes=homes))
        elif read_team(address) is not None and self._tokens.is_for_many:
            self._besides.start(partial(self._look_after, address))

    async def settle(self) -> None:
        """Wait until everything begun has ended."""
        await self._besides.settle()

    async def close(self) -> None:
        """Wait a moment for what was begun, and stop the rest."""
        await self._besides.close(after=_LAST)

    async def _open_form(self, payload: Fields, session: str) -> None:
        address = address_of(payload, secret=self._secret)
        form = await self.furnishing.forms.form(session, address=address) if self.furnishing else None
        if form is None or not form.questions:
            await self._decline(payload)
            return
        prompt, on = asked_from(payload)
        carried = Seal(session=form.session, address=address, language=form.language, prompt=prompt, on=on)
        await self._open(payload, form_view(form, sealed=seal(carried, secret=self._secret)))

    async def _open_field(self, payload: Fields, language: str) -> None:
        """Open the field for the words that a message wants, below what that asks and of whom."""
        address, (prompt, _on) = address_of(payload, secret=self._secret), asked_from(payload)
        carried = Seal(session="", address=address, language=language, prompt=prompt)
        sealed = seal(carried, secret=self._secret)
        await self._open(payload, words_view(asked=asking_words(payload), language=language, sealed=sealed))

    async def _open_pointing(self, payload: Fields) -> None:
        """Ask a colleague which touchpoint it is about; tell everybody else why they are not asked."""
        language, furnishing = self._language, self.furnishing
        who, places = written_by(payload), furnishing.places(language) if furnishing else ()
        if furnishing is None or not await may_point(payload, channel_of(payload), furnishing.offers):
            view = refusing_view("point_not_you", language=language)
            if furnishing is not None:
                own = str(Place(team=team_of(payload), user=user_of(payload)))
                self._besides.start(partial(furnishing.refused, own, FOLLOW_UP))
        elif who is None or not places:
            view = refusing_view("point_nobody", language=language)
        else:
            view = pointing_view(payload, who, places, language=language, secret=self._secret)
        await self._open(payload, view)

    async def _open(self, payload: Fields, view: Block) -> None:
        trigger = text(payload, "trigger_id")
        await self._speaker.ask(team_of(payload), "views.open", trigger_id=trigger, view=view)

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
        if text(part(payload, "event"), "tab") not in ("", "home") or self.furnishing is None:
            return
        self._look(payload)
        await self._lookers.draw(address_of(payload, secret=self._secret), homes=self.furnishing.homes)

    def _look(self, payload: Fields) -> None:
        place = read_address(address_of(payload, secret=self._secret))
        if place is not None:
            self._lookers.look(place)

    async def _look_after(self, team: str) -> None:
        """See whether a team still lets us in: one that does not is forgotten by asking it."""
        with suppress(NotInstalled, *NETWORK):
            await self._speaker.ask(team, "auth.test")


def _tell(error: Exception) -> None:
    """Leave a trace of what went wrong; nobody waits for it, and what was told is stored all the same."""
    log.warning("slack_reaction_failed", error=type(error).__name__, code=code_of(error))
