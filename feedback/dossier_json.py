"""What is kept about a customer, for programs."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from config.rules import Fact
from feedback.case_dossier import cases_as_json, own_messages
from feedback.consents import ConsentNote
from feedback.dossier import Dossier, along, masked
from feedback.filetypes import type_of
from feedback.hearing_back_file import news_as_json
from feedback.json_value import Json
from feedback.mention import Mention
from feedback.records import (
    Address,
    Answer,
    Asked,
    Decision,
    Enclosure,
    InboxItem,
    OutboxItem,
    Scored,
    Session,
)
from feedback.sent_photos import is_photo

FORMAT = "aftertouch-mydata-1"

_SHORTEST_PART = 4
"""Shorter pieces of an address than this stand in texts by chance."""


def machine_readable(dossier: Dossier, *, at: datetime) -> str:
    """Return everything as JSON; addresses are masked wherever they stand."""
    scores, sent = _by_answer(dossier.scores), along(dossier.enclosures)
    hide = [each.address for each in dossier.addresses]
    content: Json = {
        "format": FORMAT,
        "made_at": _time(at),
        "you": _you(dossier),
        "addresses": [_address(each) for each in dossier.addresses],
        "interactions": [_interaction(dossier, each.id) for each in dossier.interactions],
        "messages": [_message(each, hide) for each in own_messages(dossier)],
        "answers": [_answer(dossier, each, scores[each.id], sent[each.id]) for each in dossier.answers],
        "cases": cases_as_json(dossier),
        "consents": [_consent(each) for each in dossier.consents],
        "news": news_as_json(dossier),
        "heard": [_heard(each, hide) for each in dossier.heard],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _consent(note: ConsentNote) -> Json:
    return {
        "what": note.kind,
        "at": _time(note.at),
        "channel": note.channel,
        "language": note.language,
        "version": note.version,
        "wording_sha256": note.wording_hash,
    }


def _you(dossier: Dossier) -> Json:
    customer = dossier.customer
    return {
        "id": customer.external_id,
        "name": customer.name,
        "language": customer.language,
        "timezone": customer.timezone,
        "attributes": {name: _fact(value) for name, value in customer.attributes.items()},
        "consent": customer.consent,
        "stopped_at": _time_or_none(customer.stopped_at),
        "paused_until": _time_or_none(customer.paused_until),
        "asked_on": customer.preferred,
        "may_fall_back": customer.may_fall_back,
        "is_apart": customer.is_apart,
        "asked_before": [_asked(each) for each in customer.asked_before],
        "not_to_be_asked": [
            {"touchpoint": each.touchpoint, "at": _time(each.at), "why": each.why} for each in customer.vetoes
        ],
        "asked_for_by_colleagues": [
            {"interaction": each.interaction, "at": _time(each.at), "note": each.text}
            for each in customer.follow_ups
        ],
        "known_since": _time(customer.created_at),
    }


def _asked(asked: Asked) -> Json:
    return {
        "survey": asked.survey,
        "journey": asked.journey,
        "stage": asked.stage,
        "touchpoint": asked.touchpoint,
        "at": _time(asked.at),
        "answered": asked.answered,
        "open": asked.open,
    }


def _address(address: Address) -> Json:
    return {
        "channel": address.channel,
        "address": masked(address.address),
        "known_since": _time(address.created_at),
        "gone_since": _time_or_none(address.gone_at),
    }


def _interaction(dossier: Dossier, interaction: str) -> Json:
    (found,) = (each for each in dossier.interactions if each.id == interaction)
    return {
        "source": found.source,
        "source_id": found.source_id,
        "touchpoint": found.touchpoint,
        "occurred_at": _time(found.occurred_at),
        "received_at": _time(found.received_at),
        "imported": found.imported,
        "campaign": found.campaign,
        "decisions": [_decision(each) for each in dossier.decisions if each.interaction == interaction],
        "surveys": [_survey(each) for each in dossier.sessions if each.interaction == interaction],
    }


def _survey(session: Session) -> Json:
    return {
        "survey": session.survey,
        "state": session.state,
        "channel": session.channel,
        "moved_from": session.moved_from,
        "language": session.language,
        "started_at": _time(session.started_at),
        "expires_at": _time(session.expires_at),
        "finished_at": _time_or_none(session.finished_at),
        "reminders": session.reminders,
    }


def _decision(decision: Decision) -> Json:
    return {
        "at": _time(decision.decided_at),
        "outcome": decision.outcome,
        "reason": decision.reason,
        "facts": {name: _fact(value) for name, value in decision.facts.items()},
    }


def _message(item: OutboxItem, hide: Sequence[str]) -> Json:
    return {
        "channel": item.channel,
        "state": item.state,
        "created_at": _time(item.created_at),
        "settled_at": _time_or_none(item.settled_at),
        "text": _hidden(item.prompt.text, hide),
        "choices": [choice.label for choice in item.prompt.shape.choices],
        "files": [document.name for document in item.prompt.documents],
    }


def _answer(
    dossier: Dossier, answer: Answer, scores: Sequence[Scored], enclosures: Sequence[Enclosure]
) -> Json:
    return {
        "answered_at": _time(answer.answered_at),
        "channel": answer.channel,
        "touchpoint": answer.touchpoint,
        "question": answer.wording,
        "revision": answer.revision,
        "replaced": answer.id in dossier.superseded,
        "skipped": answer.skipped,
        "value": answer.value,
        "choices": list(answer.choices),
        "text": answer.text,
        "scores": [_score(each) for each in scores],
        "attachments": [_enclosure(each) for each in enclosures],
    }


def _score(scored: Scored) -> Json:
    score = scored.score
    return {
        "scorer": score.scorer,
        "version": score.version,
        "scored_at": _time(scored.scored_at),
        "label": score.label,
        "valence": score.valence,
        "emotions": dict(score.emotions) if score.emotions is not None else None,
        "themes": dict(score.themes) if score.themes is not None else None,
        "evidence": list(score.evidence),
        "mentions": [_mention(each) for each in score.mentions],
    }


def _mention(mention: Mention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "theme": mention.theme,
        "valence": mention.valence,
        "is_negative": mention.is_negative,
    }


def _enclosure(enclosure: Enclosure) -> Json:
    return {
        "id": enclosure.id,
        "kind": enclosure.kind,
        "type": enclosure.mime,
        "bytes": enclosure.size,
        "seconds": enclosure.seconds,
        "name": enclosure.name,
        "state": enclosure.state,
    }


def _heard(item: InboxItem, hide: Sequence[str]) -> Json:
    return {
        "channel": item.channel,
        "received_at": _time(item.received_at),
        "raw": _raw(item, hide),
    }


def _raw(item: InboxItem, hide: Sequence[str]) -> str:
    """Return a message as it came; a photo by its type and size, for no text holds it."""
    if is_photo(item.key):
        return f"photo, {type_of(item.payload)}, {len(item.payload)} bytes"
    return _hidden(item.payload.decode("utf-8", "replace"), [*hide, item.address])


def _by_answer(scores: Iterable[Scored]) -> Mapping[str, Sequence[Scored]]:
    found: defaultdict[str, list[Scored]] = defaultdict(list)
    for each in scores:
        found[each.answer].append(each)
    return found


def _hidden(text: str, addresses: Iterable[str]) -> str:
    """Mask addresses, and their parts, where they stand in a text."""
    for address in addresses:
        for part in sorted({address, *address.split("/")}, key=len, reverse=True):
            text = text.replace(part, masked(part)) if len(part) > _SHORTEST_PART else text
    return text


def _fact(value: Fact) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _time(moment: datetime) -> str:
    return moment.isoformat()


def _time_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
