"""One line as it was written, and what may stand at each place of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking.days import Days, days_at
from bot.asking.folding import Token
from bot.asking.names import KEYWORDS, Kind, Matched, Name, named_at
from bot.asking.vocabulary import AS, CHOOSE, EXPLAIN, IDLE, PAGE, SPEAKING, VERSUS
from bot.reporting import Option

_EVERY: tuple[Kind, ...] = ("persona", "segment", "stage", "touchpoint", "medium")
_SAID = EXPLAIN | AS | CHOOSE | PAGE | SPEAKING


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a line, their `words` folded; `names` and the command's `own` options may stand in it."""

    tokens: Sequence[Token]
    words: Sequence[str]
    names: Sequence[Name]
    own: Mapping[str, Option]
    today: date

    def word(self, at: int) -> str:
        """Return the word at a place, folded; nothing behind the end."""
        return self.words[at] if at < len(self.words) else ""

    def said(self, start: int, end: int) -> str:
        """Return a part of it as it was written."""
        return " ".join(token.said for token in self.tokens[start:end])

    def days(self, at: int) -> Days | None:
        """Return the period that begins at a place, if one does."""
        return days_at(self.words, at, self.today)

    def named(self, at: int, *, kinds: Collection[Kind] = _EVERY) -> Matched | None:
        """Return what is named from a place on, if anything is."""
        return named_at(self.words, at, self.names, kinds=kinds)

    def end_of_unknown(self, at: int) -> int:
        """Return the place behind words that nothing knows, at least one."""
        end = at + 1
        while end < len(self.words) and not self.begins_something(end):
            end += 1
        return end

    def begins_something(self, at: int) -> bool:
        """Say whether a name, a period or a word of ours begins at a place."""
        word = self.word(at)
        is_word = word in KEYWORDS or word in IDLE or word in VERSUS or word in self.own
        return is_word or word in _SAID or self.named(at) is not None or self.days(at) is not None
