"""Slack's own markup: our words written in it, and what people wrote read out of it."""

import re
from html import unescape

from rich.emoji import Emoji

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MORE = "…"

_MENTION = re.compile(r"<@(?P<user>\w+)(?:\|[^>]*)?>")
_MARKED = re.compile(r"<(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_NAMED = re.compile(r":(?P<name>[a-z0-9_+'-]{1,60}):(?::skin-tone-[2-6]:)?")
# Names that Slack gives otherwise than the table of rich.
_OWN_NAMES = {
    "upside_down_face": "🙃",
    "heart_hands": "🫶",
    "face_with_symbols_on_mouth": "🤬",
    "face_vomiting": "🤮",
    "melting_face": "🫠",
    "saluting_face": "🫡",
    "face_with_diagonal_mouth": "🫤",
    "simple_smile": "🙂",
}


def escape(words: str) -> str:
    """Return `words` so that Slack shows them as they are."""
    return words.translate(_ESCAPES)


def clip(words: str, most: int) -> str:
    """Return `words` in at most `most` characters: what is cut off leaves an ellipsis."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}{_MORE}"


def clip_escaped(words: str, most: int) -> str:
    """Return `words` escaped, in at most `most` characters, with no escape cut in two."""
    whole = escape(words)
    if len(whole) <= most:
        return whole
    return escape(words[: _fitting(words, most - 1)].rstrip()) + _MORE


def split_escaped(words: str, most: int, *, pieces: int) -> list[str]:
    """Return `words` escaped in at most `pieces` of at most `most` characters, broken between words."""
    found: list[str] = []
    while words and len(found) < pieces - 1 and len(escape(words)) > most:
        end = _fitting(words, most)
        broken = max(words.rfind("\n", 1, end), words.rfind(" ", 1, end))
        end = broken if broken > end // 2 else end
        found.append(escape(words[:end]))
        words = words[end:].lstrip()
    return [*found, clip_escaped(words, most)] if words else found


def _fitting(words: str, most: int) -> int:
    """Return how many characters of `words` are at most `most` once escaped."""
    length = 0
    for index, sign in enumerate(words):
        length += len(escape(sign))
        if length > most:
            return index
    return len(words)


def plain_words(marked: str) -> str:
    """Return what somebody wrote as they saw it: links, names and emoji in full, mentions left out."""
    return with_emoji(unescape(_MARKED.sub(_shown, marked))).strip()


def lone_mention(marked: str, us: str) -> str | None:
    """Return the mention of somebody but us where a message is nothing else."""
    found = _MENTION.fullmatch(marked.strip())
    return None if found is None or found["user"] == us else f"<@{found['user']}>"


def with_emoji(words: str) -> str:
    """Return `words` with named emoji as characters; unknown names stay as they are."""
    return _NAMED.sub(lambda found: emoji_of(found["name"]) or found[0], words)


def emoji_of(name: str) -> str | None:
    """Return the emoji of a name such as `+1` or `thumbsup::skin-tone-3`; None for one of a team's own."""
    bare = name.partition("::")[0]
    if bare in _OWN_NAMES:
        return _OWN_NAMES[bare]
    code = f":{bare}:"
    found = Emoji.replace(code)
    return None if found == code else found


def _shown(found: re.Match[str]) -> str:
    target, label = found["target"], found["label"]
    if target.startswith("@"):
        return ""
    if target.startswith(("#", "!")):
        return f"{target[0] if label and target[0] == '#' else ''}{label or ''}"
    return label or target.removeprefix("mailto:").removeprefix("tel:")
