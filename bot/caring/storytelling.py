"""A case, told: its card on the reader's own clock, and the notes of colleagues."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.actor import Actor
from bot.caring.looking import Seen, when, zone_for
from bot.caring.words import CARE
from bot.command import Answer, Button
from bot.counter import Counter
from feedback.case_cards import buttons_of, card_text
from feedback.case_clocks import terms_of
from feedback.case_records import CaseLine
from feedback.case_words import AFTERCARE

_MOST_NOTES = 5
_TOLD = frozenset({"noted", "replied", "wrote"})


async def tell_case(seen: Seen, actor: Actor, counter: Counter) -> Answer:
    """Return what the team has to know of a case, and what can be done about it."""
    journey = counter.loaded.journey
    terms = replace(terms_of(journey), shown_in=zone_for(actor, counter))
    card = card_text(seen.case, seen.customer, journey=journey, terms=terms, language=actor.language)
    story = await asyncio.to_thread(counter.store.case_story, seen.case.id)
    told = list(_story(story, seen, actor, counter))
    buttons = [
        Button(label=each.label, command=each.value.removeprefix("/"), is_new=True)
        for each in buttons_of(seen.case, language=actor.language)
    ]
    return Answer(
        text="\n".join([card, *(["", CARE.say("story", actor.language), *told] if told else ())]),
        buttons=buttons,
        wants=f"/case reply {seen.case.id}" if seen.case.is_active else None,
        hears=f"/case reply {seen.case.id}",
        seen=(seen.case.id,),
    )


def _story(story: Sequence[CaseLine], seen: Seen, actor: Actor, counter: Counter) -> Iterator[str]:
    said = [line for line in story if line.kind in _TOLD and line.text]
    for line in said[-_MOST_NOTES:]:
        colleague = (line.by.name if line.by else "") or AFTERCARE.say("someone", actor.language)
        name = seen.who(actor.language) if line.kind == "wrote" else colleague
        at = when(line.at, actor, counter)
        yield CARE.say(
            "note_line", actor.language, when=at, name=name, text=" ".join((line.text or "").split())
        )
