"""Cases, their lines and their cards as rows: all that they say lies under their customer's key."""

import json
from dataclasses import replace

from pydantic import TypeAdapter
from pydantic_core import to_json

from feedback.case_records import Case, CaseCard, CaseLine
from feedback.store.keys import Keys
from feedback.store.sql import AnyRow, Values, micros, micros_or_none

_CASE: TypeAdapter[Case] = TypeAdapter(Case)
_LINE: TypeAdapter[CaseLine] = TypeAdapter(CaseLine)


def case_row(case: Case, *, keys: Keys, wrapped: bytes) -> Values:
    """Return the row of a case."""
    document = _CASE.dump_json(case, exclude_defaults=True)
    return {
        "workspace": keys.workspace, "id": case.id, "customer": case.customer, "journey": case.journey,
        "team": case.team, "state": case.state, "is_urgent": case.is_urgent, "is_held": case.is_held,
        "opened_at": micros(case.opened_at), "changed_at": micros(case.changed_at),
        "replied_at": micros_or_none(case.replied_at), "resolved_at": micros_or_none(case.resolved_at),
        "closed_at": micros_or_none(case.closed_at), "reason": case.reason, "reopened": case.reopened,
        "is_fixed": case.is_fixed, "before": case.before, "after": case.after, "revision": case.revision,
        "touchpoint": next((told.touchpoint for told in case.told if told.touchpoint), None),
        "document": _sealed(keys, wrapped, "support_case", "document", case.id, case.customer, document),
    }  # fmt: skip


def case_of(row: AnyRow, data_key: bytes | None, *, keys: Keys) -> Case | None:
    """Return the case in a row, if its customer was not erased; whose it is the row alone knows."""
    document = _opened(keys, data_key, "support_case", "document", row.id, row.customer, row.document)
    return None if document is None else replace(_CASE.validate_json(document), customer=row.customer)


def line_row(line: CaseLine, *, keys: Keys, wrapped: bytes) -> Values:
    """Return the row of something that happened to a case."""
    line_id = f"{line.case}.{line.number}"
    content = _LINE.dump_json(line, exclude_defaults=True)
    return {
        "workspace": keys.workspace, "id": line_id, "case_id": line.case, "customer": line.customer,
        "number": line.number, "kind": line.kind, "at": micros(line.at),
        "content": _sealed(keys, wrapped, "support_case_line", "content", line_id, line.customer, content),
    }  # fmt: skip


def line_of(row: AnyRow, data_key: bytes | None, *, keys: Keys) -> CaseLine | None:
    """Return what happened to a case, if its customer was not erased."""
    content = _opened(keys, data_key, "support_case_line", "content", row.id, row.customer, row.content)
    return None if content is None else replace(_LINE.validate_json(content), customer=row.customer)


def card_row(card: CaseCard, *, customer: str, keys: Keys, wrapped: bytes) -> Values:
    """Return the row of a card that was sent."""
    place = to_json([card.address, card.receipt])
    return {
        "workspace": keys.workspace, "prompt": card.prompt, "case_id": card.case, "customer": customer,
        "channel": card.channel,
        "place": _sealed(keys, wrapped, "support_case_card", "place", card.prompt, customer, place),
    }  # fmt: skip


def card_of(row: AnyRow, data_key: bytes | None, *, keys: Keys) -> CaseCard | None:
    """Return where a case is shown, if its customer was not erased."""
    place = _opened(keys, data_key, "support_case_card", "place", row.prompt, row.customer, row.place)
    if place is None:
        return None
    address, receipt = json.loads(place)
    return CaseCard(
        case=row.case_id, channel=row.channel, address=address, prompt=row.prompt, receipt=receipt
    )


def _sealed(  # noqa: PLR0917 - a sealed value's whole place, its key, and itself
    keys: Keys, wrapped: bytes, table: str, column: str, owner: str, customer: str, plain: bytes
) -> bytes:
    return keys.of_customer(customer, wrapped).seal(plain, about=keys.about(table, column, owner))


def _opened(  # noqa: PLR0917 - a sealed value's whole place, its key, and itself
    keys: Keys,
    data_key: bytes | None,
    table: str,
    column: str,
    owner: str,
    customer: str,
    sealed: bytes | None,
) -> bytes | None:
    if data_key is None or sealed is None:
        return None
    return keys.of_customer(customer, data_key).open(sealed, about=keys.about(table, column, owner))
