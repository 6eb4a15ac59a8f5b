"""`/news`: customers say whether they want to hear what was done; managers preview it and let it go out."""

import asyncio
from collections.abc import Sequence

from bot.asking.desk import plain
from bot.briefing.news import News, gather, question, send, wording
from bot.briefing.words import BRIEFING, BriefingKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from config import formats
from config.journey import Journey, Opportunity
from config.suggestion import closest
from feedback.hearing_back import HearBack, HearBackKind, hash_of
from feedback.opportunity_overlay import OpportunityEdit, Status
from feedback.spoken import as_command
from feedback.work import Changes

_YES, _NO = ("yes", "ja", "oui", "sí", "si", "sì", "sim"), ("no", "nein", "non", "não", "off", "aus")
_DONE, _UNDO = ("done", "erledigt", "fertig"), ("undo", "zurück")
_MOST = 8


async def run(call: Call, counter: Counter) -> Answer:
    """Take down what a customer wants, or show a manager what can be told."""
    word, _, rest = call.words.strip().partition(" ")
    if word.casefold() in (*_YES, *_NO):
        kind: HearBackKind = "yes" if word.casefold() in _YES else "no"
        return await asyncio.to_thread(_noted, kind, call, counter)
    if not call.actor.rights.may({"manager"}, journey=counter.loaded.journey.id):
        return _asked(call, counter)
    known = (await counter.grounds(call.actor)).opportunities
    if word.casefold() in {*_DONE, *_UNDO}:
        status: Status = "done" if word.casefold() in _DONE else "doing"
        return await _moved(rest.strip(), status, known, call, counter)
    done = {each.id: each for each in known if each.status == "done"}
    if not word:
        return _listed(known, call, counter)
    is_send = word.casefold() in {"send", "senden"}
    name = (rest.split() or [""])[0] if is_send or word.casefold() == "tell" else word
    opportunity = done.get(name)
    if opportunity is None:
        return _not_done(name, known, call, counter)
    return await (_sent if is_send else _shown)(opportunity, call, counter)


def _noted(kind: HearBackKind, call: Call, counter: Counter) -> Answer:
    """Keep what somebody said, with the version and the wording that they were asked in."""
    journey, language = counter.loaded.journey, call.actor.language
    words, _ = question(journey, language)
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
    if kind == "no":
        counter.store.save(Changes(dropped_news=[call.actor.id]), now=call.at)
    return Answer(text=BRIEFING.say("news_will" if kind == "yes" else "news_wont", language))


def _asked(call: Call, counter: Counter) -> Answer:
    """Ask a customer who comes by themselves."""
    journey, language = counter.loaded.journey, call.actor.language
    words, choices = question(journey, language)
    return Answer(
        text=words,
        buttons=tuple(Button(label=each.label, command=each.value) for each in choices),
        is_private=True,
    )


def _listed(known: Sequence[Opportunity], call: Call, counter: Counter) -> Answer:
    """List what is done; where nothing is, what can be set done."""
    done = [each for each in known if each.status == "done"]
    if not done:
        return _undone(known, "news_nothing_done", call, counter)
    language = call.actor.language
    more = Button(label=BRIEFING.say("news_else", language), command="/news done")
    buttons = (*_buttons(done, call, counter), *((more,) if _open(known) else ()))
    return Answer(text=BRIEFING.say("news_which", language), buttons=buttons)


def _undone(known: Sequence[Opportunity], key: BriefingKey, call: Call, counter: Counter) -> Answer:
    """List what is not done yet: a tap sets it done."""
    language, left = call.actor.language, _open(known)
    if not left:
        return Answer(text=BRIEFING.say("news_none_open", language))
    more = _more(call) if len(left) > _MOST else ""
    text = " ".join(filter(None, [BRIEFING.say(key, language), more]))
    return Answer(text=text, buttons=_buttons(left, call, counter, word="done "))


def _more(call: Call) -> str:
    channel, language = call.actor.channel, call.actor.language
    done, every = as_command("news done", channel), as_command("opportunities", channel)
    return BRIEFING.say("news_more_open", language, done=done, all=every)


def _open(known: Sequence[Opportunity]) -> list[Opportunity]:
    return [each for each in known if each.status not in {"done", "dropped"}]


async def _moved(
    name: str, status: Status, known: Sequence[Opportunity], call: Call, counter: Counter
) -> Answer:
    """Set an opportunity done and show what would go out, or take that back."""
    if not name:
        return _undone(known, "news_which_done", call, counter)
    found = next((each for each in known if each.id == name), None)
    if found is None:
        return _which(name, known, call, counter, word="done ")
    now = found
    if found.status != status:
        edit = OpportunityEdit(
            id=call.key, opportunity=name, change="set", status=status, at=call.at, by=call.actor.id
        )
        await asyncio.to_thread(counter.store.add_opportunity_edit, counter.loaded.journey.id, edit)
        now = found.model_copy(update={"status": status})
    return await (_told_done(now, call, counter) if status == "done" else _told_undone(now, call, counter))


