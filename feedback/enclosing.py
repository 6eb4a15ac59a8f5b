"""What was sent along with an answer: a row for each, to be fetched once the answer is safe."""

from dataclasses import dataclass

from feedback.desk import Desk, House
from feedback.intake import Heard
from feedback.prompts import Attachment
from feedback.records import Customer, Enclosure

_MOST = 10
"""How much is kept of what comes with one message; an album of Telegram's has as many at most (Bot API)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """That a reply brings only more of what was sent along with an answer that is kept already."""

    answer: str


def enclose(desk: Desk, house: House, item: Heard, *, since: int) -> None:
    """Keep what came with the reply for the answer kept `since`; an edit tells of it anew, as a revision."""
    kept = [answer for answer in desk.changes.answers[since:] if not answer.skipped]
    if kept:
        _enclose(desk, house, item, answer=kept[-1].id, customer=kept[-1].customer)


def join(desk: Desk, house: House, item: Heard, found: Joining, customer: Customer) -> None:
    """Keep what came with the reply for the answer that is there; it was thanked for already."""
    _enclose(desk, house, item, answer=found.answer, customer=customer.id)


def joining(desk: Desk, item: Heard, customer: Customer) -> Joining | None:
    """Return the customer's answer whose album goes on here; words make a reply more than that."""
    reply = item.reply
    if not reply.album or reply.edited or reply.text is not None:
        return None
    here = (item.channel, reply.message or "", customer.id)
    for answer in reversed(desk.changes.answers):
        if (answer.channel, answer.message, answer.customer) == here and not answer.skipped:
            return Joining(answer=answer.id)
    session, question = desk.snapshot.written.get(here[:2], ("", ""))
    talk = desk.snapshot.sessions.get(session)
    given = talk.given.get(question) if talk and talk.customer == customer.id else None
    return Joining(answer=given.answer) if given is not None and not given.skipped else None


def _enclose(desk: Desk, house: House, item: Heard, *, answer: str, customer: str) -> None:
    for attachment in item.reply.attachments[:_MOST]:
        desk.changes.enclosures.append(_enclosure(house, item, attachment, answer=answer, customer=customer))


def _enclosure(house: House, item: Heard, told: Attachment, *, answer: str, customer: str) -> Enclosure:
    return Enclosure(
        id=house.new_id(),
        answer=answer,
        customer=customer,
        channel=item.channel,
        address=item.address,
        kind=told.kind,
        reference=told.reference,
        name=told.name,
        mime=told.mime,
        size=told.size,
        seconds=told.seconds,
        created_at=item.at,
        due_at=item.at,
    )
