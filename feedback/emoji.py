"""How emoji feel, -2..+2: a modest table of our own, for ratings given as a face and texts full of them."""

import re
from collections.abc import Mapping

from feedback.catalogue import felt

_BY_FEELING: Mapping[float, str] = {
    2.0: "😍,🥰,🤩,💯,🏆,😻,🥳,😘,💖,💗,💓,💞,💘,💝,🎉,🙌,❤,🧡,💛,💚,💙,💜,🤎,🖤,♥,😀,😃,😄,😁,🫶,👑,🥇,❣",
    1.0: "🙂,😊,☺,👍,👌,🙏,👏,😺,😸,🤗,😌,😇,😋,😎,💪,✅,✔,😉,🤝,✨,🌟,🎊,🌈,☀,🌞,"
    "😹,😂,🤣,😆,🍀,🌹,🌸,🌷,💐,🆗,🫡",
    0.0: "😐,😑,😶,🤔,🤷,🤨,😏,🙃,😬,🫤,👀",
    -1.0: "🙁,☹,😕,😟,😞,😔,😒,🙄,😣,😖,😫,😩,😢,😥,😓,😰,😧,😦,😪,🥺,😮‍💨,👎,❌,🤦,😳,😨,😿,⏳,🐌,⚠,🚫,💔,"
    "🥱",
    -2.0: "😡,😠,🤬,😤,😭,🤮,🤢,💩,😱,👿,😾,🖕,☠,💀,🤯,😈,👹,😵",
}

EMOJI_VALENCE: Mapping[str, float] = felt(_BY_FEELING)
"""Valence by emoji, written without variation selectors and skin tones."""

EMOTICONS: Mapping[str, float] = {
    sign: valence
    for valence, listed in {
        2.0: ":D :-D =D XD xD :-)) <3 ^^ \\o/",
        1.0: ":) :-) =) (: :] ;) ;-) :P :-P :p ;D",
        0.0: ":| :-| :/ :-/ :\\ o.O O_o -_-",
        -1.0: ":( :-( =( ): :[ :c </3 >.<",
        -2.0: ":'( :'-( D: >:( :@ ;( :((",
    }.items()
    for sign in listed.split()
}
"""Valence by emoticon, for texts that are nothing else; within words they are for an engine to read."""

_EMOJI = re.compile("|".join(sorted(map(re.escape, EMOJI_VALENCE), key=len, reverse=True)))
# What only varies an emoji: how it is drawn, skin tones, joiners with the signs for man and woman.
_VARIANT = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[♀♂]")
_FILLED, _EMPTY = "★⭐🌟", "☆✩✰"


def bare(text: str) -> str:
    """Return `text` with every emoji in its plainest form, so that a table can know it."""
    return _VARIANT.sub("", text)


def emoji_in(text: str) -> tuple[str, ...]:
    """Return the emoji of the table found in `text`, in order."""
    return tuple(_EMOJI.findall(bare(text)))


def without_emoji(text: str) -> str:
    """Return `text` without the emoji of the table."""
    return _EMOJI.sub(" ", bare(text))


def emoticons_valence(text: str) -> float | None:
    """Return the mean valence of the emoticons if `text` is nothing else: `:(`, or `:) :D`."""
    felt = [EMOTICONS.get(_once(sign)) for sign in text.split()]
    known = [valence for valence in felt if valence is not None]
    return sum(known) / len(known) if known and len(known) == len(felt) else None


def _once(sign: str) -> str:
    # `:))))` is `:)` said louder.
    return sign if sign in EMOTICONS else re.sub(r"(\W)\1+$", r"\1", sign)


def one_emoji(text: str) -> str | None:
    """Return the emoji if `text` is nothing but one of them, however often."""
    found = set(emoji_in(text))
    return found.pop() if len(found) == 1 and not without_emoji(text).strip(" \t\n.!?") else None


def stars_in(text: str) -> int | None:
    """Count the stars if `text` is nothing but stars; hollow ones only fill the row up."""
    row = re.sub(r"\s+", "", bare(text))
    if not row or row.strip(_FILLED + _EMPTY):
        return None
    return sum(sign in _FILLED for sign in row) or None
