"""/case: what a support team does about a case; each way by a button and by words."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from bot.caring.colleagues import Colleague, colleagues_in, find_colleague, with_name
from bot.caring.doing import Doing
from bot.caring.looking import look_at, when, zone_for
from bot.caring.meaning import hint
from bot.caring.moments import read_moment
from bot.caring.refusing import refuse
from bot.caring.storytelling import tell_case
from bot.caring.unclear import SAID, ask_for_whom, ask_which, is_place
from bot.caring.words import CARE, CareKey
from bot.codes import normalise
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from config import formats
from feedback.case_cards import reason_words
from feedback.case_deeds import Deed, DeedAct, DeedDone, DeedRefused
from feedback.case_events import RefusalReason
from feedback.case_records import CaseReason
from feedback.case_words import AFTERCARE
from feedback.spoken import as_command

_ACTS: Mapping[str, DeedAct] = {
    "claim": "claim", "take": "claim", "nehmen": "claim", "übernehmen": "claim",
    "reply": "reply", "antworten": "reply", "antwort": "reply", "answer": "reply",
    "snooze": "snooze", "later": "snooze", "später": "snooze",
    "hand": "hand", "handover": "hand", "übergeben": "hand", "weitergeben": "hand",
    "resolve": "resolve", "close": "resolve", "lösen": "resolve",
    "reopen": "reopen", "wieder": "reopen", "öffnen": "reopen",
    "release": "release", "freigeben": "release",
    "note": "note", "notiz": "note",
    "send": "reply",
}  # fmt: skip
"""What people call what they do; `send` is what our buttons say."""

_IN_GERMAN: Mapping[DeedAct, str] = {
    "claim": "nehmen", "reply": "antworten", "snooze": "später", "hand": "übergeben",
    "resolve": "lösen", "reopen": "öffnen", "release": "freigeben", "note": "notiz",
}  # fmt: skip
"""What we tell who reads German; others are told the acts themselves."""

_REASONS: tuple[CaseReason, ...] = get_args(CaseReason)
_LATER = (timedelta(hours=1), timedelta(hours=4))
_REFUSED: Mapping[RefusalReason, CareKey] = {
    "taken": "refused_taken",
    "over": "refused_over",
    "not_over": "refused_not_over",
    "no_words": "refused_no_words",
    "past": "refused_past",
    "nobody": "refused_nobody",
    "unreachable": "refused_unreachable",
    "not_held": "refused_not_held",
    "unknown_case": "case_unknown",
    "unknown_team": "refused_team",
}


async def run(call: Call, counter: Counter) -> Answer:
    """Do what the words say about the case they name."""
    act, case, rest = _read(call.words)
    if case is None:
        return await ask_which(call, counter) if act == SAID else _how(call, act)
    seen = await look_at(counter, call.actor, case)
    if seen is None:
        all_of_them = as_command("cases", call.actor.channel)
        unknown = refuse("case_unknown", call.actor.language, id=case, all=all_of_them)
        return replace(unknown, seen=(case,))  # whose it is may be asked of the log
    if act in {"", "show"}:
        return await tell_case(seen, call.actor, counter)
    if act == SAID:
        return await ask_for_whom(Doing(call=call, counter=counter, act="reply", seen=seen, words=rest))
    known = _ACTS.get(act)
    if known is None:
        return _no_act(call, act)
    doing = Doing(call=call, counter=counter, act=known, seen=seen, words=rest)
    if known == "reply" and act != "send" and is_place(rest):
        return await ask_for_whom(doing)
    return await _ASK[known](doing)


def _read(words: str) -> tuple[str, str | None, str]:
    """Return what to do, the case, and what else was said; either of the two may come first."""
    first, rest = _split(words)
    second, more = _split(rest)
    if (case := _code(second)) is not None:
        return first.casefold(), case, more
    if (case := _code(first)) is not None:
        return second.casefold(), case, more
    return first.casefold(), None, rest


def _split(words: str) -> tuple[str, str]:
    parts = words.split(maxsplit=1)
    return (parts[0], parts[1] if len(parts) > 1 else "") if parts else ("", "")


def _code(word: str) -> str | None:
    return normalise(word.removeprefix("#"))


def _how(call: Call, act: str) -> Answer:
    language, channel = call.actor.language, call.actor.channel
    if act and act not in _ACTS:
        return _no_act(call, act)
    key: CareKey = "case_which" if act else "case_how"
    word = act or _told("claim", language)
    example = as_command(f"case {word} 7K2M9QXD", channel)
    return refuse(key, language, example=example, all=as_command("cases", channel))


def _no_act(call: Call, act: str) -> Answer:
    language = call.actor.language
    fix = hint(act, [_told(each, language) for each in _ASK], language)
    return refuse("case_act", language, act=act, fix=fix)


def _told(act: DeedAct, language: str) -> str:
    return _IN_GERMAN[act] if CARE.spoken(language) == "de" else act


async def _claim(doing: Doing) -> Answer:
    return await _done(doing, doing.deed(), "claimed", again="claimed_already")


async def _reply(doing: Doing) -> Answer:
    attachments = doing.call.attachments
    if not doing.words and not attachments:
        return doing.asking("reply_ask")
    deed = replace(doing.deed(), text=doing.words, attachments=attachments)
    return await _done(doing, deed, "replied")


async def _note(doing: Doing) -> Answer:
    if not doing.words:
        return doing.asking("note_ask")
    return await _done(doing, replace(doing.deed(), text=doing.words), "noted")


async def _snooze(doing: Doing) -> Answer:
    if not doing.words:
        return doing.asking("snooze_ask", *_later(doing))
    actor, counter = doing.call.actor, doing.counter
    until = read_moment(doing.words, now=doing.call.at, zone=zone_for(actor, counter))
    if until is None:
        return doing.refusing("snooze_which", words=doing.words)
    return await _done(doing, replace(doing.deed(), until=until), "snoozed", when=when(until, actor, counter))


def _later(doing: Doing) -> Iterator[Button]:
    for length in _LATER:
        hours = int(length.total_seconds() // 3600)
        label = CARE.say("in_length", doing.language, length=formats.length(length, doing.language))
        yield doing.button(label, f"{hours}h")
    yield doing.button(doing.say("tomorrow"), "tomorrow")
    yield doing.button(doing.say("next_week"), "monday")


async def _hand(doing: Doing) -> Answer:
    known = await colleagues_in(doing.counter, doing.call.actor, doing.seen)
    if not doing.words:
        return doing.asking("hand_ask" if known else "hand_alone", *_takers(doing, known))
    found = find_colleague(doing.words, known, doing.call.actor)
    if found is None:
        names = [each.name for each in known]
        if not names:
            return doing.refusing("hand_nobody", name=doing.words)
        return doing.refusing(
            "hand_who", name=doing.words, fix=hint(doing.words.removeprefix("@"), names, doing.language)
        )
    found = await with_name(found, doing.counter)
    return await _done(
        doing, replace(doing.deed(), to=found.agent, team=found.team), "handed", name=found.name
    )


def _takers(doing: Doing, known: Sequence[Colleague]) -> Iterator[Button]:
    for each in known:
        key: CareKey = "to_team" if each.agent is None else "to_person"
        yield doing.button(CARE.say(key, doing.language, name=each.name), each.token)


async def _resolve(doing: Doing) -> Answer:
    language = doing.language
    if not doing.words:
        buttons = (doing.button(reason_words(each, language), each) for each in _REASONS)
        return doing.asking("resolve_ask", *buttons)
    reason, note = _reason(doing.words, language)
    if reason is None:
        titles = [reason_words(each, language) for each in _REASONS]
        word, _ = _split(doing.words)
        return doing.refusing("resolve_which", words=word, fix=hint(word, titles, language))
    deed = replace(doing.deed(), reason=reason, text=note or None)
    return await _done(
        doing, deed, "resolved", again="resolved_already", reason=reason_words(reason, language)
    )


def _reason(words: str, language: str) -> tuple[CaseReason | None, str]:
    """Return the reason that the words begin with, by its id or as people read it, and the note after it."""
    said = words.casefold()
    ways = [(reason_words(each, tag).casefold(), each) for each in _REASONS for tag in (language, "en")]
    ways += [(each, each) for each in _REASONS]
    for way, reason in sorted(ways, key=lambda each: -len(each[0])):
        if said == way or said.startswith((f"{way} ", f"{way}:", f"{way},", f"{way}\n")):
            return reason, words[len(way) :].strip(" :,\n")
    return None, words


async def _reopen(doing: Doing) -> Answer:
    return await _done(doing, replace(doing.deed(), text=doing.words or None), "reopened")


async def _release(doing: Doing) -> Answer:
    return await _done(doing, doing.deed(), "released")


async def _done(
    doing: Doing, deed: Deed, key: CareKey, *, again: CareKey = "done_already", **facts: str
) -> Answer:
    """Do it, and say what became of it."""
    (result,) = await doing.counter.handle([deed])
    if isinstance(result, DeedRefused):
        return _refused(doing, result)
    if not isinstance(result, DeedDone):
        raise result if isinstance(result, Exception) else TypeError(type(result).__name__)
    is_old = result.is_repeat and deed.key not in result.case.keys
    if key == "resolved" and result.case.state in {"resolved", "asked"}:
        key = "resolved_asked"
    text = doing.say(again if is_old else key, **facts)
    return Answer(text=text, hears=doing.hears, is_private=True, seen=(deed.case,))


def _refused(doing: Doing, refused: DeedRefused) -> Answer:
    name = (refused.by.name if refused.by else "") or AFTERCARE.say("someone", doing.language)
    case = refused.case.id if refused.case else doing.seen.case.id
    return doing.refusing(
        _REFUSED[refused.reason], id=case, name=name, all=as_command("cases", doing.call.actor.channel)
    )


_ASK: Mapping[DeedAct, Callable[[Doing], Awaitable[Answer]]] = {
    "claim": _claim,
    "reply": _reply,
    "snooze": _snooze,
    "hand": _hand,
    "resolve": _resolve,
    "reopen": _reopen,
    "release": _release,
    "note": _note,
}

SPEC = Command(
    name="case",
    roles=frozenset({"agent"}),
    run=run,
    examples=(
        "case 7K2M9QXD",
        "case claim 7K2M9QXD",
        "case reply 7K2M9QXD We are sorry! It is on its way.",
        "case snooze 7K2M9QXD tomorrow",
        "case resolve 7K2M9QXD fixed",
    ),
)
