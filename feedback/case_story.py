"""What every step of a case is made of: the case as it is then, and the line that tells of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from feedback.case_events import CaseEffect
from feedback.case_records import Agent, Case, CaseLine, CaseLineKind
from feedback.prompts import Carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """A case after an event: what is new in its story, and what follows."""

    case: Case
    lines: tuple[CaseLine, ...] = ()
    effects: tuple[CaseEffect, ...] = ()


def awake(case: Case, *, at: datetime) -> Case:
    """Return a case that slept, or waited for the customer, as its owner's again."""
    if case.state not in {"snoozed", "waiting"}:
        return case
    return replace(running(case, at=at), state="claimed", until=None)


def running(case: Case, *, at: datetime) -> Case:
    """Return the case with a clock to resolve that runs."""
    clock = case.resolve
    if clock is None or clock.since is not None or clock.done_at is not None:
        return case
    return replace(case, resolve=replace(clock, since=at))


def note(
    case: Case,
    kind: CaseLineKind,
    *,
    at: datetime,
    key: str | None = None,
    by: Agent | None = None,
    text: str | None = None,
    to: str | None = None,
    attachments: tuple[Carried, ...] = (),
) -> tuple[Case, CaseLine]:
    """Return the case with one more line in its story, and that line."""
    line = CaseLine(
        case=case.id,
        customer=case.customer,
        number=case.lines + 1,
        kind=kind,
        at=at,
        key=key,
        by=by,
        text=text,
        to=to,
        attachments=attachments,
    )
    return replace(case, lines=line.number), line
