"""What customers wish for: no more questions, a pause, another language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from config import formats
from config.duration import parse_duration
from config.journey import Journey
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.events import Event, Respoken, Stopped
from feedback.forgetting import ask_to_forget, say_in_passing
from feedback.handing_out import hand_out
from feedback.intake import Heeded, Order, Ordered
from feedback.introducing import CONSENT, about_privacy, heed_consent
from feedback.posting import post_in_passing, post_notice
from feedback.prompts import Choice
from feedback.records import Customer
from feedback.session import step
from feedback.spoken import as_command
from feedback.wording import TALK, say

_USUAL_PAUSE = timedelta(days=30)


def obey(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Do what the customer wants, at once, and say so."""
    customer = desk.customer_at(item.channel, item.address)
    if item.order in {"mydata", "forget"}:
        return _about_their_data(desk, house, item, customer)
    if customer is None:
        return _tell_stranger(desk, house, item)
    if item.order == "privacy":
        return _inform(desk, house, item, customer)
    if item.order == "language" and not _is_spoken(house.active.journey, item.argument):
        return _ask_language(desk, house, item, customer)
    changed, words = _ORDERS[item.order](customer, item)
    if changed != customer:
        desk.keep_customer(changed)
    _tell(desk, house, item, changed, words)
    heed_consent(desk, house, changed, item)
    event = _heard_by_sessions(changed, item)
    if isinstance(event, Stopped):
        desk.drop_news(changed.id)
    for session in desk.open_sessions(changed.id) if event else ():
        plan = plan_of(session, changed, house)
        if plan is not None and event is not None:
            after, effects = step(session, event, plan=plan)
            carry_out(desk, house, session, after, effects, plan=plan)
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def _tell_stranger(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Say to whom we do not know that there is nothing to order; in a room it may be meant for others."""
    desk.changes.inbox_done.append((item.channel, item.key, None, None))
    if item.room is None:
        journey = house.active.journey
        text = say("nothing_kept", journey.language)
        if item.order == "privacy":
            about = about_privacy(journey, language=journey.language, channel=item.channel)
            text = f"{about}\n\n{text}"
        post_in_passing(
            desk, house, channel=item.channel, address=item.address, text=text, language=journey.language
        )
    return Heeded(heed="unknown")


def _inform(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    """Say who asks, and what can be done about it."""
    words = about_privacy(house.active.journey, language=_language(customer), channel=item.channel)
    _tell(desk, house, item, customer, words)
    return _answered(desk, item, customer)


def _ask_language(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    """Ask which of our languages it shall be, where none of them was named."""
    journey = house.active.journey
    own = [tag for tag in journey.languages or (journey.language,) if tag in TALK.languages]
    named = [(tag, say("language_name", tag)) for tag in own]
    buttons = [Choice(value=f"/language {tag}", label=name, spoken=name) for tag, name in named]
    _tell(desk, house, item, customer, say("language_which", _language(customer)), buttons)
    return _answered(desk, item, customer)


def _is_spoken(journey: Journey, tag: str | None) -> bool:
    """Say whether we, or at least the questions, speak a language."""
    known = {each.partition("-")[0] for each in (*TALK.languages, *journey.languages, journey.language)}
    return tag is not None and tag.casefold().partition("-")[0] in known


def _answered(desk: Desk, item: Ordered, customer: Customer) -> Heeded:
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def _about_their_data(desk: Desk, house: House, item: Ordered, customer: Customer | None) -> Heeded:
    """Hand out what is kept, or ask whether to erase it; of a stranger nothing is kept, not even this."""
    if customer is None:
        desk.changes.inbox_done.append((item.channel, item.key, None, None))
        say_in_passing(
            desk,
            house,
            channel=item.channel,
            address=item.address,
            words="nothing_kept",
            language=house.active.journey.language,
        )
        return Heeded(heed="unknown")
    if item.order == "forget":
        return ask_to_forget(desk, house, item, customer)
    return hand_out(desk, house, item, customer)


def _tell(  # noqa: PLR0917 - what is said, to whom, and on which occasion
    desk: Desk,
    house: House,
    item: Ordered,
    customer: Customer,
    words: str,
    buttons: Sequence[Choice] = (),
) -> None:
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=words,
        language=_language(customer),
        buttons=buttons,
    )


def _heard_by_sessions(customer: Customer, item: Ordered) -> Event | None:
    """Return what a wish means to talks under way; starting again or asking means nothing to them."""
    match item.order:
        case "stop" | "pause":
            return Stopped(at=item.at)
        case "language":
            return Respoken(language=_language(customer), at=item.at)
        case "start" | "privacy" | "mydata" | "forget" | "help" | "link" | "channels" | "team":
            return None


def _stop(customer: Customer, item: Ordered) -> tuple[Customer, str]:
    stopped = replace(customer, stopped_at=customer.stopped_at or item.at)
    return stopped, say("stopped", _language(customer), c=as_command("", item.channel))


def _start(customer: Customer, item: Ordered) -> tuple[Customer, str]:
    willing = replace(customer, stopped_at=None, paused_until=None, consent="given")
    language = _language(customer)
    if customer.stopped_at or customer.paused_until:
        return willing, say("resumed", language)
    return willing, CONSENT.say("agreed", language, c=as_command("", item.channel))


def _pause(customer: Customer, item: Ordered) -> tuple[Customer, str]:
    until = item.at + _length(item.argument)
    paused = replace(customer, paused_until=until)
    language = _language(customer)
    return paused, say("paused", language, until=formats.day(until.date(), language))


def _length(argument: str | None) -> timedelta:
    try:
        return parse_duration(argument) if argument else _USUAL_PAUSE
    except ValueError:
        return _USUAL_PAUSE


def _speak(customer: Customer, item: Ordered) -> tuple[Customer, str]:
    language = item.argument or _language(customer)
    words = say("language_set", language, language=say("language_name", language))
    return replace(customer, language=language), words


def _language(customer: Customer) -> str:
    return customer.language or "en"


_ORDERS: Mapping[Order, Callable[[Customer, Ordered], tuple[Customer, str]]] = {
    "stop": _stop,
    "start": _start,
    "pause": _pause,
    "language": _speak,
}
