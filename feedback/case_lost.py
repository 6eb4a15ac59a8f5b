"""What cannot be fetched any more when it is about to be passed on in a case: told to whoever sent it."""

from datetime import datetime

from feedback.case_cards import enclosed
from feedback.case_words import AFTERCARE
from feedback.posting import addressed, notice_prompt
from feedback.prompts import CASE, NEWS, Carried, case_of
from feedback.records import OutboxItem


def told_of_loss(
    item: OutboxItem, lost: tuple[Carried, ...], *, language: str | None, at: datetime
) -> OutboxItem | None:
    """Return what its sender is told of what `item` goes out without; None where it is about no case.

    It is sealed and erased as the customer's, as all that a case has to say. One id for one loss: however
    often the item is tried, it is told once.
    """
    case, number = case_of(item.prompt.id), item.prompt.id.rpartition(".")[2]
    if case is None:
        return None
    is_ours = item.prompt.id.startswith(CASE)
    spoken = language or item.prompt.language
    prompt = notice_prompt(
        f"{NEWS if is_ours else CASE}{case}.{number}~lost",
        AFTERCARE.say("not_passed", spoken, what=enclosed(lost, spoken)),
        language=spoken,
        wants=f"/case reply {case}" if is_ours else None,
    )
    return addressed(prompt, channel=lost[0].channel, address=lost[0].address, customer=item.customer, at=at)
