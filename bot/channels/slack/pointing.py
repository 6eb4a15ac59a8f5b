"""The message shortcut: a colleague points at a customer's message, and says what is to be asked about."""

from collections.abc import Sequence

from bot.channel import Offers
from bot.channels.slack import marks
from bot.channels.slack.addresses import MessageRef, Place, is_direct
from bot.channels.slack.elements import (
    SELECTABLE,
    Block,
    Element,
    asking_menu,
    field_of,
    menu,
    option,
    section,
    text_input,
)
from bot.channels.slack.modal import asking_modal, modal
from bot.channels.slack.mrkdwn import escape
from bot.channels.slack.payload import Fields, part, text
from bot.channels.slack.placing import team_of, user_of
from bot.channels.slack.seals import Seal, seal
from bot.channels.slack.words import Key, slack_say

FOLLOW_UP = "followup"
"""The command that the shortcut is short for."""

_MOST_OF_NOTE = 1_000


def is_pointing(payload: Fields) -> bool:
    """Say whether somebody used our message shortcut."""
    is_shortcut = text(payload, "type") == "message_action"
    return is_shortcut and text(payload, "callback_id") == marks.FOLLOW_UP_SHORTCUT


async def may_point(payload: Fields, channel: str, offers: Offers) -> bool:
    """Say whether the shortcut is open to who used it in a channel: an agent, or anybody in a team's room."""
    team = team_of(payload)
    own, room = Place(team=team, user=user_of(payload)), room_in(team, channel)
    offered = [offer for place in (str(own), room) if place is not None for offer in await offers(place)]
    return any(offer.command == FOLLOW_UP for offer in offered)


def room_in(team: str, channel: str) -> str | None:
    """Return the address of a channel in which others read along."""
    return Place(team=team, channel=channel).room if channel and not is_direct(channel) else None


def written_by(payload: Fields) -> Place | None:
    """Return who wrote the message pointed at; None where it was nobody we could ask.

    Colleagues of another company are asked in the channel that is shared with them, others by themselves.
    """
    message, team, channel = part(payload, "message"), team_of(payload), text(part(payload, "channel"), "id")
    user = text(message, "user")
    if not team or not user or text(message, "bot_id"):
        return None
    theirs = text(message, "user_team") or text(message, "team") or team
    is_shared = theirs != team and channel and not is_direct(channel)
    return Place(team=team, user=user, channel=channel if is_shared else None)


def pointing_view(
    payload: Fields, who: Place, places: Sequence[tuple[str, str]], *, language: str, secret: bytes
) -> Block:
    """Return the view that asks which touchpoint it is about."""
    ref = MessageRef(channel=text(part(payload, "channel"), "id"), ts=text(part(payload, "message"), "ts"))
    chosen = _menu(places, hint=slack_say("pick", language))
    asked = slack_say("point_whom", language, person=f"<@{who.user}>")
    note = text_input(marks.NOTE, most=_MOST_OF_NOTE, is_long=True)
    blocks = [
        section(asked),
        field_of(marks.TOUCHPOINT, slack_say("point_about", language), chosen, is_optional=False),
        field_of(marks.NOTE, slack_say("point_note", language), note, is_optional=True),
    ]
    sealed = seal(Seal(session=str(ref), address=str(who), language=language), secret=secret)
    return asking_modal("point_title", blocks, language=language, callback=marks.POINT_VIEW, sealed=sealed)


def _menu(places: Sequence[tuple[str, str]], *, hint: str) -> Element:
    """Return the menu of touchpoints: all of them at once, or where they are too many, those asked for."""
    if len(places) > SELECTABLE:
        return asking_menu(marks.TOUCHPOINT, hint=hint)
    options = [option(title, touchpoint) for touchpoint, title in places]
    return menu(marks.TOUCHPOINT, options, (), hint=hint)


def refusing_view(why: Key, *, language: str) -> Block:
    """Return the view that says why nobody is asked."""
    return modal("point_title", [section(escape(slack_say(why, language)))], language=language)
