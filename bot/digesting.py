"""One digest of all that monitors watch: plain lines that any channel can send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import watch_words as said
from bot.report_words import Voice
from bot.reporting import Grounds, Query
from bot.watching import Stream
from bot.weekly import Outlier, is_told, outliers
from mapping.methods.monitors.digest import Digest, Entry, Watched, digest
from mapping.quote import telling

_QUOTES = 3
_SIDES = {"down": -1.5, "up": 1.5}
"""Which feeling speaks for a change to that side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digested:
    """A digest as `text`, to be sent once; `told` has the number of each alarm in it, by stage.

    Where it is not `worth_telling` there is no new alarm in it.
    """

    text: str
    told: Mapping[str, int]
    worth_telling: bool


def make_digest(
    grounds: Grounds, *, since: datetime | None = None, link: str | None = None, language: str | None = None
) -> Digested:
    """Return what is new, and what else there is; with `since` also what was told before but is newer."""
    streams = grounds.watched()
    found = digest(
        [as_watched(each, is_again=since is not None) for each in streams],
        since=since,
        fewest_customers=grounds.min_customers,
    )
    return Digested(
        text="\n".join(_lines(grounds, found, link=link, language=language)),
        told={each.stage: each.number for each in found.new},
        worth_telling=found.is_worth_telling,
    )


def as_watched(stream: Stream, *, is_again: bool) -> Watched:
    """Return a stream as digests look at it; with `is_again` as if nothing had been told of it."""
    return Watched(
        stage=stream.stage,
        metric=stream.metric,
        monitor=stream.monitor,
        customers=stream.customers,
        started=stream.started,
        told=0 if is_again else stream.told,
    )


def _lines(grounds: Grounds, found: Digest, *, link: str | None, language: str | None) -> Iterator[str]:
    journey = grounds.journey
    titles = {each.id: journey.say(each.title, language) for each in journey.stages}
    voice = Voice(grounds.about(Query(language=language)).language)
    yield voice.say("digest_title", title=journey.say(journey.title, language))
    if not found.new:
        yield voice.say("digest_nothing")
    for entry in found.new:
        yield ""
        yield voice.say("digest_new", stage=titles[entry.stage], side=voice.say(said.SIDES[entry.direction]))
        yield from (f"  - {line}" for line in told_of(entry, voice))
        yield from (f"  - {line}" for line in _quotes(grounds, entry, voice))
        yield f"  - {voice.say('digest_next', stage=entry.stage)}"
    if link is not None:
        yield ""
        yield voice.say("digest_link", link=link)
    yield from _weeks(outliers(grounds, Query(language=language)), titles, voice, least=grounds.min_customers)
    yield from _rest(found, voice)


def told_of(entry: Entry, voice: Voice) -> Iterator[str]:
    """Yield what is known of an alarm: since when, how large, how sure, and who is hit."""
    started, words = entry.started, voice.words
    if started is None:
        yield voice.say("digest_no_begin", raised=words.date(entry.raised_at.date()))
    else:
        at, low, high = (words.date(each.date()) for each in (started.at, started.low, started.high))
        yield voice.say("digest_began", at=at, low=low, high=high)
        yield voice.say(
            "digest_size",
            size=words.signed(started.size),
            low=words.signed(started.size_low),
            high=words.signed(started.size_high),
        )
        yield voice.say("digest_sure", sure=words.percent(said.surely(started.sure)))
    yield voice.count("digest_hit", entry.customers)


def _quotes(grounds: Grounds, entry: Entry, voice: Voice) -> Iterator[str]:
    """Yield what those say who were there since, if their words may be shown."""
    since = entry.raised_at if entry.started is None else entry.started.at
    query = Query(stage=entry.stage, since=since.date())
    quotes = [each for each in grounds.quotes(query) if each.at >= since]
    chosen = telling(quotes, score=_SIDES[entry.direction], language=voice.words.language, count=_QUOTES)
    yield from (voice.words.quoted(" ".join(each.text.split())) for each in chosen)
    if not chosen:
        yield voice.say("digest_no_quotes")


def _weeks(
    found: tuple[Outlier, ...], titles: Mapping[str, str], voice: Voice, *, least: int
) -> Iterator[str]:
    told = [each for each in found if is_told(each, least=least)]
    if not told:
        return
    yield ""
    yield voice.say("digest_weeks")
    for each in told:
        line = voice.say(
            "digest_week",
            stage=titles[each.stage],
            week=voice.words.date(each.week),
            share=voice.words.percent(said.surely(each.count / each.size)),
            what=voice.say(each.metric),
            usual=voice.words.percent(said.surely(each.usual)),
        )
        yield f"  - {line}"


def _rest(found: Digest, voice: Voice) -> Iterator[str]:
    """Yield how many streams stand otherwise."""
    counts = (
        ("digest_standing", found.standing),
        ("digest_acknowledged", found.acknowledged),
        ("digest_withheld", found.withheld),
        ("digest_learning", found.learning),
    )
    lines = [voice.say(key, n=count, streams=found.streams) for key, count in counts if count]
    if lines:
        yield ""
        yield " ".join(lines)
