"""/mydata: customers are handed all that is kept about them, as files, and not too often."""

from datetime import timedelta

from config import formats
from feedback.audit import AuditEntry
from feedback.desk import Desk, House
from feedback.dossier_files import documents_of
from feedback.intake import Heeded, Ordered
from feedback.introducing import company_name
from feedback.posting import post_notice
from feedback.prompts import Document
from feedback.rates import NOW
from feedback.records import Customer
from feedback.uses import Use, wait_for
from feedback.wording import say

_MINUTE = timedelta(minutes=1)


def hand_out(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    """Hand out what is kept; who had it too often of late is told when they can have it again."""
    language = customer.language or house.active.journey.language
    wait = wait_for("mydata", desk.uses_of(customer.id), at=item.at)
    documents: tuple[Document, ...] = ()
    if wait > NOW:
        words = say("mydata_often", language, wait=_told(wait, language))
        _note_refusal(desk, item, customer)
    else:
        words = say("mydata_here", language)
        documents = _files(desk, house, item, customer, language)
        desk.note_use(Use(id=house.new_id(), customer=customer.id, order="mydata", at=item.at))
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=words,
        language=language,
        documents=documents,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def _files(
    desk: Desk, house: House, item: Ordered, customer: Customer, language: str
) -> tuple[Document, ...]:
    dossier = desk.snapshot.dossiers.get(customer.id)
    title = company_name(house.active.journey, language)
    return documents_of(dossier, title=title, language=language, at=item.at) if dossier else ()


def _told(wait: timedelta, language: str) -> str:
    """Write a wait in whole minutes, rounded up: who comes back then need not wait again."""
    return formats.exactly(-(-wait // _MINUTE) * _MINUTE, language)


def _note_refusal(desk: Desk, item: Ordered, customer: Customer) -> None:
    desk.changes.audit.append(
        AuditEntry(at=item.at, who=customer.id, role="customer", command=item.order, outcome="refused")
    )
