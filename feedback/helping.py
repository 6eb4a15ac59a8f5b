"""What one can write, told briefly: to a customer alone, to a support team, and in any other room."""

from feedback.desk import Desk, House
from feedback.errand import Command, Errand
from feedback.intake import UNKNOWN, Heeded, Ordered
from feedback.meeting import newcomer
from feedback.records import Customer
from feedback.teams import team_in, tell_room

WHOLE = "*"
"""Before the words of the command: also what every customer can write is wanted, in the same message."""


def give_help(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Tell what can be written here; in a room where somebody is asked, that one is told what they can."""
    team = None if item.room is None else team_in(desk, item.channel, item.room)
    if item.room is not None and team is not None:
        _tell_the_rest(desk, house, item, _person(desk, house, item))
        return tell_room(desk, house, item, item.room, "help_team", team=team.name)
    known = desk.customer_at(item.channel, item.address)
    if item.room is not None and known is None:
        return tell_room(desk, house, item, item.room, "help_room")
    customer = known or _person(desk, house, item)
    _tell_the_rest(desk, house, item, customer, before=f"{WHOLE} ")
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def _person(desk: Desk, house: House, item: Ordered) -> Customer:
    return desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )


def _tell_the_rest(desk: Desk, house: House, item: Ordered, customer: Customer, *, before: str = "") -> None:
    """Let whoever knows what somebody may use besides tell them of it."""
    words = f"{before}{item.argument or ''}".strip()
    command = Command(channel=item.channel, address=item.address, name="help", words=words, room=item.room)
    desk.changes.errands.append(
        Errand(id=house.new_id(), customer=customer.id, command=command, at=item.at, due_at=item.at)
    )
