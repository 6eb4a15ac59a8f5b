"""One group or period beside another, stage by stage: the difference, how sure, and fairly weighted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from bot.fair_difference import FAIR, fair_difference, fair_table
from bot.filters import asked_stages, refused_query, stage_titles
from bot.refusals import RefusalKey, refuse
from bot.report_words import DIFFERENCE, INTERVAL, MEAN, RANKS, Voice, looked_at
from bot.reporting import Grounds, Option, Query, ReportSpec
from config.weeks import WEEK, monday_of, weeks_before
from feedback.intake import Refused
from mapping.columns import Flags
from mapping.contrasts import EVERYWHERE, Contrast, contrasts
from mapping.lattice import PERIOD_FORMS, span
from mapping.period import Period
from mapping.report import HIDDEN, Bounded, Column, Report, Table, Value
from mapping.table import ScoreTable

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", re.ASCII)
_WAYS = f"persona:ID, segment:ID, others, previous, target, or a period ({PERIOD_FORMS}, DAY..DAY)"
_ONE = "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Two tables with what they are called, and what the first is about.

    `may_share` says whether one customer's same answers can be on both sides.
    """

    one: ScoreTable
    other: ScoreTable
    one_name: str
    other_name: str
    asked: Query
    may_share: bool = False


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Set the answers asked about beside those of `--with`."""
    wanted = query.own.get("with", "others" if query.persona or query.segment else "previous")
    if wanted == "target":
        return _against_targets(grounds, query)
    sides = _sides(grounds, query, wanted)
    if isinstance(sides, Refused):
        return sides
    stages = asked_stages(grounds.journey, query)
    found = contrasts({_ONE: sides.one}, {_ONE: sides.other}, stages=stages, least=grounds.min_customers)
    if sides.may_share:
        found = tuple(_guarded(each, sides, stages, k=grounds.min_customers) for each in found)
    fair = fair_difference(grounds, sides.one, sides.other) if found[0].is_told else None
    names = (sides.one_name, sides.other_name)
    about = grounds.about(sides.asked)
    voice = Voice(about.language)
    titles = stage_titles(grounds.journey, query.language)
    return Report(
        name="compare",
        title=voice.say("compare_title", one=sides.one_name, other=sides.other_name),
        about=about,
        findings=tuple(_findings(found, titles, sides, voice)),
        tables=(_table(found, titles, sides, voice), *([fair_table(fair, *names, voice)] if fair else [])),
        notes=tuple(_notes(found, sides, voice)),
        formulas=voice.formulas((MEAN, INTERVAL, DIFFERENCE, RANKS, FAIR)),
    )


def _sides(grounds: Grounds, query: Query, wanted: str) -> _Sides | Refused:
    kind, _, name = wanted.partition(":")
    one_name = _name(grounds, query)
    if kind in {"persona", "segment"}:
        asked = replace(
            query,
            persona=name if kind == "persona" else None,
            segment=name if kind == "segment" else None,
        )
        refused = refused_query(grounds.journey, asked, language=query.language)
        if refused is not None:
            return refused
        if asked == query:
            helps: RefusalKey = "another_persona" if kind == "persona" else "another_segment"
            return refuse("/with", "same_customers", helps, query.language)
        return _Sides(
            one=grounds.scores(query), other=grounds.scores(asked), one_name=one_name,
            other_name=_name(grounds, asked), asked=query, may_share=True,
        )  # fmt: skip
    if wanted == "others":
        if not query.persona and not query.segment:
            return refuse("/with", "no_others", "add_group", query.language)
        everybody = replace(query, persona=None, segment=None)
        one, other = grounds.apart(everybody, persona=query.persona, segment=query.segment)
        return _Sides(
            one=one,
            other=other,
            one_name=one_name,
            other_name=_voice(grounds, query).say("compare_others_within"),
            asked=query,
        )
    return _periods(grounds, query, wanted)


def _periods(grounds: Grounds, query: Query, wanted: str) -> _Sides | Refused:
    """Return the two periods: the one asked about (the last four weeks, unless said) and the other."""
    today, language = grounds.as_of.date(), query.language
    last = min(query.until or today, today)
    first = query.since or monday_of(last) - 3 * WEEK
    if first > last:
        return refuse("/since", "begins_later", "days_so_far", language)
    other = _before(first, last, language) if wanted == "previous" else _read(wanted, language)
    if isinstance(other, Refused):
        return other
    if query.since is None and other.until is not None and first <= other.until < monday_of(last):
        first = other.until + timedelta(days=1)
    one = replace(query, since=first, until=last)
    two = replace(query, since=other.since, until=other.until)
    if _share_weeks(grounds.about(one).period, grounds.about(two).period):
        return refuse("/with", "share_weeks", "no_overlap", language, name=wanted)
    return _Sides(
        one=grounds.scores(one), other=grounds.scores(two), one_name=_days(grounds, one),
        other_name=_days(grounds, two), asked=one,
    )  # fmt: skip


def _share_weeks(one: Period, other: Period) -> bool:
    first, last = one.since or date.min, one.until or date.max
    return first <= (other.until or date.max) and (other.since or date.min) <= last


def _before(first: date, last: date, language: str | None) -> Period | Refused:
    """Return as many whole weeks right before."""
    before = weeks_before(first, last)
    if before is None:
        return refuse("/since", "nothing_before", "begin_later", language)
    return Period(*before)


def _read(wanted: str, language: str | None) -> Period | Refused:
    try:
        if found := _DAYS.fullmatch(wanted):
            since, until = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            if since > until:
                return refuse("/with", "other_ends_first", "earlier_first", language, name=wanted)
            return Period(since, until)
        return span(wanted)
    except (ValueError, OverflowError):
        return refuse("/with", "no_other_side", "write_side", language, name=wanted, forms=PERIOD_FORMS)


def _voice(grounds: Grounds, query: Query) -> Voice:
    return Voice(grounds.about(query).language)


def _days(grounds: Grounds, query: Query) -> str:
    about = grounds.about(query)
    return Voice(about.language).words.period(about.period)


def _name(grounds: Grounds, query: Query) -> str:
    about = grounds.about(query)
    return " + ".join(filter(None, (about.persona, about.segment))) or Voice(about.language).say(
        "compare_all"
    )


def _guarded(each: Contrast, sides: _Sides, stages: Mapping[str, Sequence[str]], *, k: int) -> Contrast:
    """Hide a contrast whose sides differ by a few customers: subtracted, they would tell of these few."""
    points = set(stages[each.place]) if each.place else {point for held in stages.values() for point in held}
    one, other = (_voters(table, points) for table in (sides.one, sides.other))
    if 0 < len(one - other) < k or 0 < len(other - one) < k:
        return Contrast(group=each.group, place=each.place)
    return each


def _voters(table: ScoreTable, points: AbstractSet[str]) -> frozenset[str]:
    held: Flags = np.array([point in points for point in table.touchpoints], dtype=np.bool_)
    rows = held[table.touchpoint] & (table.scored > 0)
    return frozenset(table.customers[code] for code in np.unique(table.customer[rows]).tolist())


def _table(found: tuple[Contrast, ...], titles: Mapping[str, str], sides: _Sides, voice: Voice) -> Table:
    say = voice.say
    is_rest = sides.other_name == say("compare_others_within")
    columns = (
        Column(key="stage", title=say("head_stage")),
        Column(key="one", title=sides.one_name, kind="score"),
        Column(key="one_n", title=say("head_n"), kind="count"),
        Column(key="other", title=say("compare_others") if is_rest else sides.other_name, kind="score"),
        Column(key="other_n", title=say("head_n"), kind="count"),
        Column(key="difference", title=say("head_difference"), kind="change"),
        Column(key="verdict", title=say("head_so")),
    )
    rows = tuple((titles.get(each.place, say("compare_over_all")), *_figures(each, voice)) for each in found)
    return Table(key="compare", title=say("compare_by_stage"), columns=columns, rows=rows)


def _figures(each: Contrast, voice: Voice) -> tuple[Value, ...]:
    if each.own is None or each.others is None or each.difference is None:
        return (HIDDEN,) * 6
    gap = each.difference
    verdict = voice.verdict(gap.verdict if each.counts else "cannot_tell")
    return (
        *(each.own.score, each.own.voters, each.others.score, each.others.voters),
        *(Bounded(gap.difference, gap.low, gap.high), verdict),
    )


def _notes(found: tuple[Contrast, ...], sides: _Sides, voice: Voice) -> Iterator[str]:
    yield from looked_at(sum(each.is_told for each in found), voice)
    if sides.may_share:
        yield voice.say("compare_both")
    if found[0].is_told and not all(each.is_told for each in found):
        yield voice.say("compare_over_all_note")


def _findings(
    found: tuple[Contrast, ...], titles: Mapping[str, str], sides: _Sides, voice: Voice
) -> Iterator[str]:
    words = voice.words
    kept = [each for each in found if each.counts and each.difference is not None]
    if not any(each.is_told for each in found):
        yield voice.say("compare_too_few")
    elif not kept:
        yield voice.say("compare_chance", one=sides.one_name, other=sides.other_name)
    for each in sorted(kept, key=_size)[:3]:
        gap = each.difference
        if gap is not None:
            yield voice.say(
                "compare_gap" if each.place == EVERYWHERE else "compare_gap_at",
                one=sides.one_name,
                other=sides.other_name,
                stage=titles.get(each.place, ""),
                amount=words.plain(abs(gap.difference)),
                so=voice.verdict(gap.verdict),
                n=words.count(gap.n_a),
                others=words.count(gap.n_b),
            )


def _size(each: Contrast) -> float:
    return -abs(each.difference.difference) if each.difference else 0.0


def _against_targets(grounds: Grounds, query: Query) -> Report | Refused:
    """Set each stage as it is beside how it should be."""
    asked = asked_stages(grounds.journey, query)
    targets = {
        each.id: each.target
        for each in grounds.journey.stages
        if each.target is not None and each.id in asked
    }
    if not targets:
        return refuse("/with", "no_target", "add_target", query.language)
    stages, table = asked, grounds.scores(query)
    found = contrasts({_ONE: table}, {_ONE: table}, stages=stages, least=grounds.min_customers)
    titles = stage_titles(grounds.journey, query.language)
    voice = _voice(grounds, query)
    say = voice.say
    rows = [
        (titles[each.place], *_target(each, targets[each.place], voice))
        for each in found
        if each.place in targets
    ]
    missed = [str(row[0]) for row in rows if row[-1] == say("missed")]
    columns = (
        Column(key="stage", title=say("head_stage")),
        Column(key="score", title=say("head_as_it_is"), kind="score"),
        Column(key="voters", title=say("head_n"), kind="count"),
        Column(key="target", title=say("head_target"), kind="score"),
        Column(key="gap", title=say("head_gap"), kind="change"),
        Column(key="verdict", title=say("head_so")),
    )
    shown = any(row[1] is not HIDDEN for row in rows)
    told = say("compare_on_target" if shown else "compare_few_stages")
    if missed:
        told = say("compare_missed", stages=", ".join(missed))
    return Report(
        name="compare",
        title=say("compare_should"),
        about=grounds.about(query),
        findings=(told,),
        tables=(Table(key="targets", title=say("compare_targets"), columns=columns, rows=tuple(rows)),),
        formulas=voice.formulas((MEAN, INTERVAL)),
    )


def _target(each: Contrast, target: float, voice: Voice) -> tuple[Value, ...]:
    if each.own is None:
        return HIDDEN, HIDDEN, target, HIDDEN, HIDDEN
    score = each.own.score
    verdict = "missed" if score.high < target else "met" if score.low >= target else "cannot_tell"
    gap = Bounded(score.value - target, score.low - target, score.high - target)
    return score, each.own.voters, target, gap, voice.say(verdict)


SPEC = ReportSpec(
    name="compare",
    summary="Set a persona, a segment or a period beside another, or what is beside what should be.",
    make=make,
    options=(Option(name="with", metavar="WHAT", help=f"What to compare with: {_WAYS}."),),
)
