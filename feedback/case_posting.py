"""What goes out about a case: its card to the team's room, news beside it, and words to the customer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feedback.case_cards import buttons_of, called, draw_card, enclosed, when
from feedback.case_clocks import Terms, due_of
from feedback.case_events import News, TellCustomer, TellTeam
from feedback.case_records import Case
from feedback.case_words import AFTERCARE, CASES, AftercareKey, CaseKey
from feedback.desk import Desk, House
from feedback.posting import addressed, notice_prompt, post, post_in_passing
from feedback.prompts import CARD, CASE, NEWS, Carried, Choice
from feedback.reachable import reachable_at
from feedback.team import TeamPlace

_NEWS: Mapping[News, CaseKey] = {
    "joined": "news_joined",
    "handed": "news_handed",
    "wrote": "news_wrote",
    "silent": "news_silent",
    "woken": "news_woken",
    "late_reply": "news_late_reply",
    "late_resolve": "news_late_resolve",
    "fixed": "news_fixed",
    "not_fixed": "news_not_fixed",
    "reopened": "news_reopened",
}
"""What the room is told besides the card; that a case was opened the card itself tells."""

_OVERDUE: Mapping[News, CaseKey] = {"late_reply": "news_over_reply", "late_resolve": "news_over_resolve"}
_SHOWS_CARD: frozenset[News] = frozenset({"opened", "handed"})
_FIXED: Mapping[str, AftercareKey] = {"yes": "fixed_yes", "no": "fixed_no"}


def place_of(desk: Desk, team: str | None) -> TeamPlace | None:
    """Return where a team is told things; None where it has no room that we are in."""
    found = desk.snapshot.places.get(team or "")
    return found if found is not None and found.is_there else None


def tell_team(desk: Desk, house: House, case: Case, told: TellTeam, *, terms: Terms, at: datetime) -> Case:
    """Show the case where it is not shown yet, and tell its news; without a room it waits on the list."""
    for place in _places(desk, case, told):
        shown = {(card.channel, card.address) for card in desk.snapshot.cards.get(case.id, ())}
        is_here = (place.channel, place.address) in shown
        if told.news in _SHOWS_CARD or not is_here:
            case = _show(desk, house, case, place, terms=terms)
        if told.news != "opened":
            case = _tell(desk, house, case, told, place, terms=terms, at=at)
    return case


def amend_cards(desk: Desk, house: House, case: Case, *, terms: Terms) -> None:
    """Let every card of a case show how it is now."""
    customer = desk.snapshot.customers.get(case.customer)
    languages = {(each.channel, each.address): each.language for each in desk.snapshot.places.values()}
    for card in desk.snapshot.cards.get(case.id, ()):
        language = languages.get((card.channel, card.address)) or house.active.journey.language
        prompt = draw_card(
            case,
            customer,
            journey=house.active.journey,
            terms=terms,
            language=language,
            prompt=card.prompt,
        )
        item = addressed(
            prompt, channel=card.channel, address=card.address, customer=case.customer, at=desk.now
        )
        desk.post(replace(item, id=f"{card.prompt}~{case.lines}", amends=card.receipt))


def tell_gone(desk: Desk, house: House, customer: str) -> None:
    """Let the cards of a customer who is erased say so: nothing about them is left in any room of ours."""
    languages = {(each.channel, each.address): each.language for each in desk.snapshot.places.values()}
    for case in desk.cases_of(customer):
        for card in desk.snapshot.cards.get(case.id, ()):
            language = languages.get((card.channel, card.address)) or house.active.journey.language
            post_in_passing(
                desk,
                house,
                channel=card.channel,
                address=card.address,
                text=CASES.say("news_gone", language),
                language=language,
                amends=card.receipt,
            )


def tell_customer(desk: Desk, house: House, case: Case, told: TellCustomer) -> Case:
    """Bring what a person of ours writes, marked as a person's, with what came along."""
    language = language_of(desk, house, case)
    name = " ".join(told.by.name.split()) or AFTERCARE.say("someone", language)
    lead = AFTERCARE.say("from_person", language, name=name)
    words = f"{lead}\n\n{_with(told.text, told.attachments, language)}"
    said, _ = say_to_customer(desk, house, case, words, carried=told.attachments)
    return said


