"""What customers wish for: no more questions, a pause, another language."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from config import formats
from config.duration import parse_duration
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.dossier_files import documents_of
from feedback.events import Event, Respoken, Stopped
from feedback.forgetting import ask_to_forget, say_in_passing
from feedback.intake import Heeded, Order, Ordered
from feedback.introducing import heed_consent, introduces, who_asks
from feedback.posting import post_notice
from feedback.records import Customer
from feedback.session import step
from feedback.spoken import as_command
from feedback.wording import say

_USUAL_PAUSE = timedelta(days=30)


def obey(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Do what the customer wants, at once, and say so."""
    customer = desk.customer_at(item.channel, item.address)
    if item.order in {"mydata", "forget"}:
        return _about_their_data(desk, house, item, customer)
    if customer is None:
        desk.changes.inbox_done.append((item.channel, item.key, None, None))
        return Heeded(heed="unknown")
    changed, words = _ORDERS[item.order](customer, item)
    if changed != customer:
        desk.keep_customer(changed)
    if item.order == "privacy" and introduces(house.active.journey):
        words = f"{who_asks(house.active.journey, language=_language(changed))}\n\n{words}"
    _tell(desk, house, item, changed, words)
    heed_consent(desk, house, changed, item)
    event = _heard_by_sessions(changed, item)
    for session in desk.open_sessions(changed.id) if event else ():
        plan = plan_of(session, changed, house)
        if plan is not None and event is not None:
            after, effects = step(session, event, plan=plan)
            carry_out(desk, house, session, after, effects, plan=plan)
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
    return _hand_out(desk, house, item, customer)


def _hand_out(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    dossier, journey = desk.snapshot.dossiers.get(customer.id), house.active.journey
    language = customer.language or journey.language
    title = journey.say(journey.title, language)
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=say("mydata_here", language),
        language=language,
        documents=documents_of(dossier, title=title, language=language, at=item.at) if dossier else (),
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def _tell(desk: Desk, house: House, item: Ordered, customer: Customer, words: str) -> None:
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=words,
        language=_language(customer),
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
    del item
    willing = replace(customer, stopped_at=None, paused_until=None, consent="given")
    return willing, say("resumed", _language(customer))


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


def _inform(customer: Customer, item: Ordered) -> tuple[Customer, str]:
    return customer, say("privacy_notice", _language(customer), c=as_command("", item.channel))


def _language(customer: Customer) -> str:
    return customer.language or "en"


_ORDERS: Mapping[Order, Callable[[Customer, Ordered], tuple[Customer, str]]] = {
    "stop": _stop,
    "start": _start,
    "pause": _pause,
    "language": _speak,
    "privacy": _inform,
    "help": _inform,
}
