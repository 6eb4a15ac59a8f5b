"""Cases, read: those a team has before it, one with its story, and what all of them came to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, or_, select

from feedback.case_figures import CaseFate
from feedback.case_records import Case, CaseLine
from feedback.store.base import StoreBase
from feedback.store.cases_rows import case_of, line_of
from feedback.store.sql import HERE, AnyRow, fixed, micros, moment, moment_or_none
from feedback.store.tables.answers import ANSWER
from feedback.store.tables.cases import SUPPORT_CASE, SUPPORT_CASE_LINE
from feedback.store.tables.people import CUSTOMER

_Query = Select[*tuple[object, ...]]
_EVER = 2**62
_CASES = (
    select(SUPPORT_CASE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER,
        and_(CUSTOMER.c.workspace == SUPPORT_CASE.c.workspace, CUSTOMER.c.id == SUPPORT_CASE.c.customer),
    )
    .where(SUPPORT_CASE.c.workspace == HERE)
    .order_by(SUPPORT_CASE.c.is_urgent.desc(), SUPPORT_CASE.c.opened_at, SUPPORT_CASE.c.id)
)
_ONE = _CASES.where(SUPPORT_CASE.c.id == bindparam("of"))
_OF_CUSTOMER = _CASES.where(SUPPORT_CASE.c.customer == bindparam("of"))
_OPEN = _CASES.where(or_(SUPPORT_CASE.c.state != fixed("closed"), SUPPORT_CASE.c.is_held))
_OF_TEAM = _OPEN.where(SUPPORT_CASE.c.team == bindparam("of"))
_STORY = (
    select(SUPPORT_CASE_LINE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER,
        and_(
            CUSTOMER.c.workspace == SUPPORT_CASE_LINE.c.workspace,
            CUSTOMER.c.id == SUPPORT_CASE_LINE.c.customer,
        ),
    )
    .where(SUPPORT_CASE_LINE.c.workspace == HERE, SUPPORT_CASE_LINE.c.case_id == bindparam("of"))
    .order_by(SUPPORT_CASE_LINE.c.number)
)
# What a customer felt the next time they answered anything, once their case had been resolved.
_NEXT = (
    select(ANSWER.c.valence)
    .where(
        ANSWER.c.workspace == SUPPORT_CASE.c.workspace,
        ANSWER.c.customer == SUPPORT_CASE.c.customer,
        ANSWER.c.journey == SUPPORT_CASE.c.journey,
        ANSWER.c.answered_at > SUPPORT_CASE.c.resolved_at,
        ANSWER.c.valence.is_not(None),
        ~ANSWER.c.superseded,
    )
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
    .limit(1)
    .correlate(SUPPORT_CASE)
    .scalar_subquery()
)
_FATES = (
    select(SUPPORT_CASE.c.team, SUPPORT_CASE.c.opened_at, SUPPORT_CASE.c.replied_at,
           SUPPORT_CASE.c.resolved_at, SUPPORT_CASE.c.closed_at, SUPPORT_CASE.c.reason,
           SUPPORT_CASE.c.reopened, SUPPORT_CASE.c.is_fixed, SUPPORT_CASE.c.before, SUPPORT_CASE.c.after,
           SUPPORT_CASE.c.state, SUPPORT_CASE.c.customer, SUPPORT_CASE.c.touchpoint, _NEXT.label("later"))
    .where(
        SUPPORT_CASE.c.workspace == HERE,
        SUPPORT_CASE.c.journey == bindparam("journey"),
        SUPPORT_CASE.c.opened_at >= bindparam("since"),
        SUPPORT_CASE.c.opened_at < bindparam("until"),
    )
    .order_by(SUPPORT_CASE.c.opened_at, SUPPORT_CASE.c.id)
)  # fmt: skip


class CaseStore(StoreBase):
    """For those who see to cases, and for figures of them."""

    def case(self, case_id: str) -> Case | None:
        """Return a case; None where there is none of that id, or its customer was erased."""
        found = self._cases(_ONE, of=case_id)
        return found[0] if found else None

    def open_cases(self, *, team: str | None = None) -> tuple[Case, ...]:
        """Return cases that are not over, or hold their customer, of one team or all: the urgent first."""
        return self._cases(_OPEN if team is None else _OF_TEAM, of=team)

    def cases_of(self, customer: str) -> tuple[Case, ...]:
        """Return every case of a customer's."""
        return self._cases(_OF_CUSTOMER, of=customer)

    def case_story(self, case_id: str) -> tuple[CaseLine, ...]:
        """Return what has happened to a case, in order."""
        with self._engines.reading() as connection:
            rows = connection.execute(_STORY, self._here(of=case_id)).all()
        lines = (line_of(row, row.data_key, keys=self._keys) for row in rows)
        return tuple(line for line in lines if line is not None)

    def case_fates(
        self, journey: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[CaseFate, ...]:
        """Return what became of the cases of a journey that were opened in a time, without any words."""
        begins = -_EVER if since is None else micros(since)
        ends = _EVER if until is None else micros(until)
        with self._engines.reading() as connection:
            rows = connection.execute(_FATES, self._here(journey=journey, since=begins, until=ends)).all()
        return tuple(map(_fate, rows))

    def _cases(self, query: _Query, **values: object) -> tuple[Case, ...]:
        with self._engines.reading() as connection:
            rows: Sequence[AnyRow] = connection.execute(query, self._here(**values)).all()
        cases = (case_of(row, row.data_key, keys=self._keys) for row in rows)
        return tuple(case for case in cases if case is not None)


def _fate(row: AnyRow) -> CaseFate:
    return CaseFate(
        customer=row.customer,
        team=row.team,
        touchpoint=row.touchpoint,
        opened_at=moment(row.opened_at),
        replied_at=moment_or_none(row.replied_at),
        resolved_at=moment_or_none(row.resolved_at),
        closed_at=moment_or_none(row.closed_at),
        reason=row.reason,
        reopened=row.reopened,
        is_fixed=None if row.is_fixed is None else bool(row.is_fixed),
        before=row.before,
        after=row.after if row.after is not None else row.later,
    )
