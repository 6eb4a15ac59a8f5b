"""What is kept about a customer, as two files for them: one to read, one for programs."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from config import formats
from config.rules import Fact
from feedback.case_dossier import cases_as_json, cases_in_words, own_messages
from feedback.case_words import CASES
from feedback.consents import ConsentKind, ConsentNote
from feedback.dossier import Dossier
from feedback.hearing_back_file import news_as_json, news_in_words
from feedback.introducing import CONSENT, ConsentKey
from feedback.json_value import Json
from feedback.mention import Mention
from feedback.prompts import Document
from feedback.records import (
    Address,
    Answer,
    Asked,
    Consent,
    Customer,
    Decision,
    Enclosure,
    InboxItem,
    OutboxItem,
    Scored,
    Session,
)
from feedback.spoken import chat_name
from feedback.wording import TALK, say

FORMAT = "aftertouch-mydata-1"

_SHOWN_OF_ADDRESS = 2
_SHORTEST_PART = 4
"""Shorter pieces of an address than this stand in texts by chance."""


def documents_of(dossier: Dossier, *, title: str, language: str, at: datetime) -> tuple[Document, ...]:
    """Return the file to read, in `language`, and the file for programs; `title` is the company's journey."""
    return (
        Document(
            name="mydata.txt", mime="text/plain", text=readable(dossier, title=title, language=language)
        ),
        Document(name="mydata.json", mime="application/json", text=machine_readable(dossier, at=at)),
    )


def masked(address: str) -> str:
    """Return an address as it is shown: its end alone, enough to tell one's own accounts apart."""
    return f"…{address[-_SHOWN_OF_ADDRESS:]}" if len(address) > 2 * _SHOWN_OF_ADDRESS else "…"


def machine_readable(dossier: Dossier, *, at: datetime) -> str:
    """Return everything as JSON; addresses are masked wherever they stand."""
    scores, sent = _by_answer(dossier.scores), _along(dossier.enclosures)
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


def readable(dossier: Dossier, *, title: str, language: str) -> str:
    """Return everything a person wants to know, in their language, under headings."""
    customer = dossier.customer
    sections = (
        (say("file_you", language), (*_lines_about(customer, language), *_wishes(customer, language))),
        (say("file_addresses", language), _places(dossier)),
        (say("file_visits", language), _visits(dossier)),
        (say("file_messages", language), _said(dossier)),
        (say("file_answers", language), _answers(dossier, language)),
        (say("file_enclosures", language), _enclosed(dossier.enclosures)),
        *_cases(dossier, language),
        *_consents(dossier, language),
        *news_in_words(dossier, language),
    )  # fmt: skip
    head = say("file_title", language, title=title)
    blocks = [f"{head}\n{'=' * len(head)}"]
    for name, lines in sections:
        told = "\n".join(f"- {_on_one_line(line)}" for line in lines) or f"- {say('file_nothing', language)}"
        blocks.append(f"{name}\n{'-' * len(name)}\n{told}")
    blocks.append(say("file_raw", language, count=len(dossier.heard)))
    return "\n\n".join(blocks) + "\n"


def _cases(dossier: Dossier, language: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the part about cases, which only few customers ever have."""
    if dossier.cases:
        yield CASES.say("file_cases", language), cases_in_words(dossier, language)


_CONSENTS: Mapping[ConsentKind, ConsentKey] = {
    "told": "file_told",
    "asked": "file_asked",
    "given": "file_given",
    "stopped": "file_stopped",
    "withdrawn": "file_withdrawn",
}


def _consents(dossier: Dossier, language: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the part about who asks and what they said to it, where anything was said."""
    if dossier.consents:
        lines = (
            f"{_day(each.at)} {each.channel}: "
            + CONSENT.say(_CONSENTS[each.kind], language, version=each.version)
            for each in dossier.consents
        )
        yield CONSENT.say("file_consent", language), lines


def _consent(note: ConsentNote) -> Json:
    return {
        "what": note.kind,
        "at": _time(note.at),
        "channel": note.channel,
        "language": note.language,
        "version": note.version,
        "wording_sha256": note.wording_hash,
    }


def count_of(enclosures: Iterable[Enclosure]) -> str:
    """Say how many of which kind were sent along: never what they hold."""
    counts = Counter(each.kind for each in enclosures)
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items()))


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
        "raw": _hidden(item.payload.decode("utf-8", "replace"), [*hide, item.address]),
    }


