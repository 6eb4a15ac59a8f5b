"""The card of a case: what its team has to know, in neutral words that every channel can show."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from config import formats
from config.emotion import Level
from config.journey import Journey
from feedback.case_clocks import Terms, due_of
from feedback.case_records import Case, CaseReason, Past, Told
from feedback.case_words import AFTERCARE, CASES, EMOTIONS, AftercareKey, CaseKey
from feedback.posting import notice_prompt
from feedback.prompts import AttachmentKind, Carried, Choice, Prompt
from feedback.records import Customer

_MOST_WORDS = 600
"""So many characters of an answer are shown; all of them stand in the case."""

_MOST_FEELINGS = 3
_MOST_SHOWN = 5

_LEVELS: Mapping[Level, CaseKey] = {
    Level.VERY_NEGATIVE: "level_very_negative",
    Level.NEGATIVE: "level_negative",
    Level.NEUTRAL: "level_neutral",
    Level.POSITIVE: "level_positive",
    Level.VERY_POSITIVE: "level_very_positive",
}
_REASONS: Mapping[CaseReason, CaseKey] = {
    "fixed": "reason_fixed",
    "explained": "reason_explained",
    "refunded": "reason_refunded",
    "could_not": "reason_could_not",
    "no_contact": "reason_no_contact",
    "duplicate": "reason_duplicate",
    "other": "reason_other",
}
_SENT: Mapping[AttachmentKind, AftercareKey] = {
    "photo": "sent_photo", "voice": "sent_voice", "file": "sent_file"
}  # fmt: skip
_BUTTONS: Mapping[str, CaseKey] = {
    "claim": "do_claim",
    "reply": "do_reply",
    "snooze": "do_snooze",
    "hand": "do_hand",
    "resolve": "do_resolve",
    "reopen": "do_reopen",
    "release": "do_release",
}


def draw_card(
    case: Case, customer: Customer | None, *, journey: Journey, terms: Terms, language: str, prompt: str
) -> Prompt:
    """Return the card as the case is now; its buttons give commands, and a reply to it is one, too."""
    return notice_prompt(
        prompt,
        card_text(case, customer, journey=journey, terms=terms, language=language),
        language=language,
        buttons=buttons_of(case, language=language),
        wants=f"/case reply {case.id}" if case.is_active else None,
        hears=f"/case reply {case.id}",
    )


def card_text(case: Case, customer: Customer | None, *, journey: Journey, terms: Terms, language: str) -> str:
    """Return what the card says as the case is now."""
    return "\n".join(_lines(case, customer, journey=journey, terms=terms, language=language))


def buttons_of(case: Case, *, language: str) -> tuple[Choice, ...]:
    """Return what can be done about a case now; each button gives a command answered below the card."""
    return tuple(
        Choice(
            value=f"//case {deed} {case.id}",
            label=CASES.say(_BUTTONS[deed], language),
            spoken=CASES.say(_BUTTONS[deed], language),
        )
        for deed in _deeds(case)
    )


def called(customer: Customer | None, language: str) -> str:
    """Return what a team calls a customer: their name, if it is known."""
    name = " ".join(customer.name.split()) if customer and customer.name else ""
    return name or CASES.say("nobody_named", language)


def enclosed(carried: tuple[Carried, ...], language: str) -> str:
    """Say what came along, for whoever cannot be shown it."""
    along = (each.attachment for each in carried)
    return ", ".join(
        AFTERCARE.say(_SENT[each.kind], language) + (f" ({each.name})" if each.name else "") for each in along
    )


def when(at: datetime, terms: Terms, language: str) -> str:
    """Write a moment on the reader's own clock, where it is known, else on the team's."""
    return formats.moment(at.astimezone(terms.shown_in or terms.calendar.zone), language)


def reason_words(reason: CaseReason, language: str) -> str:
    """Say in short how a case ended."""
    return CASES.say(_REASONS[reason], language)


def _deeds(case: Case) -> Iterator[str]:
    if case.is_active:
        if case.state in {"open", "reopened"}:
            yield "claim"
        yield from ("reply", "snooze", "hand", "resolve")
    else:
        yield "reopen"
    if case.is_held:
        yield "release"


def _lines(
    case: Case, customer: Customer | None, *, journey: Journey, terms: Terms, language: str
) -> Iterator[str]:
    head: CaseKey = "head_urgent" if case.is_urgent and not case.is_over else "head"
    yield CASES.say(head, language, id=case.id, who=called(customer, language))
    yield state_words(case, terms, language)
    if case.is_held:
        yield CASES.say("held", language)
    if customer is not None and customer.vetoes:
        yield CASES.say("vetoed", language)
    yield ""
    yield from (_told(each, journey, terms, language) for each in case.told[-_MOST_SHOWN:])
    yield from _asked_for(case, customer, language)
    if case.path:
        path = "; ".join(_past(each, journey, terms, language) for each in case.path)
        yield CASES.say("before", language, path=path)
    yield from _dues(case, terms, language)


def _asked_for(case: Case, customer: Customer | None, language: str) -> Iterator[str]:
    """Yield what a colleague noted who had the customer asked, where it led to this case."""
    about = {each.interaction for each in case.told if each.interaction is not None}
    for note in customer.follow_ups if customer else ():
        if note.text and note.interaction in about:
            name = note.by or AFTERCARE.say("someone", language)
            yield CASES.say("asked_for", language, name=name, note=_quoted(note.text, language))


def state_words(case: Case, terms: Terms, language: str) -> str:
    """Say how far a case is, and who has it."""
    name = (case.owner.name if case.owner else "") or AFTERCARE.say("someone", language)
    reason = CASES.say(_REASONS[case.reason or "other"], language)
    match case.state:
        case "open":
            return CASES.say("state_open", language)
        case "claimed":
            return CASES.say("state_claimed", language, name=name)
        case "snoozed":
            until = when(case.until or case.changed_at, terms, language)
            return CASES.say("state_snoozed", language, name=name, until=until)
        case "waiting":
            return CASES.say("state_waiting", language, name=name)
        case "resolved" | "asked":
            key: CaseKey = "state_resolved" if case.state == "resolved" else "state_asked"
            return CASES.say(key, language, name=name, reason=reason)
        case "reopened":
            return CASES.say("state_reopened", language, name=name)
        case "closed":
            over: CaseKey = "state_closed_fixed" if case.is_fixed else "state_closed"
            return CASES.say(over, language, reason=reason)


def _told(told: Told, journey: Journey, terms: Terms, language: str) -> str:
    said = " ".join(part for part in (told.given, _quoted(told.words, language)) if part)
    feelings = [each for each in _level(told.valence, language) if not _says(told.given, each)]
    feelings += [
        CASES.say(EMOTIONS[each], language) for each in told.emotions[:_MOST_FEELINGS] if each in EMOTIONS
    ]
    feelings += [_theme(each, journey, language) for each in told.themes[:_MOST_FEELINGS]]
    if feelings:
        said += " " + CASES.say("felt", language, feelings=", ".join(feelings))
    at = when(told.at, terms, language)
    if told.touchpoint is None:
        return CASES.say("told_words", language, when=at, said=said)
    place = _place(told.touchpoint, journey, language)
    wording = " ".join((told.wording or "").split())
    return CASES.say("told_answer", language, place=place, when=at, wording=wording, said=said)


def _says(given: str | None, level: str) -> bool:
    """Say whether what was tapped tells the level itself: "1 of 5, very bad"."""
    return given is not None and given.rpartition(", ")[2].casefold() == level.casefold()


def _quoted(words: str | None, language: str) -> str:
    if words is None:
        return ""
    plain = " ".join(words.split())
    return formats.quoted(plain if len(plain) <= _MOST_WORDS else plain[:_MOST_WORDS] + "…", language)


def _past(past: Past, journey: Journey, terms: Terms, language: str) -> str:
    day = formats.day(past.at.astimezone(terms.calendar.zone).date(), language, year=False)
    place = _place(past.touchpoint, journey, language)
    level = next(iter(_level(past.valence, language)), "–")
    return CASES.say("step", language, place=place, day=day, level=level)


def _dues(case: Case, terms: Terms, language: str) -> Iterator[str]:
    clocks: tuple[tuple[CaseKey, datetime | None], ...] = (
        ("due_reply", due_of(case.first_reply, terms=terms) if case.first_reply else None),
        ("due_resolve", due_of(case.resolve, terms=terms) if case.resolve else None),
    )
    for key, due in clocks:
        if due is not None:
            yield CASES.say(key, language, when=when(due, terms, language))


def _level(valence: float | None, language: str) -> Iterator[str]:
    if valence is not None:
        yield CASES.say(_LEVELS[Level.of(valence)], language)


def _place(touchpoint: str, journey: Journey, language: str) -> str:
    found = journey.place(touchpoint)
    return journey.say(found[1].title, language) if found else touchpoint


def _theme(theme: str, journey: Journey, language: str) -> str:
    found = next((each for each in journey.themes if each.id == theme), None)
    return journey.say(found.title, language) if found else theme
