"""A digest: what matters, alarms since the last one with what to tap, and the map, in one message."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.asking.desk import pictured, plain, stamp, understand
from bot.asking.map_answers import Drawn, draw
from bot.briefing.pages import picture_line, tells_anything
from bot.briefing.words import BRIEFING
from bot.command import Answer, Button, Call
from bot.counter import Counter
from bot.digesting import as_watched, told_of
from bot.filters import stage_titles
from bot.plugins import renderers
from bot.report_words import Voice
from bot.reporting import Grounds, Query
from bot.watch_words import SIDES
from bot.watching import acknowledged, as_record, standing
from feedback.prompts import Picture
from feedback.schedules import Mute
from mapping.catalogue import words_for
from mapping.methods.monitors.digest import Entry, digest
from mapping.period import Period
from mapping.report import Report

LINK_HOLDS = timedelta(days=7)
_MOST_ALARMS = 3
_LONGEST = 3500


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What monitors found: alarms that are `new`, how many are older, and the stages that are muted."""

    new: tuple[Entry, ...]
    older: int
    muted: tuple[str, ...]


async def compose(counter: Counter, actor: Actor, *, since: datetime) -> Answer:
    """Return the digest of what has happened since a moment, as somebody may see it."""
    journey, language, now = counter.loaded.journey, actor.language, counter.now()
    report = await counter.report("summary", Query(language=language), actor)
    grounds = await counter.grounds(actor)
    mutes = await asyncio.to_thread(counter.store.mutes, journey.id)
    found = await asyncio.to_thread(alarms, grounds, since=since, now=now, mutes=mutes)
    link = counter.link(Query(language=language), actor, now + LINK_HOLDS)
    titles = stage_titles(journey, language)
    title = plain(journey.say(journey.title, language))
    drawn = await _drawn(counter, actor)
    told = report.about.period if isinstance(report, Report) else Period()
    shown = picture_line(drawn.map.about.period if drawn else told, told, language=language)
    paragraphs = [
        f"**{BRIEFING.say('digest_title', language, title=title)}**",
        *(_page(report, language) if isinstance(report, Report) else ()),
        *_alarm_lines(found, Voice(language), titles),
        *([shown] if shown else []),
        *([BRIEFING.say("digest_link", language, link=link)] if link else []),
    ]
    return Answer(
        text="\n\n".join(paragraphs)[:_LONGEST],
        picture=await _picture(counter, drawn) if drawn else None,
        buttons=(*_alarm_buttons(found, titles, language), *_ways(language)),
        seen=("digest",),
    )


def alarms(grounds: Grounds, *, since: datetime, now: datetime, mutes: Collection[Mute]) -> Alarms:
    """Return the alarms raised since a moment, but for those of stages that are muted now."""
    quiet = {mute.stage for mute in mutes if mute.until > now}
    streams = [stream for stream in grounds.watched() if stream.stage not in quiet]
    found = digest(
        [as_watched(each, is_again=True) for each in streams],
        since=since,
        fewest_customers=grounds.min_customers,
    )
    return Alarms(new=found.new, older=found.standing, muted=tuple(sorted(quiet)))


def acknowledge(counter: Counter, stage: str) -> bool:
    """Let somebody have seen the alarm of a stage; False where it has none that is not seen."""
    journey = counter.loaded.journey
    while True:
        records = counter.store.monitors(journey.id)
        stream = next(
            each for each in standing(records, [each.id for each in journey.stages]) if each.stage == stage
        )
        seen = acknowledged(stream, at=counter.now())
        if seen == stream:
            return False
        if counter.store.save_monitors(journey.id, [as_record(seen)]):
            return True


def _page(report: Report, language: str) -> Iterator[str]:
    days = words_for(language).period(report.about.period)
    yield "\n".join([days, *(plain(each) for each in report.findings)])
    changed = next((table for table in report.tables if table.key == "changed"), None)
    lines = [str(row[0]) for row in changed.rows if row[0] not in report.findings] if changed else []
    if changed is not None and lines:
        yield "\n".join([f"**{plain(changed.title)}**", *(f"– {plain(line)}" for line in lines)])


def _alarm_lines(found: Alarms, voice: Voice, titles: dict[str, str]) -> Iterator[str]:
    language = voice.language
    if not found.new:
        yield BRIEFING.say("no_new_alarm", language)
    for entry in found.new:
        side = voice.say(SIDES[entry.direction])
        head = voice.say("digest_new", stage=plain(titles[entry.stage]), side=side)
        yield "\n".join([f"**{head}**", *(f"– {line}" for line in told_of(entry, voice))])
    notes = [BRIEFING.say("older_alarms", language, n=found.older)] if found.older else []
    if found.muted:
        names = ", ".join(plain(titles.get(stage, stage)) for stage in found.muted)
        notes.append(BRIEFING.say("muted_stages", language, names=names))
    if notes:
        yield " ".join(notes)


def _alarm_buttons(found: Alarms, titles: dict[str, str], language: str) -> Iterator[Button]:
    for entry in found.new[:_MOST_ALARMS]:
        stage = plain(titles[entry.stage])
        for key, words in (("do_ack", f"ack {entry.stage}"), ("do_mute", f"mute {entry.stage}")):
            label = BRIEFING.say("do_ack" if key == "do_ack" else "do_mute", language, stage=stage)
            yield Button(label=label, command=f"/digest {words}", is_new=True)


def _ways(language: str) -> Iterator[Button]:
    yield Button(label=BRIEFING.say("to_summary", language), command="/summary", is_new=True)
    yield Button(label=BRIEFING.say("to_map", language), command="/map", is_new=True)


async def _drawn(counter: Counter, actor: Actor) -> Drawn | None:
    call = Call(key="", command="map", words="", actor=actor, at=counter.now())
    question = understand(call, counter)
    drawn = question if isinstance(question, Answer) else await draw(question)
    return None if isinstance(drawn, Answer) or not tells_anything(drawn.map) else drawn


async def _picture(counter: Counter, drawn: Drawn) -> Picture:
    name = f"{counter.loaded.journey.id}-map-{stamp(drawn.question)}"
    return await pictured(name, drawn.map.description, lambda: renderers()["png"].render(drawn.map))
