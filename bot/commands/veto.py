"""/veto: a colleague wants a customer left in peace, wholly or about one touchpoint, or lifts that again."""

from collections.abc import Iterator

from bot.caring.looking import when
from bot.caring.naming import find_touchpoint, find_whom, touchpoint_hint, touchpoint_title
from bot.caring.refusing import refuse
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from feedback.case_cards import called
from feedback.intake import Vetoed, VetoKept
from feedback.records import Customer
from feedback.spoken import as_command

_LIFTS = frozenset({"lift", "aufheben", "off"})
_SHOWS = frozenset({"show", "zeigen"})


async def run(call: Call, counter: Counter) -> Answer:
    """Keep or lift a veto, and say what holds now."""
    words = call.words.strip()
    first = words.split(maxsplit=1)[0].casefold() if words else ""
    is_order = first in _LIFTS | _SHOWS
    said = words[len(first) :].strip() if is_order else words
    whom = await find_whom(_with(call, said), counter)
    if whom.several:
        return _refuse(call, "whom_several", who=whom.said, n=str(len(whom.several)))
    if whom.customer is None:
        return _refuse(call, "whom_unknown" if whom.said else "veto_how", who=whom.said)
    if first in _SHOWS:
        return _shown(call, counter, whom.customer)
    touchpoint, why = find_touchpoint(whom.rest, counter.loaded.journey)
    if touchpoint is None and first in _LIFTS and whom.rest:
        fix = touchpoint_hint(whom.rest, counter.loaded.journey, call.actor.language)
        return _refuse(call, "where_unknown", said=whom.rest, fix=fix)
    item = Vetoed(
        key=call.key,
        customer=whom.customer.id,
        by=call.actor.name or "",
        at=call.at,
        touchpoint=touchpoint,
        lifts=first in _LIFTS,
        why=why or None,
    )
    (result,) = await counter.handle([item])
    if not isinstance(result, VetoKept):
        raise result if isinstance(result, Exception) else TypeError(type(result).__name__)
    return _told(call, counter, item, result)


def _with(call: Call, words: str) -> Call:
    return Call(
        key=call.key, command=call.command, words=words, actor=call.actor, at=call.at, on=call.on,
        prompt=call.prompt, about=call.about,
    )  # fmt: skip


def _told(call: Call, counter: Counter, item: Vetoed, result: VetoKept) -> Answer:
    language, journey = call.actor.language, counter.loaded.journey
    who = called(result.customer, language)
    place = touchpoint_title(item.touchpoint, journey, language) if item.touchpoint else ""
    key: CareKey
    if item.lifts:
        key = "veto_lifted" if result.is_new else "veto_none"
    else:
        key = "veto_about" if item.touchpoint else "veto_never"
    undo = Button(
        label=CARE.say("veto_undo", language),
        command=f"/veto lift {result.customer.external_id or ''} {item.touchpoint or ''}".strip(),
    )
    may_undo = not item.lifts and result.customer.external_id is not None
    return Answer(
        text=CARE.say(key, language, who=who, place=place),
        buttons=(undo,) if may_undo else (),
        seen=(result.customer.id,),
    )


def _shown(call: Call, counter: Counter, customer: Customer) -> Answer:
    language = call.actor.language
    lines = list(_lines(call, counter, customer))
    text = "\n".join(lines) or CARE.say("veto_none", language, who=called(customer, language), place="")
    return Answer(text=text, seen=(customer.id,))


def _lines(call: Call, counter: Counter, customer: Customer) -> Iterator[str]:
    language, journey = call.actor.language, counter.loaded.journey
    for veto in customer.vetoes:
        key: CareKey = "veto_line_about" if veto.touchpoint else "veto_line"
        place = touchpoint_title(veto.touchpoint, journey, language) if veto.touchpoint else ""
        at = when(veto.at, call.actor, counter)
        yield CARE.say(key, language, when=at, name=veto.by, place=place, why=veto.why or "").strip(" –")


def _refuse(call: Call, key: CareKey, **facts: str) -> Answer:
    example = as_command("veto", call.actor.channel)
    return refuse(key, call.actor.language, example=example, **facts)


SPEC = Command(
    name="veto",
    roles=frozenset({"agent"}),
    run=run,
    examples=("veto crm-4711", "veto crm-4711 courier", "veto lift crm-4711"),
)
