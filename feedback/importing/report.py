"""What an import did, in numbers, in words and as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

from feedback.importing.rows import Fate, Remark
from feedback.records import Answer

_MOST_LINES = 20

Outcome = Literal["written", "dry_run", "nothing", "already"]
"""Written; only tried; not written, because something was refused; or done long ago."""

Scope = Literal["refused", "empty", "cell"]
"""What a reason is about: a refused row, an empty one, or one cell of a row that came in all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why some rows, or cells, brought nothing in; `lines` are the first of them."""

    scope: Scope
    column: str | None
    reason: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every row: `rows` = imported + empty + refused + known."""

    file: str
    source: str
    outcome: Outcome
    encoding: str | None = None
    rows: int = 0
    imported: int = 0
    empty: int = 0
    refused: int = 0
    known: int = 0
    cells_refused: int = 0
    interactions: int = 0
    customers: int = 0
    answers: int = 0
    rated: int = 0
    scored: int = 0
    resumed_after: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused."""
        return not self.refused and not self.cells_refused

    def to_json(self) -> str:
        """Write the report for programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


@dataclass(slots=True)
class Tally:
    """Counts rows as they pass."""

    fates: dict[Fate, int] = field(default_factory=dict)
    answers: int = 0
    rated: int = 0
    scored: int = 0
    _visits: set[str] = field(default_factory=set)
    _customers: set[str] = field(default_factory=set)
    _reasons: dict[tuple[Scope, str | None, str], tuple[int, tuple[int, ...]]] = field(default_factory=dict)

    def row(self, fate: Fate, remarks: Iterable[Remark]) -> None:
        """Count one row, and what is to be said of it."""
        self.fates[fate] = self.fates.get(fate, 0) + 1
        for remark in remarks:
            scope: Scope = "cell" if fate in {"imported", "known"} else remark.fate
            name = (scope, remark.column, remark.reason)
            count, lines = self._reasons.get(name, (0, ()))
            self._reasons[name] = (count + 1, lines if len(lines) >= _MOST_LINES else (*lines, remark.line))

    def records(self, visits: Iterable[tuple[str, str]], answers: Iterable[Answer], *, scored: int) -> None:
        """Count what a chunk brought: visits with their customers, answers, how many were judged."""
        for visit, customer in visits:
            self._visits.add(visit)
            self._customers.add(customer)
        for answer in answers:
            self.answers += 1
            self.rated += answer.rated
        self.scored += scored

    def report(
        self,
        file: str,
        *,
        source: str,
        outcome: Outcome,
        encoding: str | None,
        resumed_after: int = 0,
    ) -> ImportReport:
        """Return what was counted."""
        reasons = tuple(self._sorted_reasons())
        return ImportReport(
            file=file,
            source=source,
            outcome=outcome,
            encoding=encoding,
            rows=sum(self.fates.values()),
            imported=self.fates.get("imported", 0),
            empty=self.fates.get("empty", 0),
            refused=self.fates.get("refused", 0),
            known=self.fates.get("known", 0),
            cells_refused=sum(one.count for one in reasons if one.scope == "cell"),
            interactions=len(self._visits),
            customers=len(self._customers),
            answers=self.answers,
            rated=self.rated,
            scored=self.scored,
            resumed_after=resumed_after,
            reasons=reasons,
        )

    def _sorted_reasons(self) -> Iterator[Reason]:
        order = {"refused": 0, "cell": 1, "empty": 2}
        for (scope, column, reason), (count, lines) in sorted(
            self._reasons.items(), key=lambda item: (order[item[0][0]], -item[1][0], item[1][1])
        ):
            yield Reason(scope=scope, column=column, reason=reason, count=count, lines=lines)


_HEADLINES: dict[Outcome, str] = {
    "written": "Imported {file}",
    "dry_run": "Tried {file}: nothing was written",
    "nothing": "Nothing of {file} was imported, for some of it cannot be; see below, or keep the good rows",
    "already": "{file} was imported before with this map: nothing to do",
}
_SCOPES: dict[Scope, str] = {"refused": "refused", "cell": "cell left out", "empty": "empty"}


def report_text(report: ImportReport) -> str:
    """Write the report for people: counts, then each reason with its first lines."""
    headline = _HEADLINES[report.outcome].format(file=report.file)
    if report.resumed_after:
        headline += f" (resumed after row {report.resumed_after:,})"
    if report.outcome == "already":
        return headline
    counts = (
        ("rows", report.rows),
        ("imported" if report.outcome == "written" else "good", report.imported),
        ("empty", report.empty),
        ("refused", report.refused),
        ("known already", report.known),
        ("customers", report.customers),
        ("interactions", report.interactions),
        ("answers", report.answers),
        ("ratings", report.rated),
        ("scored", report.scored),
    )
    lines = [f"  {name:<14}{count:>10,}" for name, count in counts]
    return "\n".join((headline, *lines, *map(_reason_text, report.reasons)))


def _reason_text(reason: Reason) -> str:
    what = f"{reason.column}: {reason.reason}" if reason.column else reason.reason
    more = ", ..." if reason.count > len(reason.lines) else ""
    word = "line" if reason.count == 1 else "lines"
    lines = ", ".join(map(str, reason.lines))
    return f"  {_SCOPES[reason.scope]}: {what} ({reason.count:,}: {word} {lines}{more})"
