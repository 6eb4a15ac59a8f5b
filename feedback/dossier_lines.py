"""What is kept about a customer, for themselves to read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from config import formats
from feedback.case_dossier import cases_in_words, own_messages
from feedback.case_words import AFTERCARE
from feedback.consents import ConsentKind
from feedback.dossier import Dossier, along, masked
from feedback.hearing_back_file import news_in_words
from feedback.introducing import CONSENT, ConsentKey
from feedback.records import (
    Consent,
    Customer,
    Enclosure,
)
from feedback.spoken import chat_name
from feedback.wording import TALK, say


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
        yield AFTERCARE.say("file_cases", language), cases_in_words(dossier, language)


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


def count_of(enclosures: Iterable[Enclosure]) -> str:
    """Say how many of which kind were sent along: never what they hold."""
    counts = Counter(each.kind for each in enclosures)
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items()))


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
    sent = along(dossier.enclosures)
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


def _on_one_line(line: str) -> str:
    return " ".join(line.split())


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
