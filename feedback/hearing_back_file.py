"""What customers see in their own data of hearing back, and colleagues of the digests they wanted."""

from collections.abc import Iterator
from typing import Literal

from config import formats
from config.phrases import Phrases
from feedback.dossier import Dossier
from feedback.hearing_back import HearBack
from feedback.json_value import Json
from feedback.schedules import Schedule

HearBackKey = Literal["file_news", "asked", "yes", "no", "told", "digest"]

HEARING_BACK: Phrases[HearBackKey] = Phrases("feedback", "words", "hearing_back")


def news_in_words(dossier: Dossier, language: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the part about it, where there is anything to tell."""
    if dossier.hear_back or dossier.schedules:
        yield HEARING_BACK.say("file_news", language), _lines(dossier, language)


def news_as_json(dossier: Dossier) -> Json:
    """Return all of it, for programs."""
    return {
        "hearing_back": [_note(each) for each in dossier.hear_back],
        "digests": [_schedule(each) for each in dossier.schedules],
    }


def _lines(dossier: Dossier, language: str) -> Iterator[str]:
    for note in dossier.hear_back:
        said = HEARING_BACK.say(note.kind, language, version=note.version, subject=note.subject)
        yield f"{formats.day(note.at.date(), language)} {note.channel}: {said}"
    for each in dossier.schedules:
        said = HEARING_BACK.say("digest", language, rhythm=each.rhythm)
        yield f"{formats.day(each.created_at.date(), language)} {each.channel}: {said}"


def _note(note: HearBack) -> Json:
    return {
        "what": note.kind,
        "about": note.subject or None,
        "at": note.at.isoformat(),
        "channel": note.channel,
        "language": note.language,
        "version": note.version,
        "wording_sha256": note.wording_hash,
    }


def _schedule(each: Schedule) -> Json:
    return {
        "rhythm": each.rhythm,
        "at": f"{each.at:%H:%M}",
        "weekday": each.weekday,
        "day": each.day,
        "timezone": each.timezone,
        "language": each.language,
        "channel": each.channel,
        "in_a_room": each.room is not None,
        "since": each.created_at.isoformat(),
        "sent_at": None if each.sent_at is None else each.sent_at.isoformat(),
    }
