"""What a customer can have of their cases: when, what they said and were told, and what became of it.

Which of our people it was is not among it: a name stands in the messages that person wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from config import formats
from feedback.case_records import Case, CaseLine, CaseLineKind, Told
from feedback.case_words import AFTERCARE, AftercareKey
from feedback.dossier import Dossier
from feedback.json_value import Json
from feedback.prompts import case_of
from feedback.records import OutboxItem

_IN_WORDS: Mapping[CaseLineKind, AftercareKey] = {
    "opened": "file_opened",
    "replied": "file_replied",
    "wrote": "file_wrote",
    "resolved": "file_resolved",
    "fixed": "file_fixed",
    "not_fixed": "file_not_fixed",
    "reopened": "file_reopened",
    "closed": "file_closed",
}
"""What is told in the file to read; the file for programs has all of it."""


def own_messages(dossier: Dossier) -> Iterator[OutboxItem]:
    """Yield what was said to the customer; what a team was told about their case is no message to them."""
    own = {(each.channel, each.address) for each in dossier.addresses}
    for item in dossier.messages:
        if case_of(item.prompt.id) is None or (item.channel, item.address) in own:
            yield item


def cases_as_json(dossier: Dossier) -> Sequence[Json]:
    """Return every case with its whole story."""
    return [
        _case(case, [each for each in dossier.case_lines if each.case == case.id]) for case in dossier.cases
    ]


def cases_in_words(dossier: Dossier, language: str) -> Iterator[str]:
    """Yield what happened in cases, a line each."""
    for line in dossier.case_lines:
        if (key := _IN_WORDS.get(line.kind)) is not None:
            said = AFTERCARE.say(key, language, id=line.case, text=line.text or "").strip(" :–")
            yield f"{formats.moment(line.at, language)} {said}"


def _case(case: Case, lines: Sequence[CaseLine]) -> Json:
    return {
        "id": case.id,
        "opened_at": case.opened_at.isoformat(),
        "team": case.team,
        "state": case.state,
        "causes": list(case.causes),
        "urgent": case.is_urgent,
        "held": case.is_held,
        "reason": case.reason,
        "replied_at": _time(case.replied_at),
        "resolved_at": _time(case.resolved_at),
        "closed_at": _time(case.closed_at),
        "reopened": case.reopened,
        "fixed": case.is_fixed,
        "felt_before": case.before,
        "felt_after": case.after,
        "told": [_told(each) for each in case.told],
        "story": [_line(each) for each in lines],
    }


def _told(told: Told) -> Json:
    return {
        "at": told.at.isoformat(),
        "touchpoint": told.touchpoint,
        "question": told.wording,
        "given": told.given,
        "words": told.words,
        "valence": told.valence,
        "emotions": list(told.emotions),
        "themes": list(told.themes),
    }


def _line(line: CaseLine) -> Json:
    return {
        "at": line.at.isoformat(),
        "what": line.kind,
        "text": line.text,
        "attachments": [each.attachment.kind for each in line.attachments],
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
