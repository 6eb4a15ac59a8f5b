"""What was sent along with an answer: a row for each, to be fetched once the answer is safe."""

from feedback.desk import Desk, House
from feedback.intake import Heard
from feedback.prompts import Attachment
from feedback.records import Answer, Enclosure


def enclose(desk: Desk, house: House, item: Heard, *, since: int) -> None:
    """Keep what came with the reply for the answer kept `since`; an edit tells of it anew, as a revision."""
    kept = [answer for answer in desk.changes.answers[since:] if not answer.skipped]
    for attachment in item.reply.attachments if kept else ():
        desk.changes.enclosures.append(_enclosure(house, item, kept[-1], attachment))


def _enclosure(house: House, item: Heard, answer: Answer, told: Attachment) -> Enclosure:
    return Enclosure(
        id=house.new_id(),
        answer=answer.id,
        customer=answer.customer,
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
