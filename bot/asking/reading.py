"""Natural filters: words in English and German, in any order, read into a query.

Either all of it is understood, or every problem is named and nothing is acted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.asking.asked import Asked, Meaning, Misread, Problem, ProblemKind, days_meant, period_words
from bot.asking.days import VOCABULARY, days_at
from bot.asking.folding import Token, tokens
from bot.asking.names import KEYWORDS, Kind, Name, named_at, names_of, nearest
from bot.asking.pairing import Unpaired, set_beside
from bot.asking.understood import GROUPS, Part, asked_by, contradictions
from bot.asking.vocabulary import (
    AS,
    BY,
    CHOOSE,
    EXPLAIN,
    IDLE,
    LANGUAGES,
    OTHERS,
    OWN,
    PAGE,
    PAIRING,
    SPEAKING,
    STEPS,
    STEPWISE,
    THEME,
    UNITS,
    VERSUS,
)
from bot.reporting import Option
from config.journey import Journey
from config.suggestion import closest
from mapping.period import Period

_EVERY: tuple[Kind, ...] = ("persona", "segment", "stage", "touchpoint", "medium")
_POINTS: tuple[Kind, ...] = ("touchpoint",)


@dataclass(slots=True)
class _Read:
    """What was understood so far, and what was not."""

    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pair: list[int] = field(default_factory=list)
    """How many parts stood before each word that sets two sides beside each other."""
    unknown: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the words of one command.

    `options` are the command's own; `pairs` says that it sets two sides beside each other, `deep` that it
    shows single touchpoints and themes, `is_file` that it takes the form of a file.
    """

    journey: Journey
    language: str
    today: date
    options: Sequence[Option] = ()
    pairs: bool = False
    deep: bool = False
    is_file: bool = False

    def read(self, words: str) -> Asked | Misread:
        """Return what was asked, or every reason why that cannot be said."""
        own = _options_of(self)
        found = tokens(words, whole_after=own, parted_at={*own, *KEYWORDS, *SPEAKING, *THEME})
        reading = _Reading(self, found, names_of(self.journey, self.language))
        return reading.result()


