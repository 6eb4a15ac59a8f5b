"""/followup: a colleague wants a customer asked about a touchpoint, or many customers from a list."""

from dataclasses import replace

from bot.caring.bulk import confirm, is_bulk, preview
from bot.caring.deciding import decided
from bot.caring.going_out import GOING, tell_progress
from bot.caring.naming import Whom, find_touchpoint, find_whom, touchpoint_hint
from bot.caring.refusing import refuse
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from feedback.case_cards import called
from feedback.intake import FollowedUp, FollowUp, Refused
from feedback.spoken import as_command

_ANYWAY = "anyway"
_CONFIRM = "confirm"


async def run(call: Call, counter: Counter) -> Answer:
    """Have somebody asked, and say what will happen."""
    first, _, rest = call.words.strip().partition(" ")
    if first == _ANYWAY and rest:
        return await _insist(call, counter, rest.strip())
    if first == _CONFIRM and call.prompt is not None:
        return await confirm(call, counter)
    if first == GOING:
        return await tell_progress(call, counter)
    if is_bulk(call):
        return await preview(call, counter)
    if not first:
        return _refuse(call, "follow_how")
    whom = await _met(await find_whom(call, counter), call, counter)
    if whom.several:
        return _refuse(call, "whom_several", who=whom.said, n=str(len(whom.several)))
    if whom.customer is None and whom.place is None:
        return _refuse(call, "whom_unknown", who=whom.said or first)
    journey, language = counter.loaded.journey, call.actor.language
    touchpoint, note = find_touchpoint(whom.rest, journey)
    if touchpoint is None:
        fix = touchpoint_hint(whom.rest, journey, language)
        key: CareKey = "where_unknown" if whom.rest else "where_lacking"
        return _refuse(call, key, said=whom.rest.split("\n")[0], fix=fix)
    return await _have_asked(call, counter, whom, touchpoint, note)


async def _met(whom: Whom, call: Call, counter: Counter) -> Whom:
    """Look somebody up of whom we know an address alone: they may be known by another."""
    if whom.customer is not None or whom.place is None:
        return whom
    told = await counter.introduced(*whom.place)
    return replace(await find_whom(call, counter), presumed=told)


async def _have_asked(call: Call, counter: Counter, whom: Whom, touchpoint: str, note: str) -> Answer:
    item = FollowUp(
        key=call.key,
        touchpoint=touchpoint,
        by=call.actor.name or "",
        at=call.at,
        customer=whom.customer.id if whom.customer else None,
        place=None if whom.customer else whom.place,
        presumed=whom.presumed,
        note=note or None,
    )
    return await _told(call, counter, item, said=whom.said)


async def _insist(call: Call, counter: Counter, interaction: str) -> Answer:
    """Ask anyway, where it is only our own thrift that keeps us from it."""
    item = FollowUp(
        key=call.key,
        touchpoint="",
        by=call.actor.name or "",
        at=call.at,
        interaction=interaction,
        insists=True,
    )
    return await _told(call, counter, item, said="")


async def _told(call: Call, counter: Counter, item: FollowUp, *, said: str) -> Answer:
    (result,) = await counter.handle([item])
    if isinstance(result, Exception):
        raise result
    if isinstance(result, Refused) or not isinstance(result, FollowedUp):
        return _refuse(call, "whom_unknown", who=said)
    actor = call.actor
    who = called(result.customer, actor.language) if result.customer.name or not said else said
    lines = [decided(result.decision, who, actor, counter)]
    if item.note:
        lines.append(CARE.say("follow_noted", actor.language, note=" ".join(item.note.split())))
    interaction = result.decision.interaction
    anyway = Button(
        label=CARE.say("follow_anyway", actor.language), command=f"/followup {_ANYWAY} {interaction}"
    )
    return Answer(
        text="\n".join(lines),
        buttons=(anyway,) if result.may_insist else (),
        seen=(result.customer.id, interaction),
    )


def _refuse(call: Call, key: CareKey, **facts: str) -> Answer:
    channel, language = call.actor.channel, call.actor.language
    example = as_command("followup", channel)
    return refuse(key, language, example=example, **facts)


SPEC = Command(
    name="followup",
    roles=frozenset({"agent"}),
    run=run,
    examples=("followup crm-4711 courier", "followup “Anna Berger” courier she called about a dent"),
)
