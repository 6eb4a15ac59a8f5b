"""From what a command answers to what goes out: prompts in the outbox, in the place of another if need be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from bot.actor import Actor
from bot.command import Answer, Button, Command
from config import formats
from config.phrases import Phrases
from feedback.completing import HOLDS_FOR
from feedback.ids import NewId
from feedback.posting import addressed
from feedback.prompts import TOLD, Choice, Prompt, Shape
from feedback.records import OutboxItem, Wish
from feedback.rights import Role
from feedback.spoken import as_command
from feedback.work import Changes

ClerkKey = Literal[
    "apology", "busy", "refusal", "too_late", "too_often", "role_agent", "role_manager", "role_admin",
    "either",
]  # fmt: skip
"""What we say about commands, whatever they are."""

CLERK: Phrases[ClerkKey] = Phrases("bot", "words", "clerk")

_MOST_OF_ID = 20
"""So many signs of an id are taken, the last ones: those that chance made."""

_ROLES: Mapping[Role, ClerkKey] = {
    "agent": "role_agent",
    "manager": "role_manager",
    "admin": "role_admin",
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
    """Return what goes out for an answer; one without any words says nothing."""
    if not answer.text:
        return ()
    prompt = Prompt(
        id=f"{new_id()}.1" if answer.hears is None else _open_to_all(new_id()),
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
        hears=answer.hears,
        whom=actor.address if place.is_room and answer.wants else None,
        audience=actor.address if place.is_room and answer.is_private else None,
    )
    item = addressed(prompt, channel=place.channel, address=place.address, customer=place.customer, at=at)
    return (replace(item, amends=place.amends),)


def busy(actor: Actor, place: Place, *, at: datetime, new_id: NewId) -> Changes:
    """Return what says that somebody's command takes a while."""
    answer = Answer(text=CLERK.say("busy", actor.language))
    return Changes(outbox=list(outgoing(answer, actor, place, at=at, new_id=new_id)))


def apology(language: str) -> Answer:
    """Return what is said when a command failed for good."""
    return Answer(text=CLERK.say("apology", language), is_refusal=True)


def refusal(command: Command, actor: Actor) -> Answer:
    """Return what is said to somebody who may not use a command."""
    names = [CLERK.say(key, actor.language) for role, key in _ROLES.items() if role in command.roles]
    text = CLERK.say(
        "refusal",
        actor.language,
        command=as_command(command.name, actor.channel),
        roles=reduce(
            lambda first, second: CLERK.say("either", actor.language, first=first, second=second), names
        ),
    )
    return Answer(text=text, is_refusal=True, is_private=True)


def too_late(language: str) -> Answer:
    """Return what is said to words that no message wants any more."""
    return Answer(text=CLERK.say("too_late", language), is_refusal=True)


def too_often(language: str, wait: timedelta) -> Answer:
    """Return what is said to somebody who has to wait a while."""
    told = formats.length(max(wait, timedelta(seconds=1)), language)
    return Answer(text=CLERK.say("too_often", language, wait=told), is_refusal=True, is_private=True)


def wanting(prompt: Prompt, actor: Actor, place: Place, *, at: datetime) -> Wish:
    """Return what keeps that a message wants the words of somebody."""
    return Wish(
        prompt=prompt.id,
        customer=actor.id,
        kind="reply" if place.is_room else "words",
        asked_at=at,
        until=at + HOLDS_FOR,
    )


def _open_to_all(new_id: str) -> str:
    """Return the id of a prompt to which any colleague may reply, short enough for every button."""
    return f"{TOLD}{new_id[-_MOST_OF_ID:]}.1"


def _choice(button: Button) -> Choice:
    value = f"/{button.command}" if button.is_new else button.command
    return Choice(value=value, label=button.label, spoken=button.label)