def ask_fixed(desk: Desk, house: House, case: Case) -> tuple[Case, str | None]:
    """Ask the customer whether it is fixed; return by which prompt, None where no chat of theirs works."""
    language = language_of(desk, house, case)
    return say_to_customer(
        desk, house, case, AFTERCARE.say("ask_fixed", language), buttons=fixed_buttons(language)
    )


def fixed_buttons(language: str) -> tuple[Choice, ...]:
    """Return the buttons that say whether something is fixed."""
    return tuple(
        Choice(value=value, label=AFTERCARE.say(key, language), spoken=AFTERCARE.say(key, language))
        for value, key in _FIXED.items()
    )


def say_to_customer(
    desk: Desk,
    house: House,
    case: Case,
    words: str,
    *,
    buttons: Sequence[Choice] = (),
    carried: tuple[Carried, ...] = (),
) -> tuple[Case, str | None]:
    """Say something about a case to its customer, in their chat; return it with the prompt's id, if any."""
    customer = desk.snapshot.customers.get(case.customer)
    address = reachable_at(desk, house, customer) if customer else None
    if address is None:
        return case, None
    said = replace(case, prompts=case.prompts + 1)
    language = language_of(desk, house, case)
    prompt = notice_prompt(_prompt_id(said), words, language=language, buttons=buttons, carried=carried)
    post(desk, prompt, channel=address.channel, address=address.address, customer=case.customer)
    return said, prompt.id


def language_of(desk: Desk, house: House, case: Case) -> str:
    """Return the language in which a case's customer is spoken to."""
    customer = desk.snapshot.customers.get(case.customer)
    return (customer.language if customer else None) or house.active.journey.language


def _places(desk: Desk, case: Case, told: TellTeam) -> Iterator[TeamPlace]:
    """Yield where news is told; a team without a room has its cases told to the first that has one."""
    first = next((each for each in desk.snapshot.places.values() if each.is_there), None)
    own = place_of(desk, case.team) or first
    other = place_of(desk, told.team)
    yield from dict.fromkeys(place for place in (own, other) if place is not None)


def _show(desk: Desk, house: House, case: Case, place: TeamPlace, *, terms: Terms) -> Case:
    shown = replace(case, cards=case.cards + 1)
    prompt = draw_card(
        shown,
        desk.snapshot.customers.get(case.customer),
        journey=house.active.journey,
        terms=terms,
        language=place.language or house.active.journey.language,
        prompt=f"{CARD}{case.id}.{shown.cards}",
    )
    post(desk, prompt, channel=place.channel, address=place.address, customer=case.customer)
    return shown


def _tell(
    desk: Desk, house: House, case: Case, told: TellTeam, place: TeamPlace, *, terms: Terms, at: datetime
) -> Case:
    """Tell news in a room; a reply to it goes to the customer. It is sealed and erased as the customer's."""
    language = place.language or house.active.journey.language
    said = replace(case, prompts=case.prompts + 1)
    prompt = notice_prompt(
        _prompt_id(said, NEWS),
        _news(desk, case, told, language, terms=terms, at=at),
        language=language,
        buttons=buttons_of(case, language=language),
        carried=told.attachments,
        wants=f"/case reply {case.id}" if case.is_active else None,
        hears=f"/case reply {case.id}",
    )
    post(desk, prompt, channel=place.channel, address=place.address, customer=case.customer)
    return said


def _news(desk: Desk, case: Case, told: TellTeam, language: str, *, terms: Terms, at: datetime) -> str:
    clock = case.first_reply if told.news == "late_reply" else case.resolve
    due = due_of(clock, terms=terms) if clock else None
    key = _NEWS.get(told.news, "news_joined")
    if due is not None and due <= at:
        key = _OVERDUE.get(told.news, key)
    who = called(desk.snapshot.customers.get(case.customer), language)
    if told.news == "handed" and case.owner is not None and case.owner.name:
        key, who = "news_handed_to", case.owner.name
    head = CASES.say(
        key, language, id=case.id, who=who, when="" if due is None else when(due, terms, language)
    )
    more = _with(told.text, told.attachments, language)
    return f"{head}\n\n{more}" if more else head


def _with(text: str | None, attachments: tuple[Carried, ...], language: str) -> str:
    along = f"[{enclosed(attachments, language)}]" if attachments else ""
    return "\n".join(part for part in (text, along) if part)


def _prompt_id(case: Case, start: str = CASE) -> str:
    return f"{start}{case.id}.{case.prompts}"