_AGREED: Mapping[Consent, ConsentKey] = {
    "given": "file_yes",
    "withdrawn": "file_no",
    "unknown": "file_unasked",
}


def _lines_about(customer: Customer, language: str) -> Iterator[str]:
    """Yield who they are to the company, in their language."""
    if customer.external_id is not None:
        yield CONSENT.say("file_id", language, id=customer.external_id)
    if customer.name is not None:
        yield CONSENT.say("file_name", language, name=customer.name)
    if customer.language is not None:
        yield CONSENT.say("file_language", language, language=_own_name(customer.language))
    if customer.timezone is not None:
        yield CONSENT.say("file_zone", language, zone=customer.timezone)
    yield from (f"{name}: {value}" for name, value in customer.attributes.items())
    yield CONSENT.say(_AGREED[customer.consent], language)
    yield CONSENT.say("file_since", language, day=formats.day(customer.created_at.date(), language))


def _own_name(tag: str) -> str:
    """Return what a language calls itself, where we speak it."""
    return say("language_name", tag) if tag.partition("-")[0] in TALK.languages else tag


def _wishes(customer: Customer, language: str) -> Iterator[str]:
    """Yield how they want to be treated, as far as that is kept."""
    if customer.stopped_at is not None:
        yield say("file_stopped", language, day=formats.moment(customer.stopped_at, language))
    if customer.paused_until is not None:
        yield say("file_paused", language, day=formats.moment(customer.paused_until, language))
    if customer.preferred is None:
        yield say("file_chat_newest", language)
    else:
        yield say("file_chat", language, chat=chat_name(customer.preferred, language))
    yield say("file_falls_back" if customer.may_fall_back else "file_stays", language)
    if customer.is_apart:
        yield say("file_apart", language)
    if customer.asked_before:
        yield say("file_asked_before", language, count=len(customer.asked_before))


def _places(dossier: Dossier) -> Iterator[str]:
    return (f"{each.channel} {masked(each.address)}" for each in dossier.addresses)


def _visits(dossier: Dossier) -> Iterator[str]:
    for each in dossier.interactions:
        yield f"{_day(each.occurred_at)} {each.touchpoint} ({each.source})"


def _said(dossier: Dossier) -> Iterator[str]:
    for item in own_messages(dossier):
        if item.amends is None:
            yield f"{_day(item.created_at)} {item.channel}: {item.prompt.text}"


def _answers(dossier: Dossier, language: str) -> Iterator[str]:
    sent = _along(dossier.enclosures)
    for each in dossier.answers:
        most = f" / {each.scale.high:g}" if each.scale else ""
        given = [f"{each.value:g}{most}"] if each.value is not None else []
        given += [", ".join(each.choices)] if each.choices and each.value is None else []
        given += [each.text] if each.text is not None else []
        given += [count_of(sent[each.id])] if sent[each.id] else []
        given += [f"({say('file_skipped', language)})"] if each.skipped else []
        given += [f"({say('file_replaced', language)})"] if each.id in dossier.superseded else []
        yield f"{_day(each.answered_at)} {each.wording} {' '.join(given)}"


def _enclosed(enclosures: Iterable[Enclosure]) -> Iterator[str]:
    for each in enclosures:
        told = [each.kind, each.name, each.mime, None if each.size is None else f"{each.size} bytes"]
        yield f"{_day(each.created_at)} {', '.join(part for part in told if part)} ({each.state}), {each.id}"


def _by_answer(scores: Iterable[Scored]) -> Mapping[str, Sequence[Scored]]:
    found: defaultdict[str, list[Scored]] = defaultdict(list)
    for each in scores:
        found[each.answer].append(each)
    return found


def _along(enclosures: Iterable[Enclosure]) -> Mapping[str, Sequence[Enclosure]]:
    found: defaultdict[str, list[Enclosure]] = defaultdict(list)
    for each in enclosures:
        found[each.answer].append(each)
    return found


def _hidden(text: str, addresses: Iterable[str]) -> str:
    """Mask addresses, and their parts, where they stand in a text."""
    for address in addresses:
        for part in sorted({address, *address.split("/")}, key=len, reverse=True):
            text = text.replace(part, masked(part)) if len(part) > _SHORTEST_PART else text
    return text


def _on_one_line(line: str) -> str:
    return " ".join(line.split())


def _fact(value: Fact) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _time(moment: datetime) -> str:
    return moment.isoformat()


def _time_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
