"""From what a command answers to what goes out: prompts in the outbox, in the place of another if need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.command import Answer, Button, Command
from feedback.ids import NewId
from feedback.prompts import Choice, Prompt, Shape
from feedback.records import OutboxItem
from feedback.work import Changes

_WORDS = {
    "en": {
        "apology": "That did not work, and it is our fault. We have noted it. Please try again in a while.",
        "busy": "One moment, we are working on it.",
        "refusal": "/{command} is for {roles}. If you need it, ask whoever runs Aftertouch for you.",
        "agent": "support teams",
        "manager": "managers",
        "admin": "administrators",
        "or": " or ",
    },
    "de": {
        "apology": "Das hat nicht geklappt, und es liegt an uns. Wir haben es notiert. "
        "Bitte versuchen Sie es später noch einmal.",
        "busy": "Einen Moment, wir sind dabei.",
        "refusal": "/{command} ist für {roles}. Wenn Sie es brauchen, wenden Sie sich an die Person, die "
        "Aftertouch bei Ihnen betreut.",
        "agent": "Support-Teams",
        "manager": "die Leitung",
        "admin": "die Verwaltung",
        "or": " oder ",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an answer goes; `amends` is the message whose place it takes."""

    channel: str
    address: str
    customer: str
    amends: str | None = None
    is_room: bool = False


def outgoing(
    answer: Answer, actor: Actor, place: Place, *, at: datetime, new_id: NewId
) -> Sequence[OutboxItem]:
    """Return what goes out for an answer."""
    prompt = Prompt(
        id=f"{new_id()}.1",
        session="",
        question=None,
        purpose="answer",
        text=answer.text,
        language=actor.language,
        shape=Shape(look="list", choices=tuple(_choice(each) for each in answer.buttons))
        if answer.buttons
        else Shape(look="text"),
        documents=answer.documents,
        picture=answer.picture,
        grids=answer.grids,
        wants=answer.wants,
        audience=actor.address if place.is_room and answer.is_private else None,
    )
    return (_item(prompt, place, at=at),)


def busy(actor: Actor, place: Place, *, at: datetime, new_id: NewId) -> Changes:
    """Return what says that somebody's command takes a while."""
    answer = Answer(text=_say("busy", actor.language))
    return Changes(outbox=list(outgoing(answer, actor, place, at=at, new_id=new_id)))


def apology(language: str) -> Answer:
    """Return what is said when a command failed for good."""
    return Answer(text=_say("apology", language), is_refusal=True)


def refusal(command: Command, actor: Actor) -> Answer:
    """Return what is said to somebody who may not use a command."""
    names = [_say(role, actor.language) for role in ("agent", "manager", "admin") if role in command.roles]
    roles = _say("or", actor.language).join(names)
    text = _say("refusal", actor.language).format(command=command.name, roles=roles)
    return Answer(text=text, is_refusal=True, is_private=True)


def _choice(button: Button) -> Choice:
    value = f"/{button.command}" if button.is_new else button.command
    return Choice(value=value, label=button.label, spoken=button.label)


def _item(prompt: Prompt, place: Place, *, at: datetime) -> OutboxItem:
    return OutboxItem(
        id=prompt.id,
        customer=place.customer,
        session=None,
        channel=place.channel,
        address=place.address,
        prompt=prompt,
        priority=0,
        due_at=at,
        created_at=at,
        amends=place.amends,
    )


def _say(key: str, language: str) -> str:
    return _WORDS["de" if language.startswith("de") else "en"][key]
