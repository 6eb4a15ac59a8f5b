"""Words that nothing knows, and what they are most like."""

from collections.abc import Iterator, Sequence

from bot.asking.asked import Meaning, days_meant, name_meant
from bot.asking.days import VOCABULARY, days_at, is_backwards
from bot.asking.folding import tokens
from bot.asking.line import Line
from bot.asking.names import KEYWORDS, nearest
from config.suggestion import closest
from mapping.period import Period

Unknown = tuple[int, int, tuple[Meaning, ...]]
"""From which place to which, and what may be meant."""


def unknown_in(line: Line, at: Sequence[int]) -> Iterator[Unknown]:
    """Yield what nothing knew at neighbouring places: all of it together, else each word by itself."""
    whole = _meant(line, at[0], at[-1] + 1)
    single = [(each, _meant(line, each, each + 1)) for each in at]
    if whole or not any(meant for _, meant in single):
        yield at[0], at[-1] + 1, whole
    elif (days := _nearly_days(line, single)) is not None:
        yield at[0], at[-1] + 1, (days_meant(days),)
    else:
        yield from ((each, each + 1, meant) for each, meant in single)


def _nearly_days(line: Line, single: Sequence[tuple[int, tuple[Meaning, ...]]]) -> Period | None:
    """Return the days that unknown words ask for, once each is spelt as what it is most like."""
    spelt = " ".join(meant[0].words if meant else line.tokens[at].said for at, meant in single)
    words = [token.folded for token in tokens(spelt)]
    days = days_at(words, 0, line.today)
    is_all = days is not None and days.end == len(words) and not days.others
    return days.period if days is not None and is_all and not is_backwards(days.period) else None


def _meant(line: Line, start: int, end: int) -> tuple[Meaning, ...]:
    """Return what is most like these words, if anything is: a name, or a word of ours."""
    near = nearest(line.said(start, end), line.names)
    if near or end - start > 1:
        return tuple(name_meant(name) for name in near)
    word = closest(line.words[start], {*VOCABULARY, *KEYWORDS, *line.own})
    return (Meaning(title=word, words=word),) if word and word != line.words[start] else ()
