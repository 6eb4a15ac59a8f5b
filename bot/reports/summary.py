"""A page a director reads: what matters, what changed and since when, what hurts, what was done about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, runtime_checkable

from bot.filters import asked_stages, stage_titles
from bot.refusals import refuse
from bot.report_cells import cells, whole_of
from bot.report_words import DIFFERENCE, INTERVAL, MEAN, RANKS, REACH, Voice
from bot.reporting import Grounds, Query, ReportSpec
from bot.reports.pains import quote
from bot.stage_weights import stage_weights
from bot.watching import Stream
from config.weeks import WEEK, monday_of, weeks_before
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.contrasts import contrasts
from mapping.disclosure import Disclosed
from mapping.mention_table import EMERGING
from mapping.pains import pains
from mapping.period import Period
from mapping.report import Column, Report, Table
from mapping.summary import Summary, summarise
from mapping.summary_facts import SUMMARY, Fact, Sentence, SummaryKey, spelt_fact, written
from mapping.summary_material import Hurt, Material, Plan, Standing

WEEKS = 4
"""So many whole weeks are told of where no days are named, up to the last one that is counted."""

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

_ONE = "one"
_FORMULAS = (MEAN, INTERVAL, DIFFERENCE, RANKS, REACH)


@runtime_checkable
class Recounts(Protocol):
    """Grounds that know what was done: a store does, files do not."""

    def done_days(self) -> Mapping[str, date]:
        """Return the day on which each opportunity that is done became so, by its id."""

    def rescued(self, query: Query) -> tuple[int, int]:
        """Return how many customers with a case of the time said if it is fixed, and how many that it is."""


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Tell of the period asked about, or of the last four weeks, beside as many weeks before."""
    days = _days(grounds, query)
    if isinstance(days, Refused):
        return days
    now, before = (replace(query, since=each.since, until=each.until) for each in days)
    found = summarise(_material(grounds, now, before))
    return _report(grounds, found, now, before, due=grounds.about(query).due)


def _days(grounds: Grounds, query: Query) -> tuple[Period, Period] | Refused:
    today = grounds.as_of.date()
    # Of shared figures the weeks that are over count alone: then the last of these is the last one told of.
    counted = grounds.about(replace(query, until=today)).period.until or today
    last = min(query.until or today, today, counted)
    first = query.since or monday_of(last) - (WEEKS - 1) * WEEK
    if first > last:
        return refuse("/since", "begins_later", "days_so_far", query.language)
    before = weeks_before(first, last)
    if before is None:
        return refuse("/since", "nothing_before", "begin_later", query.language)
    return Period(first, last), Period(*before)


def _material(grounds: Grounds, now: Query, before: Query) -> Material:
    stages = asked_stages(grounds.journey, now)
    shown, was = cells(grounds, now), cells(grounds, before)
    changes = contrasts(
        {_ONE: grounds.scores(now)},
        {_ONE: grounds.scores(before)},
        stages=stages,
        least=grounds.min_customers,
    )
    said, rescued = grounds.rescued(now) if isinstance(grounds, Recounts) else (0, 0)
    since, until = now.since or date.min, now.until or date.max
    return Material(
        k=grounds.min_customers,
        shown=shown,
        before=was,
        # Of a single stage, what is so over all is so there.
        changes=changes if len(stages) > 1 else changes[1:],
        standing=tuple(_standing(grounds, now)),
        hurts=_hurts(grounds, now, shown),
        hurt=_hurts(grounds, before, was),
        plans=tuple(_plans(grounds, now)),
        said=said,
        rescued=rescued,
        titles=stage_titles(grounds.journey, now.language),
        themes=grounds.themes,
        since=since,
        until=until,
        asked=_options(now),
        asked_before=_options(before),
    )


def _standing(grounds: Grounds, query: Query) -> Iterator[Standing]:
    """Yield what monitors found, where everybody is asked about: they watch no part of the customers."""
    parts = (query.persona, query.segment, query.medium)
    stages = asked_stages(grounds.journey, query)
    for stream in grounds.watched() if not any(parts) else ():
        if stream.stage in stages and stream.monitor.alarm is not None:
            yield from _since(stream)


def _since(stream: Stream) -> Iterator[Standing]:
    started = stream.started
    if started is not None:
        yield Standing(
            stage=stream.stage,
            at=started.at.date(),
            earliest=started.low.date(),
            latest=started.high.date(),
            size=started.size,
            low=started.size_low,
            high=started.size_high,
            sure=started.sure,
            customers=stream.customers,
        )


