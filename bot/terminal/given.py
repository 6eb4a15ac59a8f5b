"""What people type after an option: a day or a length of time back, and attributes of a customer."""

import re
from datetime import UTC, date, datetime, time

import click

from config.duration import parse_duration
from config.facts import Fact
from config.suggestion import suggest
from config.zones import time_zones
from feedback.clock import SystemClock

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LONGEST = 200
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def a_day(text: str) -> date:
    """Read 2026-05-01, or 30d for the day thirty days ago, in UTC."""
    return _moment(text, hint="write a day (2026-05-01) or how long ago (30d)").date()


def a_moment(text: str) -> datetime:
    """Read 2026-05-01T14:30, 2026-05-01, or 3h for three hours ago; without a zone it is UTC."""
    return _moment(
        text, hint="write a day (2026-05-01), a moment (2026-05-01T14:30) or how long ago (3h, 30d)"
    )


def an_attribute(text: str) -> tuple[str, Fact]:
    """Read NAME=VALUE; a value is true or false, a number, and otherwise words."""
    name, mark, word = text.partition("=")
    if not mark or not _NAME.fullmatch(name):
        raise click.BadParameter(f'"{text}" is no attribute; write name=value, such as country=DE')
    return name, _fact(word)


def an_id(text: str) -> str:
    """Read somebody's own id of a customer or an event: what the API takes, and no more."""
    if not text.strip() or not text.isprintable() or len(text) > _LONGEST:
        raise click.BadParameter(f"an id has 1 to {_LONGEST} letters that can be printed")
    return text


def a_campaign(text: str) -> str:
    """Read the id of a campaign, as a journey file has it."""
    if not _SLUG.fullmatch(text):
        fix = "write its id: small letters, digits, - and _, such as spring_mail"
        raise click.BadParameter(f'"{text}" is no campaign; {fix}')
    return text


def a_language(text: str) -> str:
    """Read the tag of a language."""
    if not _TAG.fullmatch(text):
        raise click.BadParameter(f'"{text}" is no language; write its tag, such as en, de or pt-BR')
    return text


def a_zone(text: str) -> str:
    """Read the name of a time zone."""
    zones = time_zones()
    if text not in zones:
        fix = suggest(text, zones, otherwise="write for example Europe/Berlin")
        raise click.BadParameter(f'"{text}" is no time zone; {fix}')
    return text


def read_moment(text: str, *, now: datetime) -> datetime:
    """Return the moment `text` means at `now`; ValueError says what is wrong with one that means none."""
    if _DAY.fullmatch(text):
        return datetime.combine(_iso(text).date(), time(), tzinfo=UTC)
    if _DAY.match(text):
        moment = _iso(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    try:
        return now - parse_duration(text)
    except ValueError:
        raise ValueError(f'"{text}" is no time') from None


def _moment(text: str, *, hint: str) -> datetime:
    try:
        return read_moment(text, now=SystemClock().now())
    except ValueError as error:
        raise click.BadParameter(f"{error}; {hint}") from None


def _fact(word: str) -> Fact:
    if word.casefold() in {"true", "false"}:
        return word.casefold() == "true"
    if _NUMBER.fullmatch(word):
        return float(word) if "." in word else int(word)
    return word


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not in the calendar') from None
