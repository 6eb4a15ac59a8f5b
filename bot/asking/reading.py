"""Natural filters: words in English and German, in any order, read into a query.

Either all of it is understood, or every problem is named and nothing is acted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking.asked import Asked, Meaning, Misread, days_meant, name_meant, period_words
from bot.asking.days import is_backwards
from bot.asking.findings import Findings
from bot.asking.folding import tokens
from bot.asking.line import Line
from bot.asking.names import KEYWORDS, Kind, Name, names_of, nearest
from bot.asking.pairing import Unpaired, set_beside
from bot.asking.understood import GROUPS, asked_by, contradictions
from bot.asking.unknown import unknown_in
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

_POINTS: tuple[Kind, ...] = ("touchpoint",)
_PEOPLE: tuple[Kind, ...] = ("persona", "segment")


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
        names = names_of(self.journey, self.language)
        line = Line(found, [token.folded for token in found], names, own, self.today)
        return _Reading(self, line).result()


class _Reading:
    """One reading of one line, from its first token to its last."""

    def __init__(self, reader: Reader, line: Line) -> None:
        self._reader = reader
        self._line = line
        self._found = Findings(line)

    def result(self) -> Asked | Misread:
        """Read all of it."""
        at = 0
        while at < len(self._line.words):
            at = self._step(at)
        self._close_unknown()
        self._pair_up()
        # Sides are set beside each other only where all is understood: until then they are no two of a kind.
        stray = bool(self._found.pair) and (bool(self._found.problems) or not self._reader.pairs)
        self._found.problems += contradictions(self._found.parts, self._reader.journey, has_stray_sides=stray)
        if self._found.problems:
            problems = sorted(self._found.problems, key=lambda each: each.start)
            return Misread(problems=tuple(problems), said=tuple(token.said for token in self._line.tokens))
        return asked_by(self._found.parts, self._reader.journey, language=self._reader.language)

    def _step(self, at: int) -> int:
        """Read what begins with the token at this place; return the place behind it."""
        end = self._paired(at) or self._own(at) or self._known(at)
        if end:
            self._close_unknown()
            return end
        if self._line.words[at] in IDLE or self._line.words[at] == "-":
            self._close_unknown()
        else:
            self._found.unknown.append(at)
        return at + 1

    def _known(self, at: int) -> int:
        return self._keyword(at) or self._bare(at) or self._special(at)

    def _paired(self, at: int) -> int:
        """Read "vs", and behind it "others", "previous" and "target"."""
        word = self._line.words[at]
        if word not in (PAIRING if self._reader.pairs else VERSUS):
            return 0
        if word not in VERSUS and not self._splits(at):
            return 0
        end = at + 1
        while self._line.word(end) in IDLE and self._line.word(end) not in OTHERS:
            end += 1
        other = OTHERS.get(self._line.word(end))
        self._found.pair.append(len(self._found.parts))
        if other is None or self._line.days(end):
            return at + 1
        self._found.add("side", other, self._line.tokens[end].said, end, end + 1)
        return end + 1

    def _splits(self, at: int) -> bool:
        """Say whether a word such as "with" stands between two sides: something comparable is on each."""
        ahead = at + 1
        while self._line.word(ahead) in IDLE and self._line.word(ahead) not in OTHERS:
            ahead += 1
        word, group = self._line.word(ahead), self._line.named(ahead, kinds=_PEOPLE)
        after = (
            word in OTHERS
            or KEYWORDS.get(word) in _PEOPLE
            or group is not None
            or self._line.days(ahead) is not None
        )
        before = bool(self._found.parts) and self._found.parts[-1].kind in GROUPS
        return before and after and not self._found.pair

    def _own(self, at: int) -> int:
        """Read an option of the command's own, such as "by week" or "weekly"."""
        return self._stepped(at) or self._named_option(at)

    def _stepped(self, at: int) -> int:
        """Read "nach Woche" and "weekly" where there is "by week"."""
        option, word = self._line.own.get("by"), self._line.words[at]
        end = at + (2 if word in BY else 1)
        step = STEPS.get(self._line.word(at + 1)) if word in BY else STEPWISE.get(word)
        if option is None or step not in option.choices:
            return 0
        self._found.add("own:by", step, self._line.said(at, end), at, end)
        return end

    def _named_option(self, at: int) -> int:
        option = self._line.own.get(self._line.words[at])
        if option is None or at + 1 >= len(self._line.words):
            return 0
        said, folded = self._line.tokens[at + 1].said, self._line.words[at + 1]
        if option.choices and folded not in option.choices:
            near = closest(folded, option.choices)
            if near is None and option.name in IDLE:
                return 0  # an everyday word, too
            meant = (Meaning(title=near, words=f"{option.name} {near}"),) if near else ()
            about = self._line.tokens[at].said
            self._found.problem(
                "unknown", at, at + 2, about=about, said=said, known=option.choices, meant=meant
            )
            return at + 2
        unit = UNITS.get(self._line.word(at + 2)) if option.metavar == "LENGTH" and said.isdecimal() else None
        if unit is not None:
            self._found.add(f"own:{option.name}", f"{said}{unit}", said, at, at + 3)
            return at + 3
        self._found.add(f"own:{option.name}", folded if option.choices else said, said, at, at + 2)
        return at + 2

    def _special(self, at: int) -> int:
        word, after = self._line.words[at], self._line.word(at + 1)
        if self._reader.pairs and word in OTHERS and not self._found.pair:
            self._found.pair.append(len(self._found.parts))
            self._found.add("side", OTHERS[word], word, at, at + 1)
            return at + 1
        if word in EXPLAIN:
            self._found.add("explain", "yes", word, at, at + 1)
            return at + 1
        if word in AS and self._reader.is_file and after:
            self._found.add("form", after, self._line.tokens[at + 1].said, at, at + 2)
            return at + 2
        if word in CHOOSE and after:
            self._found.add("choose", after, after, at, at + 2)
            return at + 2
        if word in PAGE and after.isdecimal():
            self._found.add("page", str(min(int(after[:4]), 999)), after, at, at + 2)
            return at + 2
        if word in THEME and after and self._reader.deep:
            self._found.add("theme", self._line.tokens[at + 1].said, after, at, at + 2)
            return at + 2
        return self._speaking(at)

    def _speaking(self, at: int) -> int:
        word, after = self._line.words[at], self._line.word(at + 1)
        if word in SPEAKING and after:
            tag = LANGUAGES.get(after, after)
            if not tag.isascii() or not 2 <= len(tag.partition("-")[0]) <= 3:  # noqa: PLR2004 - ISO 639
                known = tuple(sorted(set(LANGUAGES.values())))
                self._found.problem("unknown", at + 1, at + 2, about="language", known=known)
            else:
                self._found.add("language", tag, after, at, at + 2)
            return at + 2
        if word in {"in", "auf"} and after in LANGUAGES:
            self._found.add("language", LANGUAGES[after], after, at, at + 2)
            return at + 2
        return 0

    def _keyword(self, at: int) -> int:
        """Read "persona busy-parent"."""
        kind = KEYWORDS.get(self._line.words[at])
        if kind is None:
            return 0
        found = self._line.named(at + 1, kinds=(kind,))
        if found is not None:
            self._take(found.names, at, found.end)
            return found.end
        point = self._line.named(at + 1, kinds=_POINTS) if kind == "stage" else None
        if point is not None:  # people call it a stage, and mean what happens to them in it
            self._take(point.names, at, point.end)
            return point.end
        known = tuple(name.id for name in self._line.names if name.kind == kind)
        if not self._line.word(at + 1) or self._line.begins_something(at + 1):
            self._found.problem("lacks", at, at + 1, about=kind, known=known)
            return at + 1
        end = self._line.end_of_unknown(at + 1)
        said = self._line.said(at + 1, end)
        near = nearest(said, [name for name in self._line.names if name.kind == kind])
        self._found.problem(
            "unknown",
            at,
            end,
            about=kind,
            known=known,
            said=said,
            meant=tuple(name_meant(name) for name in near),
        )
        return end

    def _bare(self, at: int) -> int:
        """Read a period, or a name that stands alone; the longer of both, and the person if they tie."""
        days = self._line.days(at)
        named = self._line.named(at)
        if named is not None and (days is None or named.end >= days.end):
            if days is not None and named.end == days.end:
                meant = (*(name_meant(name) for name in named.names), days_meant(days.period))
                self._found.problem("ambiguous", at, named.end, meant=meant)
            else:
                self._take(named.names, at, named.end)
            return named.end
        if days is None:
            return 0
        if is_backwards(days.period):
            self._found.problem(
                "backwards", at, days.end, meant=tuple(days_meant(each) for each in days.others)
            )
        elif days.others:
            meant = tuple(days_meant(each) for each in (days.period, *days.others))
            self._found.problem("ambiguous", at, days.end, meant=meant)
        else:
            self._found.add("period", period_words(days.period), "", at, days.end, period=days.period)
        return days.end

    def _take(self, names: Sequence[Name], start: int, end: int) -> None:
        """Take a name, asking where it is that of several things."""
        if not self._reader.deep:
            names = [name for name in names if name.kind != "touchpoint"] or list(names)
        if len(names) > 1 and {"stage", "touchpoint"} == {name.kind for name in names}:
            names = [name for name in names if name.kind == "stage"]  # the wider one; its points stand below
        if len(names) > 1:
            self._found.problem("ambiguous", start, end, meant=tuple(name_meant(name) for name in names))
            return
        (name,) = names
        if name.kind == "touchpoint" and not self._reader.deep:
            self._found.problem("not_here", start, end, said=name.title, meant=self._stage_of(name))
            return
        self._found.add(name.kind, name.id, name.title, start, end)

    def _stage_of(self, name: Name) -> tuple[Meaning, ...]:
        place = self._reader.journey.place(name.id)
        stages = [
            each for each in self._line.names if place and (each.kind, each.id) == ("stage", place[0].id)
        ]
        return tuple(name_meant(stage) for stage in stages)

    def _close_unknown(self) -> None:
        """Name the words that nothing knew, with what they are most like."""
        at, self._found.unknown = self._found.unknown, []
        if not at:
            return
        for start, end, meant in unknown_in(self._line, at):
            self._found.problem("unknown", start, end, meant=meant)

    def _pair_up(self) -> None:
        """Find the two sides, unless something was not understood anyway."""
        if not self._found.pair:
            return
        if not self._reader.pairs:
            self._found.problem("cannot_pair", 0, 0, said="vs")
            return
        if self._found.problems:
            return
        paired = set_beside(self._found.parts, at=self._found.pair)
        if isinstance(paired, Unpaired):
            said = "vs" if paired.end == 0 else None
            self._found.problem("no_pair", paired.start, paired.end, said=said)
        else:
            self._found.parts = list(paired)


def _options_of(reader: Reader) -> dict[str, Option]:
    """Return the command's own options by each word for them."""
    by_name = {option.name: option for option in reader.options}
    return {**by_name, **{word: by_name[name] for word, name in OWN.items() if name in by_name}}
