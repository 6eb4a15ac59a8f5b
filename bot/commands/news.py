"""`/news`: customers say whether they want to hear what was done; managers preview it and let it go out."""

import asyncio

from bot.asking.desk import plain
from bot.briefing.news import News, gather, question, send, wording
from bot.briefing.words import BRIEFING
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from config.journey import Opportunity
from config.suggestion import closest
from feedback.hearing_back import HearBack, HearBackKind, hash_of

_YES, _NO = ("yes", "ja", "oui", "sí", "si", "sì", "sim"), ("no", "nein", "non", "não", "off", "aus")
_MOST = 8


async def run(call: Call, counter: Counter) -> Answer:
    """Take down what a customer wants, or show a manager what can be told."""
    word, _, rest = call.words.strip().partition(" ")
    if word.casefold() in (*_YES, *_NO):
        kind: HearBackKind = "yes" if word.casefold() in _YES else "no"
        return await asyncio.to_thread(_noted, kind, call, counter)
    if not call.actor.rights.may({"manager"}, journey=counter.loaded.journey.id):
        return _asked(call, counter)
    done = {each.id: each for each in await _done(call, counter)}
    if not word:
        return _listed(list(done.values()), call, counter)
    is_send = word.casefold() in {"send", "senden"}
    name = (rest.split() or [""])[0] if is_send or word.casefold() == "tell" else word
    opportunity = done.get(name)
    if opportunity is None:
        return _which(name, list(done.values()), call, counter)
    grounds = await counter.grounds(call.actor)
    news = await asyncio.to_thread(gather, counter, grounds, opportunity)
    return await _sent(news, call, counter) if is_send else _previewed(news, call, counter)


async def _done(call: Call, counter: Counter) -> list[Opportunity]:
    grounds = await counter.grounds(call.actor)
    return [each for each in grounds.opportunities if each.status == "done"]


def _noted(kind: HearBackKind, call: Call, counter: Counter) -> Answer:
    """Keep what somebody said, with the version and the wording that they were asked in."""
    journey, language = counter.loaded.journey, call.actor.language
    words, _ = question(language, company=journey.say(journey.title, language))
    note = HearBack(
        id=f"{kind}-{call.key}",
        customer=call.actor.id,
        journey=journey.id,
        kind=kind,
        wording_hash=hash_of(words),
        channel=call.actor.channel,
        language=language,
        at=call.at,
    )
    counter.store.add_hear_back([note])
    return Answer(text=BRIEFING.say("news_will" if kind == "yes" else "news_wont", language))


def _asked(call: Call, counter: Counter) -> Answer:
    """Ask a customer who comes by themselves."""
    journey, language = counter.loaded.journey, call.actor.language
    words, choices = question(language, company=plain(journey.say(journey.title, language)))
    return Answer(
        text=words,
        buttons=tuple(Button(label=each.label, command=each.value) for each in choices),
        is_private=True,
    )


def _listed(done: list[Opportunity], call: Call, counter: Counter) -> Answer:
    language = call.actor.language
    text = BRIEFING.say("news_which" if done else "news_nothing_done", language)
    return Answer(text=text, buttons=_buttons(done, call, counter))


def _which(name: str, done: list[Opportunity], call: Call, counter: Counter) -> Answer:
    near = closest(name, [each.id for each in done])
    shown = [each for each in done if near in {None, each.id}]
    text = BRIEFING.say("news_unknown", call.actor.language, said=plain(name)[:60])
    return Answer(text=text, buttons=_buttons(shown, call, counter), is_refusal=True)


def _buttons(done: list[Opportunity], call: Call, counter: Counter) -> tuple[Button, ...]:
    say = counter.loaded.journey.say
    return tuple(
        Button(label=plain(say(each.title, call.actor.language)), command=f"/news {each.id}")
        for each in done[:_MOST]
    )


def _previewed(news: News, call: Call, counter: Counter) -> Answer:
    """Show what would be said and to how many, where there are enough to be counted."""
    language, k = call.actor.language, counter.loaded.journey.policy.min_customers
    words = wording(news.opportunity, news.themes, counter.loaded.journey, language)
    if news.audience.is_few:
        return Answer(text=BRIEFING.say("news_few", language, k=k), is_refusal=True)
    text = "\n\n".join(
        [
            BRIEFING.say("news_named", language, n=news.audience.named),
            _reached(news, language, k=k),
            f"“{words}”",
        ]
    )
    label = BRIEFING.say("news_send", language)
    buttons = (Button(label=label, command=f"/news send {news.opportunity.id}"),)
    return Answer(
        text=text, buttons=buttons if news.audience.reached else (), seen=(f"news {news.opportunity.id}",)
    )


def _reached(news: News, language: str, *, k: int) -> str:
    reached = len(news.audience.reached)
    others = news.audience.named - reached
    if not reached:
        return BRIEFING.say("news_nobody", language)
    if reached < k or 0 < others < k:
        return BRIEFING.say("news_some", language)
    return BRIEFING.say("news_reached", language, n=reached)


async def _sent(news: News, call: Call, counter: Counter) -> Answer:
    language, k = call.actor.language, counter.loaded.journey.policy.min_customers
    if news.audience.is_few:
        return Answer(text=BRIEFING.say("news_few", language, k=k), is_refusal=True)
    await send(counter, news)
    text = BRIEFING.say("news_is_sent" if news.audience.reached else "news_nobody", language)
    return Answer(text=text, seen=(f"news {news.opportunity.id}",))


SPEC = Command(
    name="news",
    roles=frozenset({"customer"}),
    run=run,
    examples=("/news yes", "/news no"),
    in_rooms=False,
)
