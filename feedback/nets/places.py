"""Where a net's tokens stand in the text as the customer wrote it, which it was not read as."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat

from feedback.nets.net import Word
from feedback.nets.words import MOST_CHARACTERS, for_net

Span = tuple[int, int]

_PIECE = re.compile(r"\S+")
# Scripts that put no blanks between words: Thai to Burmese, kana, Chinese characters.
_UNSPACED = re.compile(r"[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def words_in(text: str, cleaned: str, tokens: Iterable[tuple[Span, float]]) -> tuple[Word, ...]:
    """Return the words of `text` that `tokens` of it, `cleaned`, are parts of, each with its strongest pull.

    A word is what stands between blanks; where a script has none, it is what one token stands for.
    """
    read = list(_pieces(cleaned))
    written = list(_written(text) if cleaned != " ".join(text.split()) else _pieces(text))
    if len(read) != len(written):
        return ()  # cleaning joined or parted words in a way we do not know
    starts, has_blanks = [start for start, _ in read], _UNSPACED.search(text) is None
    found: list[tuple[Span, float]] = []
    for (start, end), pull in tokens:
        if end > start:
            place = bisect_right(starts, start) - 1
            word = written[place]
            if not has_blanks:
                word = _original(text, word, cleaned, read[place], (start, end))
            found.append((word, pull))
    return tuple(_joined(found))


def _joined(found: Sequence[tuple[Span, float]]) -> Iterator[Word]:
    for (start, end), parts in groupby(found, key=lambda each: each[0]):
        yield Word(start=start, end=end, pull=max((pull for _, pull in parts), key=abs))


def _original(text: str, written: Span, cleaned: str, read: Span, token: Span) -> Span:
    word = text[slice(*written)]
    if _UNSPACED.search(word) and word == cleaned[slice(*read)]:
        shift = written[0] - read[0]
        return token[0] + shift, token[1] + shift
    return written


def _written(text: str) -> Iterator[Span]:
    """Yield where in `text` each word of `for_net(text)` comes from, in order."""
    for first, last in _parts(len(text)):
        for start, end in _pieces(text[first:last]):
            # Cleaning parts words at signs without shape, and gives unknown emoji their names.
            parts = len(for_net(text[first + start : first + end]).split())
            yield from repeat((first + start, first + end), parts)


def _pieces(text: str) -> Iterable[Span]:
    return (match.span() for match in _PIECE.finditer(text))


def _parts(length: int) -> Iterable[Span]:
    half = MOST_CHARACTERS // 2
    return ((0, length),) if length <= MOST_CHARACTERS else ((0, half), (length - half, length))
