"""/test: a survey as customers get it, put to whoever asks; nothing of it is counted."""

import asyncio

from bot.caring.naming import beside, touchpoint_title
from bot.caring.refusing import refuse
from bot.caring.surveys import find_survey, read_language
from bot.caring.words import CARE
from bot.command import Answer, Call, Command
from bot.counter import Counter
from feedback.intake import Presumed, Refused, Trial
from feedback.work import Wanted


async def run(call: Call, counter: Counter) -> Answer:
    """Begin a test of a survey, where the actor is by themselves."""
    actor, journey = call.actor, counter.loaded.journey
    found = find_survey(call.words, journey, actor.language)
    if found.survey is None:
        return refuse(found.why, actor.language, **found.facts)
    language, fix = read_language(found.rest, journey, actor.language)
    if language is None:
        return refuse("test_language", actor.language, said=found.rest, fix=fix)
    place = beside(actor, actor.address.rpartition("/")[2])
    if not await _is_there(counter, place):
        return refuse("test_nowhere", actor.language)
    item = Trial(
        key=call.key,
        survey=found.survey.id,
        touchpoint=found.touchpoint,
        place=place,
        language=language,
        at=call.at,
        presumed=Presumed(name=actor.name, language=actor.language, timezone=actor.timezone),
    )
    (result,) = await counter.handle([item])
    if isinstance(result, Exception):
        raise result
    if isinstance(result, Refused):
        title = touchpoint_title(found.touchpoint or "", journey, actor.language)
        return refuse("test_no_survey", actor.language, place=title)
    return Answer(text=CARE.say("test_sent", actor.language), is_private=True)


async def _is_there(counter: Counter, place: tuple[str, str]) -> bool:
    """Say whether we may write there: Telegram's bots write to nobody who has not written to them."""
    channel, _ = place
    if channel != "telegram":
        return True
    found = await asyncio.to_thread(counter.store.load, Wanted(addresses=frozenset({place})))
    known = found.addresses.get(place)
    return known is not None and known.gone_at is None


SPEC = Command(
    name="test",
    roles=frozenset({"agent", "manager"}),
    run=run,
    examples=("test delivery", "test courier de"),
)
