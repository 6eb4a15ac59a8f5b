"""What one can write, told briefly: to a customer alone, to a support team, and in any other room."""

from feedback.conversing import post_notice
from feedback.desk import Desk, House
from feedback.intake import UNKNOWN, Heeded, Ordered
from feedback.meeting import newcomer
from feedback.spoken import as_command
from feedback.teams import team_in, tell_room
from feedback.wording import say


def give_help(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Tell what can be written here; in a room where somebody is asked, that one is told what they can."""
    team = None if item.room is None else team_in(desk, item.channel, item.room)
    if item.room is not None and team is not None:
        return tell_room(desk, house, item, item.room, "help_team", team=team.name)
    known = desk.customer_at(item.channel, item.address)
    if item.room is not None and known is None:
        return tell_room(desk, house, item, item.room, "help_room")
    customer = known or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )
    language = customer.language or house.active.journey.language
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=say("help", language, c=as_command("", item.channel)),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)
