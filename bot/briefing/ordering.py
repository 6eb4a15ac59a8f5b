"""What somebody wants of digests, read from their words: when, until what hour, or what of an alarm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal

from config.journey import QuietHours
from feedback.schedules import Rhythm

Deed = Literal["show", "now", "set", "off", "quiet", "ack", "mute", "unmute"]

USUAL_AT = time(8)
USUAL_MUTE = timedelta(days=14)
_LONGEST_MUTE = 366

_DEEDS: Mapping[str, Deed] = {
    "now": "now", "jetzt": "now", "sofort": "now",
    "off": "off", "stop": "off", "none": "off", "aus": "off", "ab": "off", "nie": "off",
    "quiet": "quiet", "ruhe": "quiet",
    "ack": "ack", "acknowledge": "ack", "seen": "ack", "gesehen": "ack",
    "mute": "mute", "stumm": "mute",
    "unmute": "unmute", "laut": "unmute",
}  # fmt: skip
_RHYTHMS: Mapping[str, Rhythm] = {
    "daily": "daily", "day": "daily", "täglich": "daily", "taeglich": "daily", "tag": "daily",
    "weekly": "weekly", "week": "weekly", "wöchentlich": "weekly", "woechentlich": "weekly",
    "woche": "weekly",
    "monthly": "monthly", "month": "monthly", "monatlich": "monthly", "monat": "monthly",
}  # fmt: skip
_WEEKDAYS: Sequence[frozenset[str]] = tuple(
    frozenset(names.split())
    for names in (
        "monday mon mo montag",
        "tuesday tue tues tu dienstag di",
        "wednesday wed we mittwoch mi",
        "thursday thu thurs th donnerstag do",
        "friday fri fr freitag",
        "saturday sat samstag sa sonnabend",
        "sunday sun sonntag so",
    )
)
_FILLING = frozenset(
    {
        "every", "each", "on", "the", "of", "for", "jeden", "jede", "jedes", "am", "der", "den", "im", "in",
        "o'clock", "uhr", "day", "tages", "digest", "me", "us", "uns", "mir",
    }
)  # fmt: skip
_AT = frozenset({"at", "um"})
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_HOURS = re.compile(r"(\d{1,2}(?::\d{2})?)\s*(?:-|–|to|bis)\s*(\d{1,2}(?::\d{2})?)")
_LENGTH = re.compile(r"(\d{1,3})\s*([dwm]|days?|weeks?|months?|tage?n?|wochen?|monate?n?)")
_LENGTHS = {"d": 1, "t": 1, "w": 7, "m": 30}
_HALF_A_DAY, _HOURS_A_DAY, _MINUTES_AN_HOUR = 12, 24, 60
_MOST_DAYS = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted; `stage` is what somebody called one, `length` how long it is to be muted."""

    deed: Deed
    rhythm: Rhythm = "weekly"
    at: time = USUAL_AT
    weekday: int = 0
    day: int = 1
    quiet: QuietHours | None = None
    stage: str = ""
    length: timedelta = USUAL_MUTE


def read(words: str) -> Wish | str:
    """Return what is wanted, or the word that was not understood."""
    said = " ".join(words.split())
    first, _, rest = said.casefold().partition(" ")
    if not said:
        return Wish(deed="show")
    deed = _DEEDS.get(first)
    if deed in {"ack", "mute", "unmute"}:
        return _of_alarm(deed, said.partition(" ")[2])
    if deed == "quiet":
        return _quiet(rest)
    if deed is not None:
        return rest or Wish(deed=deed)
    return _set(said.casefold().split())


def _of_alarm(deed: Deed | None, rest: str) -> Wish | str:
    found = _LENGTH.search(rest.casefold()) if deed == "mute" else None
    stage = rest[: found.start()] if found else rest
    stage = re.sub(r"\b(for|für|until)\s*$", "", stage.strip(), flags=re.IGNORECASE).strip()
    if not stage or deed is None:
        return rest or "…"
    days = int(found[1]) * _LENGTHS[found[2][0]] if found else USUAL_MUTE.days
    return Wish(deed=deed, stage=stage, length=timedelta(days=max(1, min(days, _LONGEST_MUTE))))


def _quiet(rest: str) -> Wish | str:
    found = _HOURS.fullmatch(rest)
    if rest in {"off", "aus"}:
        return Wish(deed="quiet")
    start, end = (_time(part) for part in found.groups()) if found else (None, None)
    if start is None or end is None:
        return rest or "…"
    return Wish(deed="quiet", quiet=QuietHours(start=start, end=end))


def _set(words: list[str]) -> Wish | str:
    """Read a rhythm with its day and hour, in any order."""
    rhythm: Rhythm | None = None
    weekday: int | None = None
    day: int | None = None
    at: time | None = None
    is_hour = False
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        named = next((number for number, names in enumerate(_WEEKDAYS) if word.strip(",") in names), None)
        if word in _AT:
            is_hour = True
        elif word in _RHYTHMS and rhythm is None:
            rhythm = _RHYTHMS[word]
        elif named is not None and weekday is None:
            weekday = named
        elif (
            (found := _day(word))
            and rhythm == "monthly"
            and day is None
            and not is_hour
            and following != "uhr"
        ):
            day = found
        elif (hour := _time(word + following if following in {"am", "pm"} else word)) and at is None:
            at, is_hour = hour, False
        elif word not in _FILLING and word not in {"am", "pm"}:
            return word
    if rhythm is None and weekday is None:
        return " ".join(words)
    return Wish(deed="set", rhythm=rhythm or "weekly", at=at or USUAL_AT, weekday=weekday or 0, day=day or 1)


def _day(word: str) -> int | None:
    found = _DAY.fullmatch(word)
    return int(found[1]) if found and 1 <= int(found[1]) <= _MOST_DAYS else None


def _time(word: str) -> time | None:
    found = _TIME.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if found[3] == "pm" else 0)
    is_one = hour < _HOURS_A_DAY and minute < _MINUTES_AN_HOUR
    return time(hour, minute) if is_one else None