def _hurts(grounds: Grounds, query: Query, shown: Disclosed) -> tuple[Hurt, ...]:
    """Return what hurts, at stages whose figures are told."""
    mentions = grounds.mentions(whole_of(query))
    if mentions is None:
        return ()
    stages = {
        stage: points
        for stage, points in asked_stages(grounds.journey, query).items()
        if shown.stages[stage].score is not None
    }
    found = pains(
        mentions,
        grounds.scores(whole_of(query)),
        stages=stages,
        least=grounds.min_customers,
        seed=SEED,
        importance=stage_weights(grounds, query),
    )
    negative = mentions.negative()
    return tuple(
        Hurt(
            stage=each.stage,
            theme=each.theme,
            customers=each.customers,
            of=each.of,
            quote=quote(grounds, negative, each),
        )
        for each in found.pains
        if each.theme != EMERGING
    )


def _plans(grounds: Grounds, query: Query) -> Iterator[Plan]:
    stages = asked_stages(grounds.journey, query)
    days = grounds.done_days() if isinstance(grounds, Recounts) else {}
    for each in grounds.opportunities:
        if each.stage in stages:
            yield Plan(
                title=grounds.journey.say(each.title, query.language),
                stage=each.stage,
                theme=each.theme,
                status=each.status,
                done_on=days.get(each.id),
            )


def _options(query: Query) -> str:
    """Return the filters of a query as options of a command in the terminal."""
    named = {
        "persona": query.persona, "segment": query.segment, "medium": query.medium,
        "since": query.since, "until": query.until,
    }  # fmt: skip
    return "".join(f" --{option} {value}" for option, value in named.items() if value is not None)


def _report(grounds: Grounds, found: Summary, now: Query, before: Query, *, due: date | None) -> Report:
    about = grounds.about(now)
    language = about.language
    period = words_for(language).period(grounds.about(before).period)
    tables = (
        _told("changed", found.changed, language),
        _told("hurts", found.hurts, language),
        _quotes(found, grounds, now, language),
        _told("done", found.done, language),
        _sources(found, language),
    )
    notes = (SUMMARY.say("scale", language), SUMMARY.say("compared", language, period=period))
    is_empty = found.lead.key == "nobody" and due is not None and not len(grounds.scores(now))
    nothing = (Voice(language, due).nobody(),) if is_empty else ()
    findings = tuple(written(each, language) for each in (found.lead, *found.findings))
    return Report(
        name="summary",
        title=SUMMARY.say("title", language),
        about=replace(about, previous_period=grounds.about(before).period),
        findings=findings,
        tables=tuple(table for table in tables if table.rows),
        notes=notes if found.findings or found.changed else nothing,
        formulas=Voice(language).formulas(_FORMULAS),
        description=" ".join(findings),
    )


def _told(key: SummaryKey, sentences: Sequence[Sentence], language: str) -> Table:
    rows = tuple((written(each, language),) for each in sentences)
    columns = (Column(key="sentence", title=SUMMARY.say("sentence", language)),)
    return Table(key=key, title=SUMMARY.say(key, language), columns=columns, rows=rows)


def _quotes(found: Summary, grounds: Grounds, query: Query, language: str) -> Table:
    titles, themes = stage_titles(grounds.journey, query.language), grounds.themes
    columns = (
        Column(key="what", title=SUMMARY.say("what", language)),
        Column(key="where", title=SUMMARY.say("where", language)),
        Column(key="quote", title=SUMMARY.say("quotes", language), kind="quote"),
    )
    rows = tuple(
        (themes.get(each.theme, each.theme), titles[each.stage], each.quote) for each in found.quoted
    )
    return Table(key="quotes", title=SUMMARY.say("quotes", language), columns=columns, rows=rows)


def _sources(found: Summary, language: str) -> Table:
    """Return each figure of each sentence with its n, its interval, and what to ask to see it again."""
    columns = (
        Column(key="sentence", title=SUMMARY.say("sentence", language)),
        Column(key="figure", title=SUMMARY.say("figure", language)),
        Column(key="n", title="n"),
        Column(key="interval", title=SUMMARY.say("interval", language)),
        Column(key="from", title=SUMMARY.say("from", language)),
    )
    rows = tuple(
        dict.fromkeys(
            row
            for sentence in found.sentences
            for row in _figures(written(sentence, language), sentence.facts.values(), language)
        )
    )
    return Table(key="sources", title=SUMMARY.say("sources", language), columns=columns, rows=rows)


def _figures(sentence: str, facts: Iterable[Fact], language: str) -> Iterator[tuple[str, ...]]:
    words = words_for(language)
    for fact in facts:
        if fact.low is not None and fact.high is not None:
            low, high = (spelt_fact(replace(fact, value=end), words) for end in (fact.low, fact.high))
            n = "" if fact.n is None else words.count(fact.n)
            yield sentence, spelt_fact(fact, words), n, f"{low} … {high}", f"aftertouch {fact.query}"


SPEC = ReportSpec(
    name="summary",
    summary="Tell on one page what matters, what changed, what hurts, and what was done about it.",
    make=make,
    reads_words=True,
)
