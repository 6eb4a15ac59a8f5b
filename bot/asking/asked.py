"""What somebody asked for, as it was understood, or every reason why it was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from bot.asking.names import Name
from bot.reporting import Query
from mapping.period import Period

ProblemKind = Literal[
    "unknown", "ambiguous", "twice", "lacks", "backwards", "misplaced", "not_here", "no_pair", "cannot_pair"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: its query, and what only answers in a chat know.

    `choose` asks for a list to choose from, `page` which part of it, counted from one. `spoken` is the
    language that was named, if any was.
    """

    query: Query = field(default_factory=Query)
    touchpoint: str | None = None
    theme: str | None = None
    choose: str | None = None
    page: int = 1
    explain: bool = False
    form: str | None = None
    spoken: str | None = None

    @property
    def period(self) -> Period:
        """The days asked about."""
        return Period(self.query.since, self.query.until)

    def narrowed(self, **filters: str | date | None) -> "Asked":
        """Return the question with filters changed, at no list and with nothing explained."""
        deeper: dict[str, str | None] = {}
        if "stage" in filters:
            deeper = {"touchpoint": None, "theme": None}
        query = replace(self.query, **filters)  # type: ignore[arg-type]  # fields, spelt within this package
        return replace(self, query=query, choose=None, page=1, explain=False, **deeper)

    def words(self) -> str:
        """Return the words that ask for exactly this."""
        return " ".join(_words(self))

    def about(self) -> tuple[str, ...]:
        """Return the filters as the audit log keeps them."""
        return tuple(each.replace(" ", "=") for each in _words(self))


def period_words(period: Period) -> str:
    """Return the words that ask for these days."""
    if period.since and period.until:
        return f"{period.since}..{period.until}"
    if period.since:
        return f"since {period.since}"
    return f"until {period.until}" if period.until else ""


def _words(asked: Asked) -> list[str]:
    query = asked.query
    own: Mapping[str, str] = {name: value for name, value in query.own.items() if name != "with"}
    pair = query.own.get("with")
    paired = "" if pair is None else f"vs {pair.replace(':', ' ')}"
    days, group = period_words(asked.period), _group(query)
    by_days = bool(pair) and pair is not None and (pair == "previous" or ".." in pair)
    sides = [group, days, paired] if by_days else [days, group, paired]
    found = [
        *sides,
        *([f"stage {query.stage}"] if query.stage else []),
        *([f"touchpoint {asked.touchpoint}"] if asked.touchpoint else []),
        *([f"theme {asked.theme}"] if asked.theme else []),
        *([f"medium {query.medium}"] if query.medium else []),
        *(f"{name} {value}" for name, value in own.items()),
        *([f"language {asked.spoken}"] if asked.spoken else []),
        *([f"as {asked.form}"] if asked.form else []),
        *([f"choose {asked.choose}"] if asked.choose else []),
        *([f"page {asked.page}"] if asked.page != 1 else []),
        *(["explain"] if asked.explain else []),
    ]
    return [each for each in found if each]


def _group(query: Query) -> str:
    persona = f"persona {query.persona}" if query.persona else ""
    segment = f"segment {query.segment}" if query.segment else ""
    return " ".join(filter(None, (persona, segment)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What somebody may have meant: how it is called, of what sort it is, and the words for it."""

    title: str
    words: str
    kind: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that was not understood: the words `said`, from token `start` to before `end`.

    `about` says what sort of thing it was, `meant` what may have been meant, `known` what there is instead.
    """

    kind: ProblemKind
    said: str
    start: int
    end: int
    about: str = ""
    meant: tuple[Meaning, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Words that could not all be understood, so that none was acted on."""

    problems: tuple[Problem, ...]
    said: tuple[str, ...]

    def corrected(self, choice: int = 0) -> str | None:
        """Return the words with what was meant in the place of every problem; None where one is open.

        `choice` picks among the meanings of the one problem that has several.
        """
        words = list(self.said)
        for problem in sorted(self.problems, key=lambda each: -each.start):
            if not problem.meant:
                return None
            picked = problem.meant[min(choice, len(problem.meant) - 1)]
            words[problem.start : problem.end] = [picked.words] if picked.words else []
        return " ".join(words)

    @property
    def choices(self) -> tuple[Meaning, ...]:
        """What can be tapped to go on: a meaning of the one open question, each with the whole words."""
        several = [problem for problem in self.problems if len(problem.meant) > 1]
        if len(several) > 1:
            return ()
        shown = several[0].meant if several else self._all_at_once
        fixed = [(each, self.corrected(number)) for number, each in enumerate(shown)]
        return tuple(replace(each, words=words) for each, words in fixed if words is not None)

    @property
    def _all_at_once(self) -> tuple[Meaning, ...]:
        meant = [problem.meant[0] for problem in self.problems if problem.meant]
        if len(meant) < 2:  # noqa: PLR2004 - one alone keeps its sort
            return tuple(meant)
        return (Meaning(title=", ".join(each.title for each in meant), words=""),)


def days_meant(period: Period) -> Meaning:
    """Return a period as one of several things that words may mean."""
    return Meaning(title=period_words(period), words=period_words(period), kind="period", period=period)


def name_meant(name: Name) -> Meaning:
    """Return a name as one of several things that words may mean."""
    return Meaning(title=name.title, words=f"{name.kind} {name.id}", kind=name.kind)
