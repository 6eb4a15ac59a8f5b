"""How words are put before a net: cleaned the same way in training and at run time, emoji kept or named."""

import re
import unicodedata

from feedback.emoji import EMOJI_VALENCE, bare

MOST_CHARACTERS = 2000
"""Longer texts are read at their beginning and their end: feelings stand at both."""

_FACES = ((0x1F600, 0x1F64F), (0x1F910, 0x1F92F), (0x1F970, 0x1F97A), (0x1FAE0, 0x1FAE7), (0x1F493, 0x1F49F))
_MORE = "🔥🎁🎈💔💸💰⏰⌛🕐📦🚚🚗✈🏥💊🍕🍔🍽☕🍺🎂📱💻🔧🔨🚫⛔❗❓‼⁉🆘💥💦💤🥶🥵🧡🤌🤏🫠🫣🫢🫰🗑📈📉🥴🤧😷🤕🤒"

KNOWN_EMOJI = tuple(
    sorted(
        {sign for sign in (*EMOJI_VALENCE, *_MORE) if len(sign) == 1}
        | {chr(code) for first, last in _FACES for code in range(first, last + 1)}
    )
)
"""The emoji that nets have a token for; others are put before them by name."""

_SPOKEN = frozenset(KNOWN_EMOJI)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MENTION = re.compile(r"(?<!\w)@\w+")
_PLAIN_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "\u00b4": "'", "`": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"}
)
_STRETCHED = re.compile(r"(\w)\1{3,}")


def for_net(text: str) -> str:
    """Return `text` as a net reads it: no controls, links and names hidden, emoji apart."""
    kept = text if len(text) <= MOST_CHARACTERS else _ends(text)
    whole = bare(kept.encode("utf-8", "replace").decode("utf-8")).translate(_PLAIN_SIGNS)
    hidden = _MENTION.sub("@user", _LINK.sub("http", whole))
    signs = hidden if hidden.isascii() else "".join(_sign(each) for each in hidden)
    shown = signs if signs.isprintable() else "".join(each if each.isprintable() else " " for each in signs)
    return " ".join(_STRETCHED.sub(r"\1\1\1", shown).split())


def _ends(text: str) -> str:
    half = MOST_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def _sign(sign: str) -> str:
    if sign.isalnum() or unicodedata.category(sign) != "So":
        return sign
    # Word pieces of a net's vocabulary know no emoji joined to a word.
    return f" {sign} " if sign in _SPOKEN else f" {unicodedata.name(sign, '').lower()} "
