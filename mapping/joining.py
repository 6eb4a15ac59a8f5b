"""Arabic letters in the shapes that they take beside others, to tell how wide a text is before it is drawn.

Unicode has these shapes as letters of their own, and our text font has those. What draws joins by itself.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from unicodedata import category, decomposition

Forms = Mapping[str, str]
"""Form (isolated, final, initial, medial) to the letter that shows it."""

_LAM, _TATWEEL, _ZWJ = "\u0644", "\u0640", "\u200d"
_ARABIC = re.compile("[\u0600-\u06ff]")
_BLOCKS = (range(0xFB50, 0xFC00), range(0xFE80, 0xFEFD))


def joined(text: str) -> str:
    """Return the text with each letter in the form that it has beside its neighbours; order stays."""
    return "".join(_joined(text)) if _ARABIC.search(text) else text


def _joined(text: str) -> Iterator[str]:
    """Yield the letters in their forms, lam and alef as one."""
    follows, eaten = False, -1
    for place, letter in enumerate(text):
        if place == eaten:
            continue
        if category(letter) == "Mn":
            yield letter
            continue
        after = _after(text, place)
        pair = letter + text[after] if letter == _LAM and after == place + 1 < len(text) else ""
        if pair in _forms():
            yield _form(pair, before=follows, behind=False)
            follows, eaten = False, after
            continue
        before = follows and _joins_before(letter)
        follows = _joins_behind(letter)
        behind = follows and after < len(text) and _joins_before(text[after])
        yield _form(letter, before=before, behind=behind)


def _after(text: str, place: int) -> int:
    """Return where the next letter is that is no mark."""
    return next((at for at in range(place + 1, len(text)) if category(text[at]) != "Mn"), len(text))


def _joins_before(letter: str) -> bool:
    """Say whether a letter joins the one before it."""
    return letter in {_TATWEEL, _ZWJ} or "final" in _forms().get(letter, {})


def _joins_behind(letter: str) -> bool:
    """Say whether a letter joins the one after it."""
    return letter in {_TATWEEL, _ZWJ} or "initial" in _forms().get(letter, {})


def _form(letters: str, *, before: bool, behind: bool) -> str:
    """Return the form of a letter or a pair, as it is joined."""
    name = {(False, False): "isolated", (True, False): "final", (False, True): "initial"}.get(
        (before, behind), "medial"
    )
    return _forms().get(letters, {}).get(name, letters)


@cache
def _forms() -> Mapping[str, Forms]:
    """Return the forms of every Arabic letter and of lam with alef, from Unicode's own table."""
    found: dict[str, dict[str, str]] = {}
    for block in _BLOCKS:
        for code in block:
            kind, _, letters = decomposition(chr(code)).partition(" ")
            plain = "".join(chr(int(letter, 16)) for letter in letters.split())
            if plain:
                found.setdefault(plain, {})[kind.strip("<>")] = chr(code)
    return found
