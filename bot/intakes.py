"""From what an item means to its channel to what the service takes in."""

from collections.abc import Sequence

from bot.channel import (
    Arrived,
    Commanded,
    Filled,
    Invited,
    Left,
    Meaning,
    Migrated,
    Nothing,
    Profile,
    Returned,
    Said,
    Told,
)
from bot.orders import tapped_order
from feedback import intake
from feedback.errand import Command
from feedback.intake import (
    UNKNOWN,
    Entered,
    Heard,
    Intake,
    Moved,
    Noted,
    Opened,
    Ordered,
    Presumed,
    Reached,
)
from feedback.records import InboxItem


def to_intakes(item: InboxItem, meaning: Meaning | None, profile: Profile | None = None) -> Sequence[Intake]:
    """Return what the service is to take in for what an item means; `profile` is its sender's."""
    if isinstance(meaning, Filled) and meaning.replies:
        return _filled(item, meaning)
    if isinstance(meaning, Migrated):
        return (_moved(item, meaning),)
    if isinstance(meaning, Said):
        meaning = tapped_order(meaning.reply) or meaning
    if isinstance(meaning, Commanded):
        return (_commanded(item, meaning, profile),)
    return (_intake(item, meaning, profile),)


def _filled(item: InboxItem, meaning: Filled) -> Sequence[Heard]:
    last = list(meaning.replies)[-1]
    return [
        Heard(
            channel=item.channel,
            key=item.key,
            address=item.address,
            reply=reply,
            at=item.received_at,
            session=meaning.session,
            question=question,
            more=question != last,
        )
        for question, reply in meaning.replies.items()
    ]


def _intake(item: InboxItem, meaning: Meaning | None, profile: Profile | None) -> Intake:
    channel, key, address, at = item.channel, item.key, item.address, item.received_at
    match meaning:
        case Said(reply=reply):
            return Heard(
                channel=channel, key=key, address=address, reply=reply, at=at, presumed=_presumed(profile)
            )
        case Invited(interaction=interaction):
            return Opened(channel=channel, key=key, address=address, interaction=interaction, at=at)
        case Told(order="start"):
            return _entered(item, None, profile)
        case Told(order=order, argument=argument, room=room):
            return Ordered(
                channel=channel, key=key, address=address, order=order, argument=argument, room=room, at=at
            )
        case Arrived(code=code):
            return _entered(item, code, profile)
        case Left() | Returned():
            is_there = isinstance(meaning, Returned)
            return Reached(channel=channel, key=key, address=address, is_there=is_there, at=at)
        case Nothing() | Filled() | Migrated() | Commanded():
            return Noted(channel=channel, key=key, address=address)
        case None:
            raise ValueError("the item means nothing to its channel")


def _moved(item: InboxItem, meaning: Migrated) -> Moved:
    channel, key, address, at = item.channel, item.key, item.address, item.received_at
    return Moved(channel=channel, key=key, address=address, room=meaning.room, to=meaning.to, at=at)


def _presumed(profile: Profile | None) -> Presumed:
    if profile is None:
        return UNKNOWN
    return Presumed(name=profile.name, language=profile.language, timezone=profile.timezone)


def _commanded(item: InboxItem, meaning: Commanded, profile: Profile | None) -> intake.Commanded:
    command = Command(
        channel=item.channel,
        address=item.address,
        name=meaning.name,
        words=meaning.words,
        room=meaning.room,
        on=meaning.on,
        prompt=meaning.prompt,
        about=meaning.about,
        attachments=meaning.attachments,
    )
    return intake.Commanded(
        channel=item.channel,
        key=item.key,
        address=item.address,
        command=command,
        at=item.received_at,
        presumed=_presumed(profile),
    )


def _entered(item: InboxItem, code: str | None, profile: Profile | None) -> Entered:
    known = profile or Profile()
    return Entered(
        channel=item.channel,
        key=item.key,
        address=item.address,
        code=code,
        at=item.received_at,
        language=known.language,
        name=known.name,
        timezone=known.timezone,
    )
