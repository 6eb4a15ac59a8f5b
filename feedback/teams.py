"""Support teams have rooms, a group or a channel, in which they are told what concerns them.

A room is kept like a customer, so that its address is sealed, found and marked as gone like any other, but
nothing ever happens to it that anybody could be asked about.
"""

from dataclasses import replace

from feedback.catalogue import Key
from feedback.desk import Desk, House
from feedback.guessing import may_try, note_wrong
from feedback.intake import UNKNOWN, Heeded, Moved, Ordered
from feedback.meeting import newcomer
from feedback.posting import post_notice
from feedback.records import Customer
from feedback.spoken import as_command
from feedback.team import Team
from feedback.wording import say


def enrol(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Make the room that the code was said in the room of the team it stands for."""
    if item.room is None:
        return _tell_one(desk, house, item, "team_where")
    if not may_try(desk, item.channel, item.address, at=item.at):
        return tell_room(desk, house, item, item.room, "code_often")
    team = _invited(desk, item)
    if team is None:
        note_wrong(desk, item.channel, item.address, at=item.at)
        return tell_room(desk, house, item, item.room, "code_unknown")
    room = room_at(desk, house, item, item.room)
    desk.keep_team(replace(team, room=room.id, joined_at=item.at, code_until=None))
    return tell_room(desk, house, item, item.room, "team_joined", team=team.name)


def speak_in_room(desk: Desk, house: House, item: Ordered, room: str) -> Heeded:
    """Speak another language in a team's room from now on."""
    kept = room_at(desk, house, item, room)
    desk.keep_customer(replace(kept, language=item.argument or kept.language))
    return tell_room(desk, house, item, room, "language_set")


def team_in(desk: Desk, channel: str, room: str) -> Team | None:
    """Return the team whose room it is."""
    found = desk.customer_at(channel, room)
    return next((team for team in desk.snapshot.teams.values() if found and team.room == found.id), None)


def room_at(desk: Desk, house: House, item: Ordered, room: str) -> Customer:
    """Return the room as it is kept, which may begin now."""
    return desk.customer_at(item.channel, room) or newcomer(
        desk, house, channel=item.channel, address=room, told=UNKNOWN, at=item.at
    )


def tell_room(desk: Desk, house: House, item: Ordered, room: str, words: Key, *, team: str = "") -> Heeded:
    """Say something to everybody in a room, in its own language or else in the journey's."""
    kept = room_at(desk, house, item, room)
    language = kept.language or house.active.journey.language
    address = desk.snapshot.addresses[item.channel, room]
    if address.gone_at is not None:
        # What is heard from there shows that we are in it again.
        desk.keep_address(replace(address, gone_at=None))
    facts = {
        "c": as_command("", item.channel),
        "command": as_command("team", item.channel),
        "help": as_command("help", item.channel),
        "language": say("language_name", language),
    }
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=room,
        customer=kept.id,
        words=say(words, language, team=team, **facts),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, None, None))
    return Heeded(heed="answered")


def move_room(desk: Desk, item: Moved) -> Heeded:
    """Remember where the chat is now; whoever does not know it has nothing to remember."""
    found = desk.snapshot.addresses.get((item.channel, item.room))
    desk.changes.inbox_done.append((item.channel, item.key, None, None))
    if found is None:
        return Heeded(heed="unknown")
    desk.move(found, item.to)
    return Heeded(heed="noted", customer=found.customer)


def _invited(desk: Desk, item: Ordered) -> Team | None:
    team = desk.snapshot.teams.get(desk.snapshot.invites.get(item.argument or "", ""))
    if team is None or team.code_until is None or team.code_until <= item.at:
        return None
    return team


def _tell_one(desk: Desk, house: House, item: Ordered, words: Key) -> Heeded:
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )
    language = customer.language or house.active.journey.language
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=say(words, language, command=as_command("team", item.channel)),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)
