"""One digest of all that monitors watch: plain lines that any channel can send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import watch_words as said
from bot.reporting import Grounds, Query
from bot.watching import Stream
from bot.weekly import Outlier, is_told, outliers
from mapping.catalogue import words_for
from mapping.methods.monitors.digest import Digest, Entry, Watched, digest
from mapping.quote import telling
from mapping.words import Words

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
        [_watched(each, is_again=since is not None) for each in streams],
        since=since,
        fewest_customers=grounds.min_customers,
    )
    return Digested(
        text="\n".join(_lines(grounds, found, link=link, language=language)),
        told={each.stage: each.number for each in found.new},
        worth_telling=found.is_worth_telling,
    )


def _watched(stream: Stream, *, is_again: bool) -> Watched:
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
    words = words_for(grounds.about(Query(language=language)).language)
    yield said.TITLE.format(title=journey.say(journey.title, language))
    if not found.new:
        yield said.NOTHING_NEW
    for entry in found.new:
        yield ""
        yield said.NEW.format(stage=titles[entry.stage], side=said.SIDES[entry.direction])
        yield from (f"  - {line}" for line in _told(entry, words))
        yield from (f"  - {line}" for line in _quotes(grounds, entry, words))
        yield f"  - {said.NEXT.format(stage=entry.stage)}"
    if link is not None:
        yield ""
        yield said.LINK.format(link=link)
    yield from _weeks(outliers(grounds, Query(language=language)), titles, least=grounds.min_customers)
    yield from _rest(found)


def _told(entry: Entry, words: Words) -> Iterator[str]:
    started = entry.started
    if started is None:
        yield said.UNKNOWN_BEGIN.format(raised=_day(entry.raised_at))
    else:
        yield said.BEGAN.format(at=_day(started.at), low=_day(started.low), high=_day(started.high))
        yield said.SIZE.format(
            size=words.signed(started.size),
            low=words.signed(started.size_low),
            high=words.signed(started.size_high),
        )
        yield said.SURE.format(sure=said.percent(started.sure))
    yield said.HIT.format(customers=entry.customers)


def _quotes(grounds: Grounds, entry: Entry, words: Words) -> Iterator[str]:
    """Yield what those say who were there since, if their words may be shown."""
    since = entry.raised_at if entry.started is None else entry.started.at
    query = Query(stage=entry.stage, since=since.date())
    quotes = [each for each in grounds.quotes(query) if each.at >= since]
    chosen = telling(quotes, score=_SIDES[entry.direction], language=words.language, count=_QUOTES)
    yield from (said.QUOTE.format(text=" ".join(each.text.split())) for each in chosen)
    if not chosen:
        yield said.NO_QUOTES


def _weeks(found: tuple[Outlier, ...], titles: Mapping[str, str], *, least: int) -> Iterator[str]:
    told = [each for each in found if is_told(each, least=least)]
    if not told:
        return
    yield ""
    yield said.WEEKS
    for each in told:
        line = said.WEEK.format(
            stage=titles[each.stage],
            week=each.week,
            share=said.percent(each.count / each.size),
            what=each.metric,
            usual=said.percent(each.usual),
        )
        yield f"  - {line}"


def _rest(found: Digest) -> Iterator[str]:
    """Yield how many streams stand otherwise."""
    counts = (
        (said.STANDING, found.standing),
        (said.ACKNOWLEDGED, found.acknowledged),
        (said.WITHHELD, found.withheld),
        (said.LEARNING, found.learning),
    )
    lines = [text.format(count=count, streams=found.streams) for text, count in counts if count]
    if lines:
        yield ""
        yield " ".join(lines)


def _day(at: datetime) -> str:
    return f"{at:%-d %b %Y}"
