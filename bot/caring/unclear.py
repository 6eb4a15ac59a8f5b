"""Words of colleagues of which it is not clear for which case, or for whom, they are: we ask."""

import asyncio
import re
from textwrap import shorten

from bot.caring.before import cases_before
from bot.caring.doing import SAID, Doing
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call
from bot.counter import Counter

__all__ = ["SAID", "ask_for_whom", "ask_which", "is_place"]

_PLACE = re.compile(r"#\d{1,3}")
_MOST_ASKED = 8
_MOST_SHOWN = 80


def is_place(words: str) -> bool:
    """Say whether words are a bare `#3`: a button's place, the number of something, or for the customer."""
    return _PLACE.fullmatch(words) is not None


async def ask_which(call: Call, counter: Counter) -> Answer:
    """Ask for which case words are; where there is no case, they are for nobody of ours to pass on."""
    language, said = call.actor.language, call.words.strip()[len(SAID) :].strip()
    cases = await asyncio.to_thread(cases_before, call.actor, counter)
    if not cases:
        return Answer(text="")
    buttons = (
        Button(
            label=CARE.say("said_about", language, id=case.id, who=who),
            command=f"/case {SAID} {case.id} {said}".strip(),
        )
        for case, who in cases[:_MOST_ASKED]
    )
    return Answer(text=_quoting("said_which", said, language), buttons=tuple(buttons))


async def ask_for_whom(doing: Doing) -> Answer:
    """Ask whether words are for the customer or for colleagues; nothing is sent that is not meant to be."""
    words, case, language = doing.words, doing.seen.case.id, doing.language
    if not words:
        return doing.asking("reply_ask")
    ways: tuple[tuple[CareKey, str], ...] = (("said_send", "send"), ("said_note", "note"))
    buttons = tuple(Button(label=doing.say(key), command=f"/case {act} {case} {words}") for key, act in ways)
    text = _quoting("said_for", words, language, id=case, who=doing.seen.who(language))
    if doing.call.attachments:
        text = f"{text}\n\n{doing.say('said_along')}"
    return Answer(text=text, buttons=buttons, hears=doing.hears, seen=(case,))


def _quoting(key: CareKey, words: str, language: str, **facts: str) -> str:
    """Ask about words, which are shown shortened; whole, they are in the command of the button."""
    return CARE.say(
        key, language, words=shorten(" ".join(words.split()), _MOST_SHOWN, placeholder="…"), **facts
    )
