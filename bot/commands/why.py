"""`/why`: why a customer was, or was not, asked: the decisions that were kept, in words."""

import asyncio
from collections.abc import Iterator

from bot.asking.desk import plain
from bot.briefing.responses import place_of
from bot.briefing.words import BRIEFING
from bot.caring.looking import when
from bot.caring.naming import find_whom
from bot.command import Answer, Call, Command
from bot.counter import Counter
from feedback.case_cards import called
from feedback.explain import explain
from feedback.records import Customer
from feedback.store.ledger import Story

_MOST = 5
_LONGEST = 3000


async def run(call: Call, counter: Counter) -> Answer:
    """Explain the latest interactions of whom the words name; what they answered is told nobody here."""
    language = call.actor.language
    whom = await find_whom(call, counter)
    if whom.several:
        text = BRIEFING.say("why_several", language, who=plain(whom.said), n=len(whom.several))
        return Answer(text=text, is_refusal=True, is_private=True)
    if whom.customer is None:
        said = plain(whom.said)
        text = BRIEFING.say("why_unknown", language, who=said) if said else BRIEFING.say("why_how", language)
        return Answer(text=text, wants=None if said else "/why", is_refusal=bool(said), is_private=True)
    customer = whom.customer
    stories = await asyncio.to_thread(lambda: counter.store.why(customer.id, limit=_MOST))
    paragraphs = ["\n".join(_about(customer, call, counter))]
    paragraphs += ["\n".join(_lines(story, call, counter)) for story in stories]
    if not stories:
        paragraphs.append(BRIEFING.say("why_nothing", language))
    return Answer(text="\n\n".join(paragraphs)[:_LONGEST], is_private=True, seen=(customer.id,))


def _about(customer: Customer, call: Call, counter: Counter) -> Iterator[str]:
    language = call.actor.language
    yield f"**{BRIEFING.say('why_title', language, who=plain(called(customer, language)))}**"
    if customer.stopped_at is not None:
        at = when(customer.stopped_at, call.actor, counter)
        yield BRIEFING.say("why_stopped", language, when=at)
    if customer.paused_until is not None and customer.paused_until > counter.now():
        at = when(customer.paused_until, call.actor, counter)
        yield BRIEFING.say("why_paused", language, when=at)


def _lines(story: Story, call: Call, counter: Counter) -> Iterator[str]:
    interaction, language = story.interaction, call.actor.language
    place = plain(place_of(counter.loaded.journey, interaction.touchpoint, language))
    yield f"**{place}**, {when(interaction.occurred_at, call.actor, counter)}"
    for decision in story.decisions:
        told = explain(decision, language, when=lambda at: when(at, call.actor, counter))
        yield f"– {plain(told)}"
    if interaction.imported and not story.decisions:
        yield f"– {BRIEFING.say('why_imported', language)}"


SPEC = Command(
    name="why",
    roles=frozenset({"agent"}),
    run=run,
    examples=("/why 4711", "/why Anna Berger"),
)
