"""What goes when somebody is erased, and what is out of reach: the receipt they get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from config import formats
from config.phrases import Phrases

ErasureKey = Literal["receipt", "receipt_files"]
"""Every phrase of a receipt."""

ERASURE: Phrases[ErasureKey] = Phrases("feedback", "words", "erasure")

_MOST_FILES = 5
"""How many files a receipt names; of more it says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is kept of somebody now, by table, and files with words of theirs that others were sent."""

    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def receipt(leaving: Leaving, *, language: str, at: datetime) -> str:
    """Return what was erased, and which files others were sent before: those are out of our reach."""
    rows = leaving.rows
    lines = [
        ERASURE.say(
            "receipt",
            language,
            moment=formats.moment(at, language),
            answers=rows.get("answer", 0),
            messages=rows.get("outbox", 0) + rows.get("inbox", 0),
            files=rows.get("content", 0),
            cases=rows.get("support_case", 0),
        )
    ]
    if leaving.files:
        named = list(leaving.files[:_MOST_FILES])
        more = len(leaving.files) - len(named)
        shown = formats.names([*named, *([f"+{more}"] if more else [])], language)
        lines.append(ERASURE.say("receipt_files", language, files=shown))
    return "\n".join(lines)
