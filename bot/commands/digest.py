"""`/digest`: one now, or every day, week or month; and what to do about the alarms in it."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

from bot.asking.desk import READERS, plain
from bot.briefing.digests import acknowledge, compose
from bot.briefing.ordering import Wish, read
from bot.briefing.words import BRIEFING, BriefingKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from bot.filters import stage_titles
from config import formats
from config.suggestion import closest
from feedback.quiet import zone_of
from feedback.schedules import Mute, Rhythm, Schedule, next_after
from feedback.work import Wanted

_SINCE = timedelta(days=7)
_WEEKDAYS: tuple[BriefingKey, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_EVERY: dict[Rhythm, BriefingKey] = {
    "daily": "every_day", "weekly": "every_week", "monthly": "every_month"
}  # fmt: skip
_USUAL: tuple[tuple[BriefingKey, str], ...] = (
    ("set_daily", "daily 8:00"), ("set_weekly", "weekly monday 8:00"), ("set_monthly", "monthly 1 8:00"),
)  # fmt: skip


async def run(call: Call, counter: Counter) -> Answer:
    """Do what the words want."""
    wish = read(call.words)
    language = call.actor.language
    if isinstance(wish, str):
        text = BRIEFING.say("digest_misread", language, said=plain(wish)[:60])
        return Answer(text=text, buttons=_usual(language), is_refusal=True)
    match wish.deed:
        case "now":
            return await compose(counter, call.actor, since=counter.now() - _SINCE)
        case "ack" | "mute" | "unmute":
            return await asyncio.to_thread(_see_to_alarm, wish, call, counter)
        case "set" | "quiet" | "off" | "show":
            return await asyncio.to_thread(_arrange, wish, call, counter)


def _arrange(wish: Wish, call: Call, counter: Counter) -> Answer:
    """Change or show what comes here."""
    language, room = call.actor.language, _room(call, counter)
    here = [
        each
        for each in counter.store.schedules(counter.loaded.journey.id)
        if each.channel == call.actor.channel
        and (each.room == room if room is not None else each.room is None and each.customer == call.actor.id)
    ]
    if wish.deed == "show" or (not here and wish.deed != "set"):
        return _shown(here[-1] if here else None, call, counter)
    if wish.deed == "off":
        counter.store.drop_schedules(tuple(each.id for each in here))
        return Answer(text=BRIEFING.say("digest_off", language), buttons=_usual(language), seen=("digest",))
    wanted = (
        replace(here[-1], quiet=wish.quiet) if wish.deed == "quiet" else _new(wish, call, counter, room=room)
    )
    quiet = counter.loaded.journey.policy.quiet_hours
    wanted = replace(wanted, next_at=next_after(wanted, counter.now(), quiet=quiet))
    counter.store.keep_schedule(wanted, instead_of=tuple(each.id for each in here))
    return _shown(wanted, call, counter)


def _new(wish: Wish, call: Call, counter: Counter, *, room: str | None) -> Schedule:
    """Return the schedule that is wanted; its id is the call's, so that asking once makes one."""
    journey, now = counter.loaded.journey, counter.now()
    return Schedule(
        id=call.key,
        customer=call.actor.id,
        journey=journey.id,
        channel=call.actor.channel,
        language=call.actor.language,
        timezone=zone_of(call.actor.timezone, journey.timezone)[0].key,
        rhythm=wish.rhythm,
        at=wish.at,
        weekday=wish.weekday,
        day=wish.day,
        room=room,
        created_at=now,
        next_at=now,
    )


def _room(call: Call, counter: Counter) -> str | None:
    """Return what the room is kept by that somebody speaks in, if it is a team's."""
    if call.actor.room is None or call.actor.team is None:
        return None
    here = (call.actor.channel, call.actor.room)
    found = counter.store.load(Wanted(addresses=frozenset({here}))).addresses.get(here)
    return None if found is None else found.customer


def _shown(schedule: Schedule | None, call: Call, counter: Counter) -> Answer:
    language = call.actor.language
    now = Button(label=BRIEFING.say("digest_now", language), command="/digest now", is_new=True)
    if schedule is None:
        text = BRIEFING.say("digest_none", language)
        return Answer(text=text, buttons=(now, *_usual(language)))
    zone, _ = zone_of(schedule.timezone, "UTC")
    quiet = schedule.quiet or counter.loaded.journey.policy.quiet_hours
    lines = [
        BRIEFING.say(
            _EVERY[schedule.rhythm],
            language,
            at=_clock(schedule.at),
            weekday=BRIEFING.say(_WEEKDAYS[schedule.weekday], language),
            day=schedule.day,
            zone=zone.key,
        ),
        BRIEFING.say(
            "digest_next", language, when=formats.moment(schedule.next_at.astimezone(zone), language)
        ),
    ]
    if quiet is not None:
        lines.append(BRIEFING.say("digest_quiet", language, start=_clock(quiet.start), end=_clock(quiet.end)))
    off = Button(label=BRIEFING.say("turn_off", language), command="/digest off")
    return Answer(text="\n".join(lines), buttons=(now, *_usual(language), off), seen=("digest",))


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _usual(language: str) -> tuple[Button, ...]:
    return tuple(
        Button(label=BRIEFING.say(key, language), command=f"/digest {words}") for key, words in _USUAL
    )


def _see_to_alarm(wish: Wish, call: Call, counter: Counter) -> Answer:
    """Acknowledge or mute the alarm of a stage."""
    journey, language, now = counter.loaded.journey, call.actor.language, counter.now()
    titles = stage_titles(journey, language)
    stage = _stage(wish.stage, titles)
    if stage is None:
        return _which_stage(wish, titles, language)
    title, seen = plain(titles[stage]), (f"alarm:{stage}",)
    if wish.deed == "ack":
        done = acknowledge(counter, stage)
        return Answer(
            text=BRIEFING.say("acked" if done else "nothing_to_ack", language, stage=title), seen=seen
        )
    if wish.deed == "unmute":
        counter.store.drop_mute(journey.id, stage)
        return Answer(text=BRIEFING.say("unmuted", language, stage=title), seen=seen)
    until = now + wish.length
    counter.store.keep_mute(Mute(journey=journey.id, stage=stage, until=until, at=now))
    zone, _ = zone_of(call.actor.timezone, journey.timezone)
    day = formats.day(until.astimezone(zone).date(), language)
    undo = Button(label=BRIEFING.say("do_unmute", language), command=f"/digest unmute {stage}", is_new=True)
    return Answer(text=BRIEFING.say("muted", language, stage=title, until=day), buttons=(undo,), seen=seen)


def _stage(said: str, titles: dict[str, str]) -> str | None:
    names = {
        **{title.casefold(): stage for stage, title in titles.items()},
        **{each: each for each in titles},
    }
    return names.get(said.casefold())


def _which_stage(wish: Wish, titles: dict[str, str], language: str) -> Answer:
    near = closest(wish.stage.casefold(), list(titles))
    shown = [near] if near else list(titles)[:8]
    return Answer(
        text=BRIEFING.say("which_alarm", language, said=plain(wish.stage)[:60]),
        buttons=tuple(
            Button(label=plain(titles[stage]), command=f"/digest {wish.deed} {stage}") for stage in shown
        ),
        is_refusal=True,
    )


SPEC = Command(
    name="digest",
    roles=READERS,
    run=run,
    examples=("/digest now", "/digest weekly monday 8:00", "/digest mute delivery 14d"),
)
