"""First contact: who asks, why, how long it takes, what happens with the answer, and how to stop."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from config import formats
from config.journey import Journey, Survey
from config.phrases import Phrases
from feedback.consents import (
    ConsentNote,
    answer_to,
    hash_of,
    waiting_for_yes,
    was_told,
    was_told_anything,
)
from feedback.desk import Desk, House
from feedback.intake import Ordered
from feedback.posting import post_notice
from feedback.prompts import Choice
from feedback.records import Address, Customer, Timer
from feedback.retention import kept_for
from feedback.spoken import as_command
from feedback.verdict import Candidate
from feedback.wording import say

ConsentKey = Literal[
    "hello", "anew", "why", "use", "length", "end", "may_we", "yes", "no", "agreed", "contact", "kept",
    "about", "file_consent", "file_told", "file_asked", "file_given", "file_stopped", "file_withdrawn",
    "file_id", "file_name", "file_language", "file_zone", "file_yes", "file_no", "file_unasked", "file_since",
]  # fmt: skip
"""Every phrase about who asks, and about consent."""

CONSENT: Phrases[ConsentKey] = Phrases("feedback", "words", "consent")

_EDITION = "1"
"""Counts changes of our own words whose meaning differs: then everybody is told anew."""

_A_QUESTION = timedelta(seconds=20)
"""How long a question takes, about."""

_DIGITS = 12


def introduces(journey: Journey) -> bool:
    """Say whether customers are told who asks: where the company is declared, or the policy wants it."""
    return journey.company is not None or journey.policy.consent in {"notice", "ask"}


def words_version(journey: Journey) -> str:
    """Return the version of the words customers are told: the declared one, or a hash of what they say."""
    company = journey.company
    if company is None:
        said = f"{_EDITION} {journey.title.model_dump_json()}"
    elif company.version is not None:
        return company.version
    else:
        said = f"{_EDITION} {company.model_dump_json(exclude={'version'})}"
    return sha256(said.encode()).hexdigest()[:_DIGITS]


def introduction(journey: Journey, survey: Survey, *, language: str, channel: str, anew: bool = False) -> str:
    """Return what a customer is told before the first question, in `language`."""
    minutes = timedelta(minutes=max(1, round(len(survey.questions) * _A_QUESTION / timedelta(minutes=1))))
    command = as_command("", channel)
    parts = (
        CONSENT.say("anew" if anew else "hello", language, company=company_name(journey, language)),
        *_purpose(journey, language),
        CONSENT.say("length", language, time=formats.length(minutes, language)),
        CONSENT.say("end", language, c=command),
    )
    return " ".join(parts)


def about_privacy(journey: Journey, *, language: str, channel: str) -> str:
    """Return who asks, why, what happens with the answers, and what one can do, for whoever wants to know."""
    contact, text = journey.company.contact if journey.company else None, kept_for(journey, "text")
    is_told = introduces(journey)
    who = CONSENT.say("about", language, company=company_name(journey, language)).replace("..", ".")
    told = (
        *((who, *_purpose(journey, language)) if is_told else (CONSENT.say("why", language),)),
        *((CONSENT.say("kept", language, time=formats.exactly(text, language)),) if text else ()),
        *((CONSENT.say("contact", language, contact=contact),) if contact else ()),
    )
    means = say("privacy_notice", language, c=as_command("", channel))
    return ("\n\n" if is_told else " ").join((" ".join(told), means))


def company_name(journey: Journey, language: str) -> str:
    """Return who asks, as customers know them."""
    return journey.say(journey.company.name if journey.company else journey.title, language)


def _purpose(journey: Journey, language: str) -> tuple[str, str]:
    """Return why we ask, and what happens with an answer."""
    company = journey.company
    why, use = (company.why, company.use) if company else (None, None)
    return (
        journey.say(why, language) if why else CONSENT.say("why", language),
        journey.say(use, language) if use else CONSENT.say("use", language),
    )


def introduce(desk: Desk, house: House, customer: Customer, survey: Survey, to: Address) -> None:
    """Tell a customer who asks, once for each version of the words, and note that."""
    journey, notes = house.active.journey, desk.consents_of(customer.id)
    version = words_version(journey)
    if not introduces(journey) or was_told(notes, version):
        return
    language = customer.language or journey.language
    words = introduction(
        journey, survey, language=language, channel=to.channel, anew=was_told_anything(notes)
    )
    _say(desk, house, customer, to, words, ())
    desk.note_consent(_told(house, desk, customer, to, words, version))


def ask_consent(desk: Desk, house: House, candidate: Candidate, to: Address) -> None:
    """Ask whether we may ask, once for each version of the words; a yes leads to what waits for it."""
    journey, customer, survey = house.active.journey, candidate.customer, candidate.survey
    notes, version = desk.consents_of(customer.id), words_version(journey)
    if survey is None or any(note.kind == "asked" and note.version == version for note in notes):
        return
    language = customer.language or journey.language
    anew = was_told_anything(notes)
    told = introduction(journey, survey, language=language, channel=to.channel, anew=anew)
    words = f"{told} {CONSENT.say('may_we', language)}"
    _say(desk, house, customer, to, words, _buttons(language))
    note = _told(house, desk, customer, to, words, version)
    desk.note_consent(replace(note, kind="asked", interaction=candidate.interaction.id))


def heed_consent(desk: Desk, house: House, customer: Customer, item: Ordered) -> None:
    """Note that a customer agreed or wants no more; what waited for a yes is asked at once."""
    if item.order not in {"start", "stop"}:
        return
    notes = desk.consents_of(customer.id)
    waiting = waiting_for_yes(notes)
    desk.note_consent(
        answer_to(
            notes,
            customer=customer.id,
            kind="given" if item.order == "start" else "stopped",
            channel=item.channel,
            language=customer.language or house.active.journey.language,
            at=item.at,
            new_id=house.new_id,
        )
    )
    if item.order == "start" and waiting is not None and waiting.interaction is not None:
        desk.wake(Timer(id=house.new_id(), kind="ask", subject=waiting.interaction, due_at=desk.now))


def _buttons(language: str) -> tuple[Choice, Choice]:
    yes, no = CONSENT.say("yes", language), CONSENT.say("no", language)
    return Choice(value="/start", label=yes, spoken=yes), Choice(value="/stop", label=no, spoken=no)


def _say(  # noqa: PLR0917 - what is said, to whom and where
    desk: Desk, house: House, customer: Customer, to: Address, words: str, buttons: tuple[Choice, ...]
) -> None:
    post_notice(
        desk,
        house,
        channel=to.channel,
        address=to.address,
        customer=customer.id,
        words=words,
        language=customer.language or house.active.journey.language,
        buttons=buttons,
    )


def _told(  # noqa: PLR0917 - all that a note holds
    house: House, desk: Desk, customer: Customer, to: Address, words: str, version: str
) -> ConsentNote:
    return ConsentNote(
        id=house.new_id(),
        customer=customer.id,
        kind="told",
        version=version,
        channel=to.channel,
        language=customer.language or house.active.journey.language,
        wording_hash=hash_of(words),
        at=desk.now,
    )
