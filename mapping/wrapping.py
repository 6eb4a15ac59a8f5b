"""Text cut into lines that fit, by measured width and never inside what a reader sees as one letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from mapping.graphemes import graphemes
from mapping.measure import font_of, width

ELLIPSIS = "…"
_SHORTEST_PIECE = 3
_UNHYPHENATED = frozenset({"cjk", "thai", "devanagari", "emoji"})
# Bidirectional overrides and isolates could turn round the text beside them; XML knows no control characters.
_UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufffe\uffff\ud800-\udfff]")
# Between East Asian letters a line may break; elsewhere it breaks after a space, hyphen or slash.
_PIECE = re.compile(r"[^ \-/–]+[\-/–]*|[\-/–]+")
# All white space but what holds a number to its sign, and a mark to its quotation.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The lines, and whether anything of the text was left out."""

    lines: tuple[str, ...]
    is_cut: bool


def tidy(text: str) -> str:
    """Return the text on one line, without control characters and such that would break the page."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(
        " " if category(char) in {"Cc", "Zl", "Zp"} else char for char in _UNWANTED.sub("", text)
    )
    return _SPACES.sub(" ", spaced).strip()


def begun(text: str) -> str:
    """Return words as they begin a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def wrap(text: str, *, room: float, lines: int = 1, size: float = 13, bold: bool = False) -> Wrapped:
    """Lay `text` in at most `lines` lines of `room` px each; what is left out ends in an ellipsis."""
    if lines == 1:
        shown = clip(tidy(text), room=room, size=size, bold=bold)
        return Wrapped((shown,), is_cut=shown != tidy(text))
    laid: list[str] = []
    for piece, spaced in _pieces(tidy(text), room=room, size=size, bold=bold):
        longer = f"{laid[-1]} {piece}" if laid and spaced else (laid[-1] + piece if laid else piece)
        if laid and width(longer, size=size, bold=bold) <= room:
            laid[-1] = longer
        else:
            laid.append(piece)
        if len(laid) > lines:
            break
    if len(laid) <= lines:
        return Wrapped(tuple(laid), is_cut=False)
    last = clip(" ".join(laid[lines - 1 :]), room=room, size=size, bold=bold, always=True)
    return Wrapped((*laid[: lines - 1], last), is_cut=True)


def clip(text: str, *, room: float, size: float = 13, bold: bool = False, always: bool = False) -> str:
    """Return the text if it fits, else as much as does with an ellipsis; `always` asks for the ellipsis."""
    if not always and width(text, size=size, bold=bold) <= room:
        return text
    letters = _first(text, room=2 * room, size=size, bold=bold)
    while letters and width("".join(letters).rstrip() + ELLIPSIS, size=size, bold=bold) > room:
        letters.pop()
    return "".join(letters).rstrip(" ,;:.–-") + ELLIPSIS


def _first(text: str, *, room: float, size: float, bold: bool) -> list[str]:
    """Return the letters that fill `room` (px) or a little more: to measure a whole novel takes long."""
    letters: list[str] = []
    used = 0.0
    for letter in graphemes(text):
        letters.append(letter)
        used += width(letter, size=size, bold=bold)
        if used > room:
            break
    return letters


def hyphen(letter: str) -> str:
    """Return what ends a line where a word is broken after a letter; some scripts have nothing there."""
    return "" if font_of(letter) in _UNHYPHENATED else "-"


def _pieces(text: str, *, room: float, size: float, bold: bool) -> Iterator[tuple[str, bool]]:
    """Yield what a line may break between, each with whether a space comes before it."""
    for word in text.split(" "):
        spaced = True
        for part in _PIECE.findall(word):
            for piece in _east_asian_split(part):
                for bit in _hard_split(piece, room=room, size=size, bold=bold):
                    yield bit, spaced
                    spaced = False


def _east_asian_split(word: str) -> Iterator[str]:
    """Yield the word whole, or letter by letter where it is written without spaces."""
    if word.isascii():
        yield word
        return
    held = ""
    for letter in graphemes(word):
        if east_asian_width(letter[0]) in {"W", "F"} and category(letter[0]).startswith("L"):
            if held:
                yield held
            held = letter
        else:
            held += letter
    if held:
        yield held


def _hard_split(word: str, *, room: float, size: float, bold: bool) -> Iterator[str]:
    """Yield a word too long for a line in pieces, with hyphens where the script has them."""
    if width(word, size=size, bold=bold) <= room:
        yield word
        return
    letters = list(graphemes(word))
    while width("".join(letters), size=size, bold=bold) > room:
        count = len(_first("".join(letters), room=2 * room, size=size, bold=bold))
        while count > 1 and width("".join(letters[:count]) + "-", size=size, bold=bold) > room:
            count -= 1
        count = max(1, min(count, len(letters) - _SHORTEST_PIECE))
        yield "".join(letters[:count]) + hyphen(letters[count - 1])
        letters = letters[count:]
    yield "".join(letters)