class _Reading:
    """One reading of one line, from its first token to its last."""

    def __init__(self, reader: Reader, found: Sequence[Token], names: Sequence[Name]) -> None:
        self._reader = reader
        self._tokens = found
        self._words = [token.folded for token in found]
        self._names = names
        self._read = _Read()
        self._options = _options_of(reader)

    def result(self) -> Asked | Misread:
        """Read all of it."""
        at = 0
        while at < len(self._words):
            at = self._step(at)
        self._close_unknown()
        self._pair_up()
        # Sides are set beside each other only where all is understood: until then they are no two of a kind.
        stray = bool(self._read.pair) and (bool(self._read.problems) or not self._reader.pairs)
        self._read.problems += contradictions(self._read.parts, self._reader.journey, has_stray_sides=stray)
        if self._read.problems:
            problems = sorted(self._read.problems, key=lambda each: each.start)
            return Misread(problems=tuple(problems), said=tuple(token.said for token in self._tokens))
        return asked_by(self._read.parts, self._reader.journey, language=self._reader.language)

    def _step(self, at: int) -> int:
        """Read what begins with the token at this place; return the place behind it."""
        end = self._paired(at) or self._own(at) or self._known(at)
        if end:
            self._close_unknown()
            return end
        if self._words[at] in IDLE or self._words[at] == "-":
            self._close_unknown()
        else:
            self._read.unknown.append(at)
        return at + 1

    def _known(self, at: int) -> int:
        return self._keyword(at) or self._bare(at) or self._special(at)

    def _paired(self, at: int) -> int:
        """Read "vs", and behind it "others", "previous" and "target"."""
        word = self._words[at]
        if word not in (PAIRING if self._reader.pairs else VERSUS):
            return 0
        if word not in VERSUS and not self._splits(at):
            return 0
        end = at + 1
        while self._word(end) in IDLE and self._word(end) not in OTHERS:
            end += 1
        other = OTHERS.get(self._word(end))
        self._read.pair.append(len(self._read.parts))
        if other is None or days_at(self._words, end, self._reader.today):
            return at + 1
        self._add("side", other, self._tokens[end].said, end, end + 1)
        return end + 1

    def _splits(self, at: int) -> bool:
        """Say whether a word such as "with" stands between two sides: something comparable is on each."""
        ahead = at + 1
        while self._word(ahead) in IDLE and self._word(ahead) not in OTHERS:
            ahead += 1
        after = self._word(ahead) in OTHERS or KEYWORDS.get(self._word(ahead)) in {"persona", "segment"}
        group = named_at(self._words, ahead, self._names, kinds=("persona", "segment"))
        after = after or group is not None or days_at(self._words, ahead, self._reader.today) is not None
        before = bool(self._read.parts) and self._read.parts[-1].kind in GROUPS
        return before and after and not self._read.pair

    def _own(self, at: int) -> int:
        """Read an option of the command's own, such as "by week" or "weekly"."""
        return self._stepped(at) or self._named_option(at)

    def _stepped(self, at: int) -> int:
        """Read "nach Woche" and "weekly" where there is "by week"."""
        option, word = self._options.get("by"), self._words[at]
        end = at + (2 if word in BY else 1)
        step = STEPS.get(self._word(at + 1)) if word in BY else STEPWISE.get(word)
        if option is None or step not in option.choices:
            return 0
        self._add("own:by", step, self._said(at, end), at, end)
        return end

    def _named_option(self, at: int) -> int:
        option = self._options.get(self._words[at])
        if option is None or at + 1 >= len(self._words):
            return 0
        said, folded = self._tokens[at + 1].said, self._words[at + 1]
        if option.choices and folded not in option.choices:
            near = closest(folded, option.choices)
            if near is None and option.name in IDLE:
                return 0  # an everyday word, too
            meant = (Meaning(title=near, words=f"{option.name} {near}"),) if near else ()
            about = self._tokens[at].said
            self._problem("unknown", at, at + 2, about=about, said=said, known=option.choices, meant=meant)
            return at + 2
        unit = UNITS.get(self._word(at + 2)) if option.metavar == "LENGTH" and said.isdecimal() else None
        if unit is not None:
            self._add(f"own:{option.name}", f"{said}{unit}", said, at, at + 3)
            return at + 3
        self._add(f"own:{option.name}", folded if option.choices else said, said, at, at + 2)
        return at + 2

    def _special(self, at: int) -> int:
        word, after = self._words[at], self._word(at + 1)
        if self._reader.pairs and word in OTHERS and not self._read.pair:
            self._read.pair.append(len(self._read.parts))
            self._add("side", OTHERS[word], word, at, at + 1)
            return at + 1
        if word in EXPLAIN:
            self._add("explain", "yes", word, at, at + 1)
            return at + 1
        if word in AS and self._reader.is_file and after:
            self._add("form", after, self._tokens[at + 1].said, at, at + 2)
            return at + 2
        if word in CHOOSE and after:
            self._add("choose", after, after, at, at + 2)
            return at + 2
        if word in PAGE and after.isdecimal():
            self._add("page", str(min(int(after[:4]), 999)), after, at, at + 2)
            return at + 2
        if word in THEME and after and self._reader.deep:
            self._add("theme", self._tokens[at + 1].said, after, at, at + 2)
            return at + 2
        return self._speaking(at)

    def _speaking(self, at: int) -> int:
        word, after = self._words[at], self._word(at + 1)
        if word in SPEAKING and after:
            tag = LANGUAGES.get(after, after)
            if not tag.isascii() or not 2 <= len(tag.partition("-")[0]) <= 3:  # noqa: PLR2004 - ISO 639
                known = tuple(sorted(set(LANGUAGES.values())))
                self._problem("unknown", at + 1, at + 2, about="language", known=known)
            else:
                self._add("language", tag, after, at, at + 2)
            return at + 2
        if word in {"in", "auf"} and after in LANGUAGES:
            self._add("language", LANGUAGES[after], after, at, at + 2)
            return at + 2
        return 0

    def _keyword(self, at: int) -> int:
        """Read "persona busy-parent"."""
        kind = KEYWORDS.get(self._words[at])
        if kind is None:
            return 0
        found = named_at(self._words, at + 1, self._names, kinds=(kind,))
        if found is not None:
            self._take(found.names, at, found.end)
            return found.end
        point = named_at(self._words, at + 1, self._names, kinds=_POINTS) if kind == "stage" else None
        if point is not None:  # people call it a stage, and mean what happens to them in it
            self._take(point.names, at, point.end)
            return point.end
        known = tuple(name.id for name in self._names if name.kind == kind)
        if not self._word(at + 1) or self._begins_something(at + 1):
            self._problem("lacks", at, at + 1, about=kind, known=known)
            return at + 1
        end = self._end_of_unknown(at + 1)
        said = self._said(at + 1, end)
        near = nearest(said, [name for name in self._names if name.kind == kind])
        self._problem(
            "unknown",
            at,
            end,
            about=kind,
            known=known,
            said=said,
            meant=tuple(_meaning(name) for name in near),
        )
        return end

    def _end_of_unknown(self, at: int) -> int:
        """Return the place behind words that nothing knows, at least one."""
        end = at + 1
        while end < len(self._words) and not self._begins_something(end):
            end += 1
        return end

    def _begins_something(self, at: int) -> bool:
        word = self._words[at]
        is_word = word in KEYWORDS or word in IDLE or word in VERSUS or word in self._options
        is_said = word in EXPLAIN | AS | CHOOSE | PAGE | SPEAKING
        is_name = named_at(self._words, at, self._names, kinds=_EVERY) is not None
        return is_word or is_said or is_name or days_at(self._words, at, self._reader.today) is not None

    def _bare(self, at: int) -> int:
        """Read a period, or a name that stands alone; the longer of both, and the person if they tie."""
        days = days_at(self._words, at, self._reader.today)
        named = named_at(self._words, at, self._names, kinds=_EVERY)
        if named is not None and (days is None or named.end >= days.end):
            if days is not None and named.end == days.end:
                meant = (*(_meaning(name) for name in named.names), days_meant(days.period))
                self._problem("ambiguous", at, named.end, meant=meant)
            else:
                self._take(named.names, at, named.end)
            return named.end
        if days is None:
            return 0
        if _is_backwards(days.period):
            self._problem("backwards", at, days.end, meant=tuple(days_meant(each) for each in days.others))
        elif days.others:
            meant = tuple(days_meant(each) for each in (days.period, *days.others))
            self._problem("ambiguous", at, days.end, meant=meant)
        else:
            self._add("period", period_words(days.period), "", at, days.end, period=days.period)
        return days.end

    def _take(self, names: Sequence[Name], start: int, end: int) -> None:
        """Take a name, asking where it is that of several things."""
        if not self._reader.deep:
            names = [name for name in names if name.kind != "touchpoint"] or list(names)
        if len(names) > 1 and {"stage", "touchpoint"} == {name.kind for name in names}:
            names = [name for name in names if name.kind == "stage"]  # the wider one; its points stand below
        if len(names) > 1:
            self._problem("ambiguous", start, end, meant=tuple(_meaning(name) for name in names))
            return
        (name,) = names
        if name.kind == "touchpoint" and not self._reader.deep:
            self._problem("not_here", start, end, said=name.title, meant=self._stage_of(name))
            return
        self._add(name.kind, name.id, name.title, start, end)

    def _stage_of(self, name: Name) -> tuple[Meaning, ...]:
        place = self._reader.journey.place(name.id)
        stages = [each for each in self._names if place and (each.kind, each.id) == ("stage", place[0].id)]
        return tuple(_meaning(stage) for stage in stages)

    def _close_unknown(self) -> None:
        """Name the words that nothing knew, with what they are most like."""
        at, self._read.unknown = self._read.unknown, []
        if not at:
            return
        whole = self._meant(at[0], at[-1] + 1)
        single = [(each, self._meant(each, each + 1)) for each in at]
        if whole or not any(meant for _, meant in single):
            self._problem("unknown", at[0], at[-1] + 1, meant=whole)
            return
        if (days := self._nearly_days(single)) is not None:
            self._problem("unknown", at[0], at[-1] + 1, meant=(days_meant(days),))
            return
        for each, meant in single:
            self._problem("unknown", each, each + 1, meant=meant)

    def _nearly_days(self, single: Sequence[tuple[int, tuple[Meaning, ...]]]) -> Period | None:
        """Return the days that unknown words ask for, once each is spelt as what it is most like."""
        spelt = " ".join(meant[0].words if meant else self._tokens[at].said for at, meant in single)
        words = [token.folded for token in tokens(spelt)]
        days = days_at(words, 0, self._reader.today)
        is_all = days is not None and days.end == len(words) and not days.others
        return days.period if days is not None and is_all and not _is_backwards(days.period) else None

    def _meant(self, start: int, end: int) -> tuple[Meaning, ...]:
        """Return what is most like these words, if anything is: a name, or a word of ours."""
        said = self._said(start, end)
        near = nearest(said, self._names)
        if near or end - start > 1:
            return tuple(_meaning(name) for name in near)
        word = closest(self._words[start], {*VOCABULARY, *KEYWORDS, *self._options})
        return (Meaning(title=word, words=word),) if word and word != self._words[start] else ()

    def _pair_up(self) -> None:
        """Find the two sides, unless something was not understood anyway."""
        if not self._read.pair:
            return
        if not self._reader.pairs:
            self._problem("cannot_pair", 0, 0, said="vs")
            return
        if self._read.problems:
            return
        paired = set_beside(self._read.parts, at=self._read.pair)
        if isinstance(paired, Unpaired):
            said = "vs" if paired.end == 0 else None
            self._problem("no_pair", paired.start, paired.end, said=said)
        else:
            self._read.parts = list(paired)

    def _add(
        self, kind: str, value: str, title: str, start: int, end: int, *, period: Period | None = None
    ) -> None:
        self._read.parts.append(Part(kind, value, title, self._said(start, end), start, end, period))

    def _problem(
        self,
        kind: ProblemKind,
        start: int,
        end: int,
        *,
        said: str | None = None,
        about: str = "",
        meant: tuple[Meaning, ...] = (),
        known: Sequence[str] = (),
    ) -> None:
        words = self._said(start, end) if said is None else said
        self._read.problems.append(
            Problem(kind=kind, said=words, start=start, end=end, about=about, meant=meant, known=tuple(known))
        )

    def _said(self, start: int, end: int) -> str:
        return " ".join(token.said for token in self._tokens[start:end])

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""


def _options_of(reader: Reader) -> dict[str, Option]:
    """Return the command's own options by each word for them."""
    by_name = {option.name: option for option in reader.options}
    return {**by_name, **{word: by_name[name] for word, name in OWN.items() if name in by_name}}


def _is_backwards(period: Period) -> bool:
    return bool(period.since and period.until and period.since > period.until)


def _meaning(name: Name) -> Meaning:
    return Meaning(title=name.title, words=f"{name.kind} {name.id}", kind=name.kind)
