"""Who does what somebody orders: most of it changes how a customer is treated, some of it more than one."""

from feedback.desk import Desk, House
from feedback.helping import give_help
from feedback.intake import Heeded, Ordered
from feedback.linking import link_by_order
from feedback.preferring import choose_chat
from feedback.teams import enrol, speak_in_room, team_in
from feedback.wishes import obey


def heed_order(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Do what was ordered, and say so."""
    match item.order:
        case "link":
            return link_by_order(desk, house, item)
        case "channels":
            return choose_chat(desk, house, item)
        case "team":
            return enrol(desk, house, item)
        case "help":
            return give_help(desk, house, item)
        case "language" if item.room is not None and team_in(desk, item.channel, item.room) is not None:
            return speak_in_room(desk, house, item, item.room)
        case _:
            return obey(desk, house, item)
