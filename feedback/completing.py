"""Messages that want words: what is said to one completes the command that the message began.

Whoever was asked completes it, once, within a day: by a reply to that very message, or, in private, by the
words that come next. What tells colleagues of a case wants the words of any of them, as often as they like.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from feedback.desk import Desk, House
from feedback.errand import Command, Errand
from feedback.intake import Heard, Heeded
from feedback.meeting import newcomer
from feedback.prompts import Reply, is_for_colleagues
from feedback.records import Customer, Wish

HOLDS_FOR = timedelta(days=1)
"""How long a message that wants words can be given them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A reply whose words complete the command that the message `prompt` began; None: too late for that.

    `is_unclear`: it is on a message of ours in a team's room, and nobody knows which one.
    """

    prompt: str | None
    wish: Wish | None = None
    is_unclear: bool = False


def completion(desk: Desk, item: Heard, customer: Customer | None) -> Completed | None:
    """Return what a reply completes, if it is words for a message that wants them."""
    reply = item.reply
    if not _is_words(reply):
        return None
    prompt = reply.prompt or desk.snapshot.prompted.get((item.channel, reply.on or ""))
    if prompt is None and _is_in_teams_room(desk, item):
        return Completed(prompt=None, is_unclear=True)
    waiting = [wish for wish in desk.wishes_of(customer.id) if wish.kind != "forget"] if customer else []
    wish = next((each for each in waiting if each.prompt == prompt), None)
    if prompt is not None and is_for_colleagues(prompt):
        return Completed(prompt=prompt, wish=wish)
    if wish is not None:
        return Completed(prompt=wish.prompt if item.at < wish.until else None, wish=wish)
    if customer is None or reply.on is not None or reply.prompt is not None or reply.room is not None:
        return None
    if desk.open_sessions(customer.id) or any(not case.is_over for case in desk.cases_of(customer.id)):
        return None
    next_words = [each for each in waiting if each.kind == "words" and item.at < each.until]
    return Completed(prompt=next_words[-1].prompt, wish=next_words[-1]) if next_words else None


def complete(desk: Desk, house: House, item: Heard, found: Completed) -> Heeded:
    """Take down the command that is complete now."""
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=item.presumed, at=item.at
    )
    if found.wish is not None:
        desk.end_wish(found.wish)
    want_no_more(desk, customer)
    reply = item.reply
    command = Command(
        channel=item.channel,
        address=item.address,
        name="case" if found.is_unclear else "",
        words=" ".join(filter(None, ("said" if found.is_unclear else "", reply.text or reply.mention))),
        room=reply.room,
        prompt=found.prompt,
        attachments=reply.attachments,
    )
    desk.changes.errands.append(
        Errand(id=house.new_id(), customer=customer.id, command=command, at=item.at, due_at=item.at)
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="taken_down", customer=customer.id)


def want_no_more(desk: Desk, customer: Customer) -> None:
    """Let the words that come next be no message's any more; who replies to it still gives it words."""
    for wish in desk.wishes_of(customer.id):
        if wish.kind == "words":
            desk.end_wish(wish)
            desk.keep_wish(replace(wish, kind="reply"))


def _is_in_teams_room(desk: Desk, item: Heard) -> bool:
    """Say whether it replies to a message of ours in a team's room."""
    room = (item.channel, item.reply.room)
    is_there = any((place.channel, place.address) == room for place in desk.snapshot.places.values())
    return item.reply.on is not None and is_there


def _is_words(reply: Reply) -> bool:
    """Say whether it is words or something sent along; reactions, taps and edits are not."""
    is_reaction = reply.on is not None and reply.message is None
    is_said = bool(reply.text or reply.mention or reply.attachments) and not reply.choices and not reply.skip
    return is_said and not reply.edited and not is_reaction
