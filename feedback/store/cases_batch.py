"""Cases in a batch: what is loaded of them, what is written, and where their cards turned out to be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from feedback.case_records import CaseCard, Past
from feedback.errors import StaleError
from feedback.prompts import CARD, session_of
from feedback.store.cases_rows import card_of, card_row, case_of, case_row, line_row
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared, ask
from feedback.store.sql import HERE, AnyRow, Values, among, fixed, insert_new, moment, texts
from feedback.store.tables.answers import ANSWER, SCORE
from feedback.store.tables.cases import SUPPORT_CASE, SUPPORT_CASE_CARD, SUPPORT_CASE_LINE, TEAM
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.traffic import OUTBOX
from feedback.team import TeamPlace
from feedback.work import Changes, Settlement, Snapshot

_MOST_PAST = 6
"""How many touchpoints of before are kept on a case: more than people look at."""

_NOT_OVER = or_(SUPPORT_CASE.c.state != fixed("closed"), SUPPORT_CASE.c.is_held)
_OPEN_CASES = select(SUPPORT_CASE).where(among(SUPPORT_CASE.c.customer, texts("ids")), _NOT_OVER)
_CASES = select(SUPPORT_CASE).where(among(SUPPORT_CASE.c.id, texts("ids")))
_OWNERS = select(SUPPORT_CASE.c.customer).where(among(SUPPORT_CASE.c.id, texts("ids")))
_CARDS = (
    select(SUPPORT_CASE_CARD)
    .where(among(SUPPORT_CASE_CARD.c.case_id, texts("ids")))
    .order_by(SUPPORT_CASE_CARD.c.case_id, SUPPORT_CASE_CARD.c.prompt)
)
_PLACES = (
    select(TEAM.c.name, ADDRESS.c.channel, ADDRESS.c.address_hash, ADDRESS.c.address, ADDRESS.c.gone_at,
           ADDRESS.c.customer, CUSTOMER.c.data_key, CUSTOMER.c.language)
    .join(ADDRESS, and_(ADDRESS.c.workspace == TEAM.c.workspace, ADDRESS.c.customer == TEAM.c.room))
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == TEAM.c.workspace, CUSTOMER.c.id == TEAM.c.room))
    .where(TEAM.c.workspace == HERE)
    .order_by(TEAM.c.created_at, TEAM.c.name, ADDRESS.c.created_at)
)  # fmt: skip
_PAST = (
    select(ANSWER.c.customer, ANSWER.c.interaction, ANSWER.c.touchpoint, ANSWER.c.answered_at,
           ANSWER.c.valence, SCORE.c.valence.label("judged"))
    .outerjoin(SCORE, and_(SCORE.c.workspace == ANSWER.c.workspace, SCORE.c.answer == ANSWER.c.id))
    .where(among(ANSWER.c.customer, texts("ids")), ~ANSWER.c.superseded, ~ANSWER.c.skipped)
    .order_by(ANSWER.c.answered_at, ANSWER.c.id, SCORE.c.scored_at)
)  # fmt: skip
_ADD_CASE = Prepared(insert(SUPPORT_CASE))
_ADD_LINE = Prepared(insert(SUPPORT_CASE_LINE))
_KEEP_CARD = Prepared(insert_new("support_case_card"))
_KEPT = ("id", "customer", "journey", "opened_at")
_CHANGE_CASE = Prepared(
    update(SUPPORT_CASE)
    .where(
        SUPPORT_CASE.c.workspace == HERE,
        SUPPORT_CASE.c.id == bindparam("of_case"),
        SUPPORT_CASE.c.revision == bindparam("follows"),
    )
    .values({
        column.name: bindparam(f"new_{column.name}", type_=column.type)
        for column in SUPPORT_CASE.columns
        if column.name not in {"workspace", *_KEPT}
    })
)  # fmt: skip
_SENT_CARDS = (
    select(OUTBOX.c.id, OUTBOX.c.prompt_id, OUTBOX.c.customer, OUTBOX.c.channel, OUTBOX.c.address,
           CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer))
    .where(among(OUTBOX.c.id, texts("ids")), OUTBOX.c.amends.is_(None))
)  # fmt: skip
_KNOWN_CASES = select(SUPPORT_CASE.c.id).where(among(SUPPORT_CASE.c.id, texts("ids")))


def owners_of(connection: Connection, keys: Keys, cases: Collection[str]) -> set[str]:
    """Return the customers of cases."""
    return {row.customer for row in _rows(connection, keys, _OWNERS, cases)}


def load_cases(
    connection: Connection, keys: Keys, snapshot: Snapshot, *, data_keys: Mapping[str, bytes | None],
    cases: Collection[str], teams: bool, paths: bool,
) -> None:  # fmt: skip
    """Load the cases wanted, and all of the customers loaded that are not over; with them go their cards."""
    wanted = [
        *_rows(connection, keys, _OPEN_CASES, data_keys.keys()),
        *_rows(connection, keys, _CASES, cases),
    ]
    for row in wanted:
        found = case_of(row, data_keys.get(row.customer), keys=keys)
        if found is not None:
            snapshot.cases[found.id] = found
    cards: defaultdict[str, list[CaseCard]] = defaultdict(list)
    for row in _rows(connection, keys, _CARDS, snapshot.cases.keys()):
        owner = snapshot.cases[row.case_id].customer
        card = card_of(row, data_keys.get(owner), keys=keys)
        if card is not None:
            cards[row.case_id].append(card)
    snapshot.cards = {case: tuple(each) for case, each in cards.items()}
    if teams or snapshot.cases:
        snapshot.places = _places(connection, keys)
    if paths:
        snapshot.paths = _paths(_rows(connection, keys, _PAST, data_keys.keys()))


def save_cases(connection: Connection, keys: Keys, changes: Changes, *, wrapped: Mapping[str, bytes]) -> None:
    """Write cases and what happened to them; one that somebody has changed meanwhile: StaleError."""
    rows = [
        (case_row(each, keys=keys, wrapped=wrapped[each.customer]), changes.cases_follow.get(each.id))
        for each in changes.cases.values()
    ]
    _ADD_CASE.write(connection, [row for row, follows in rows if follows is None])
    changed: list[Values] = [
        {f"new_{name}": value for name, value in row.items() if name not in {"workspace", *_KEPT}}
        | {"here": keys.workspace, "of_case": row["id"], "follows": follows}
        for row, follows in sorted(rows, key=lambda each: str(each[0]["id"]))
        if follows is not None
    ]
    if _CHANGE_CASE.write(connection, changed) != len(changed):
        raise StaleError("a case was changed by another process first; decide again")
    _ADD_LINE.write(
        connection,
        [line_row(each, keys=keys, wrapped=wrapped[each.customer]) for each in changes.case_lines],
    )


def keep_cards(connection: Connection, keys: Keys, settlements: Sequence[Settlement]) -> None:
    """Remember which messages the cards are that went out, so that they can be amended."""
    receipts = {
        each.id: each.receipt
        for each in settlements
        if each.id.startswith(CARD) and each.state == "sent" and each.receipt is not None
    }
    sent = [row for row in _rows(connection, keys, _SENT_CARDS, receipts.keys()) if row.data_key is not None]
    cases = {row.id: session_of(row.prompt_id).removeprefix(CARD) for row in sent}
    known = {row.id for row in _rows(connection, keys, _KNOWN_CASES, set(cases.values()))}
    rows = []
    for row in sent:
        place = keys.about("outbox", "address", row.id)
        address = keys.of_customer(row.customer, row.data_key).open(row.address, about=place).decode()
        card = CaseCard(
            case=cases[row.id], channel=row.channel, address=address, prompt=row.prompt_id,
            receipt=receipts[row.id],
        )  # fmt: skip
        if card.case in known:
            rows.append(card_row(card, customer=row.customer, keys=keys, wrapped=row.data_key))
    _KEEP_CARD.write(connection, rows)


def _rows(
    connection: Connection, keys: Keys, statement: Select[*tuple[object, ...]], ids: Collection[str]
) -> Sequence[AnyRow]:
    return ask(connection, statement, {"here": keys.workspace, "ids": ids}) if ids else ()


def _places(connection: Connection, keys: Keys) -> dict[str, TeamPlace]:
    found: dict[str, TeamPlace] = {}
    for row in ask(connection, _PLACES, {"here": keys.workspace}):
        place = keys.about("address", "address", row.address_hash)
        address = keys.of_customer(row.customer, row.data_key).open(row.address, about=place).decode()
        found[row.name] = TeamPlace(
            team=row.name, channel=row.channel, address=address, language=row.language,
            is_there=row.gone_at is None,
        )  # fmt: skip
    return found


def _paths(rows: Iterable[AnyRow]) -> dict[str, tuple[Past, ...]]:
    """Return the touchpoints of before by customer: one for each interaction, with its lowest mark."""
    visits: defaultdict[str, dict[str, Past]] = defaultdict(dict)
    for row in rows:
        valence = row.valence if row.judged is None else row.judged
        known = visits[row.customer].get(row.interaction)
        marks = [each for each in (valence, known.valence if known else None) if each is not None]
        visits[row.customer][row.interaction] = Past(
            touchpoint=row.touchpoint, at=moment(row.answered_at), valence=min(marks, default=None)
        )
    return {customer: tuple(each.values())[-_MOST_PAST:] for customer, each in visits.items()}