async def _told_done(done: Opportunity, call: Call, counter: Counter) -> Answer:
    """Say that it is done, and show what would go out, or why nothing can."""
    language = call.actor.language
    noted = BRIEFING.say("news_is_done", language, title=_title(done, call, counter))
    undo = Button(label=BRIEFING.say("news_undo", language), command=f"/news undo {done.id}")
    shown = await _shown(done, call, counter)
    return Answer(
        text=f"{noted}\n\n{shown.text}",
        buttons=(*shown.buttons, undo),
        seen=(f"news done {done.id}", *shown.seen),
    )


async def _told_undone(opened: Opportunity, call: Call, counter: Counter) -> Answer:
    title = _title(opened, call, counter)
    text = BRIEFING.say("news_undone", call.actor.language, title=title)
    return Answer(text=text, seen=(f"news undo {opened.id}",))


async def _shown(done: Opportunity, call: Call, counter: Counter) -> Answer:
    """Show what would go out."""
    if done.theme is None:
        text = BRIEFING.say("news_no_theme", call.actor.language, id=done.id)
        return Answer(text=text, is_refusal=True)
    grounds = await counter.grounds(call.actor)
    return _previewed(await asyncio.to_thread(gather, counter, grounds, done), call, counter)


def _not_done(name: str, known: Sequence[Opportunity], call: Call, counter: Counter) -> Answer:
    """Say that something is not done, where it is known; else that it is not known."""
    found = [each for each in _open(known) if each.id == name]
    if not found:
        return _which(name, [each for each in known if each.status == "done"], call, counter)
    title = _title(found[0], call, counter)
    text = BRIEFING.say("news_not_done", call.actor.language, title=title)
    label = BRIEFING.say("news_set_done", call.actor.language)
    return Answer(text=text, buttons=(Button(label=label, command=f"/news done {name}"),), is_refusal=True)


def _which(
    name: str, known: Sequence[Opportunity], call: Call, counter: Counter, *, word: str = ""
) -> Answer:
    near = closest(name, [each.id for each in known])
    shown = [each for each in known if near in {None, each.id}]
    key: BriefingKey = "news_no_such" if word else "news_unknown"
    text = BRIEFING.say(key, call.actor.language, said=plain(name)[:60])
    return Answer(text=text, buttons=_buttons(shown, call, counter, word=word), is_refusal=True)


def _buttons(
    shown: Sequence[Opportunity], call: Call, counter: Counter, *, word: str = ""
) -> tuple[Button, ...]:
    return tuple(
        Button(label=_title(each, call, counter), command=f"/news {word}{each.id}") for each in shown[:_MOST]
    )


def _title(opportunity: Opportunity, call: Call, counter: Counter) -> str:
    return plain(counter.loaded.journey.say(opportunity.title, call.actor.language))


def _previewed(news: News, call: Call, counter: Counter) -> Answer:
    """Show what would be said and to how many, where there are enough to be counted."""
    language, k = call.actor.language, counter.loaded.journey.policy.min_customers
    words = wording(news.opportunity, news.themes, counter.loaded.journey, language)
    if news.audience.is_few:
        return Answer(text=BRIEFING.say("news_few", language, k=k), is_refusal=True)
    text = "\n\n".join(
        [
            BRIEFING.say("news_named", language, n=news.audience.named),
            _reached(news, counter.loaded.journey, language),
            formats.quoted(words, language),
        ]
    )
    label = BRIEFING.say("news_send", language)
    buttons = (Button(label=label, command=f"/news send {news.opportunity.id}"),)
    return Answer(
        text=text, buttons=buttons if news.audience.reached else (), seen=(f"news:{news.opportunity.id}",)
    )


def _reached(news: News, journey: Journey, language: str) -> str:
    k = journey.policy.min_customers
    reached = len(news.audience.reached)
    if not reached and not journey.policy.hear_back:
        return BRIEFING.say("news_not_asked", language)
    others = news.audience.named - reached
    if not reached:
        return BRIEFING.say("news_nobody", language)
    if reached < k or 0 < others < k:
        return BRIEFING.say("news_some", language)
    return BRIEFING.say("news_reached", language, n=reached)


async def _sent(done: Opportunity, call: Call, counter: Counter) -> Answer:
    language, k = call.actor.language, counter.loaded.journey.policy.min_customers
    grounds = await counter.grounds(call.actor)
    news = await asyncio.to_thread(gather, counter, grounds, done)
    if news.audience.is_few:
        return Answer(text=BRIEFING.say("news_few", language, k=k), is_refusal=True)
    await send(counter, news)
    text = BRIEFING.say("news_is_sent" if news.audience.reached else "news_nobody", language)
    return Answer(text=text, seen=(f"news:{news.opportunity.id}",))


SPEC = Command(
    name="news",
    roles=frozenset({"customer"}),
    run=run,
    examples=("/news yes", "/news no"),
    in_rooms=False,
)
