"""How emoji feel, -2..+2: a modest table of our own, for ratings given as a face and texts full of them."""

import re
from collections.abc import Mapping

from feedback.catalogue import felt

_BY_FEELING: Mapping[float, str] = {
    2.0: "😍,🥰,🤩,💯,🏆,😻,🥳,😘,💖,💗,💓,💞,💘,💝,🎉,🙌,❤,🧡,💛,💚,💙,💜,🤎,🖤,♥,😀,😃,😄,😁,🫶,👑,🥇,❣",
    1.0: "🙂,😊,☺,👍,👌,🙏,👏,😺,😸,🤗,😌,😇,😋,😎,💪,✅,✔,😉,🤝,✨,🌟,🎊,🌈,☀,🌞,"
    "😹,😂,🤣,😆,🍀,🌹,🌸,🌷,💐,🆗,🫡",
    0.0: "😐,😑,😶,🤔,🤷,🤨,😏,🙃,😬,🫤,👀,🥱",
    -1.0: "🙁,☹,😕,😟,😞,😔,😒,🙄,😣,😖,😫,😩,😢,😥,😓,😰,😧,😦,😪,🥺,😮‍💨,👎,❌,🤦,😳,😨,😿,⏳,🐌,⚠,🚫,💔",
    -2.0: "😡,😠,🤬,😤,😭,🤮,🤢,💩,😱,👿,😾,🖕,☠,💀,🤯,😈,👹,😵",
}

EMOJI_VALENCE: Mapping[str, float] = felt(_BY_FEELING)
"""Valence by emoji, written without variation selectors and skin tones."""

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
