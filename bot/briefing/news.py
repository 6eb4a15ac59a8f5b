"""'You said, we did': telling those who named a theme, and want to hear back, what was done about it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.desk import plain
from bot.briefing.words import BRIEFING
from bot.counter import Counter
from bot.pain_points import themes_in_force
from bot.reporting import Grounds, Query
from config.journey import Journey, Opportunity, Theme
from feedback.desk import Desk
from feedback.hearing_back import Audience, HearBack, audience, hash_of
from feedback.ids import id_of
from feedback.introducing import company_name
from feedback.posting import LAST, addressed, notice_prompt
from feedback.prompts import Choice
from feedback.quiet import next_allowed, zone_of
from feedback.reachable import reachable_at
from feedback.records import Address, Customer, OutboxItem
from feedback.work import Changes, Snapshot, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that was done, who would hear of it, and all that is known of them."""

    opportunity: Opportunity
    audience: Audience
    known: Snapshot
    themes: Mapping[str, Theme]


def gather(counter: Counter, grounds: Grounds, opportunity: Opportunity) -> News:
    """Find who named the theme of an opportunity at its stage, and who of them wants to hear of it."""
    journey = counter.loaded.journey
    named = sorted(set(_named(grounds, opportunity)))
    known = counter.store.load(Wanted(customers=frozenset(named)))
    notes = counter.store.hear_back(journey.id, named)
    found = audience(
        named,
        customers=known.customers.get,
        notes=lambda customer: notes.get(customer, ()),
        subject=opportunity.id,
        k=journey.policy.min_customers,
    )
    now, desk = counter.now(), Desk(snapshot=known, now=counter.now())
    here = tuple(
        each
        for each in found.reached
        if not (_is_resting(known.customers[each], now) or desk.is_held(each))
        and reachable_at(desk, counter.house, known.customers[each]) is not None
    )
    return News(
        opportunity=opportunity,
        audience=replace(found, reached=here),
        known=known,
        themes={each.id: each for each in themes_in_force(counter.store, journey).shown},
    )


async def send(counter: Counter, news: News) -> int:
    """Let everybody hear who wants to, once; return how many. Quiet hours are waited for."""
    return await asyncio.to_thread(_send, counter, news)


def _send(counter: Counter, news: News) -> int:
    now, journey = counter.now(), counter.loaded.journey
    desk = Desk(snapshot=news.known, now=now)
    told: list[HearBack] = []
    for each in news.audience.reached:
        customer = news.known.customers[each]
        address = reachable_at(desk, counter.house, customer)
        if address is None:
            continue
        item = _item(customer, address, news, journey, now)
        counter.store.save(Changes(outbox=[item]), now=now)
        told.append(
            HearBack(
                id=f"told-{news.opportunity.id}-{each}",
                customer=each,
                journey=journey.id,
                kind="told",
                subject=news.opportunity.id,
                wording_hash=hash_of(item.prompt.text),
                channel=address.channel,
                language=item.prompt.language,
                at=now,
            )
        )
    counter.store.add_hear_back(told)
    return len(told)


def _item(customer: Customer, address: Address, news: News, journey: Journey, now: datetime) -> OutboxItem:
    """Return what goes out to one: of the same news to the same customer there is one message."""
    language = customer.language or journey.language
    zone, _ = zone_of(customer.timezone, journey.timezone)
    hours = journey.policy.quiet_hours
    stop = BRIEFING.say("news_no", language)
    prompt = notice_prompt(
        f"{id_of('news', news.opportunity.id, customer.id)}.1",
        wording(news.opportunity, news.themes, journey, language),
        language=language,
        buttons=(Choice(value="/news no", label=stop, spoken=stop),),
    )
    item = addressed(prompt, channel=address.channel, address=address.address, customer=customer.id, at=now)
    return replace(item, priority=LAST, due_at=now if hours is None else next_allowed(now, hours, zone))


def wording(opportunity: Opportunity, themes: Mapping[str, Theme], journey: Journey, language: str) -> str:
    """Return what a customer reads."""
    theme = themes.get(opportunity.theme or "")
    return BRIEFING.say(
        "news_told",
        language,
        theme=plain(journey.say(theme.title, language) if theme else opportunity.theme or ""),
        stage=plain(_stage(journey, opportunity, language)),
        title=plain(journey.say(opportunity.title, language)),
    )


def question(journey: Journey, language: str) -> tuple[str, Sequence[Choice]]:
    """Return what asks somebody whether they want to hear back, and what they may tap."""
    labels = (
        ("/news yes", BRIEFING.say("news_yes", language)),
        ("/news no", BRIEFING.say("news_no", language)),
    )
    choices = [Choice(value=value, label=label, spoken=label) for value, label in labels]
    company = plain(company_name(journey, language))
    return BRIEFING.say("news_ask", language, company=company), choices


def _named(grounds: Grounds, opportunity: Opportunity) -> Iterator[str]:
    """Yield who complained of the theme at the stage."""
    table = grounds.mentions(Query(stage=opportunity.stage))
    if table is None or opportunity.theme is None:
        return
    bad = table.negative()
    if opportunity.touchpoint is not None:
        bad = bad.at_touchpoints({opportunity.touchpoint})
    for theme, customer in zip(bad.theme.tolist(), bad.customer.tolist(), strict=True):
        if bad.themes[theme] == opportunity.theme:
            yield bad.customers[customer]


def _is_resting(customer: Customer, now: datetime) -> bool:
    return customer.paused_until is not None and customer.paused_until > now


def _stage(journey: Journey, opportunity: Opportunity, language: str) -> str:
    stage = next((each for each in journey.stages if each.id == opportunity.stage), None)
    return opportunity.stage if stage is None else journey.say(stage.title, language)
