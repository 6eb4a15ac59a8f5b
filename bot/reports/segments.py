"""Which kinds of customers feel otherwise than all others, and where."""

from collections.abc import Iterator, Mapping

from bot.filters import asked_stages, stage_titles
from bot.refusals import refuse
from bot.report_words import DIFFERENCE, INTERVAL, MEAN, RANKS, Voice, looked_at
from bot.reporting import Grounds, Query, ReportSpec
from feedback.intake import Refused
from mapping.contrasts import EVERYWHERE, Contrast, contrasts
from mapping.report import HIDDEN, Bounded, Column, Report, Table, Value
from mapping.table import ScoreTable

_MOST_GAPS = 12

_GROUP = Column(key="group", title="head_group")
_FIGURES = (
    Column(key="score", title="head_score", kind="score"),
    Column(key="voters", title="head_n", kind="count"),
    Column(key="others", title="head_others", kind="score"),
    Column(key="others_voters", title="head_n", kind="count"),
    Column(key="difference", title="head_difference", kind="change"),
    Column(key="verdict", title="head_so"),
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Set every persona and segment beside all other customers."""
    journey = grounds.journey
    titles = {
        **{f"persona:{each.id}": journey.say(each.title, query.language) for each in journey.personas},
        **{f"segment:{each.id}": journey.say(each.title, query.language) for each in journey.segments},
    }
    if not titles:
        return refuse("/", "no_groups", "add_groups", query.language, journey=journey.id)
    stages = asked_stages(journey, query)
    sides = {group: _sides(grounds, query, group) for group in titles}
    found = contrasts(
        {group: pair[0] for group, pair in sides.items()},
        {group: pair[1] for group, pair in sides.items()},
        stages=stages,
        least=grounds.min_customers,
    )
    names = stage_titles(journey, query.language)
    gaps = sorted((each for each in found if each.place and each.counts), key=_size)
    about = grounds.about(query)
    voice = Voice(about.language)
    return Report(
        name="segments",
        title=voice.say("segments_title"),
        about=about,
        findings=tuple(_findings(found, titles, names, voice)),
        tables=(_overall(found, titles, query, voice), _gaps(gaps[:_MOST_GAPS], titles, names, voice)),
        notes=tuple(_notes(found, voice)),
        formulas=voice.formulas((MEAN, INTERVAL, DIFFERENCE, RANKS)),
    )


def _sides(grounds: Grounds, query: Query, group: str) -> tuple[ScoreTable, ScoreTable]:
    kind, _, name = group.partition(":")
    return grounds.apart(query, persona=name) if kind == "persona" else grounds.apart(query, segment=name)


def _overall(found: tuple[Contrast, ...], titles: Mapping[str, str], query: Query, voice: Voice) -> Table:
    is_whole = query.stage is None and query.medium is None
    rows = [(titles[each.group], *_figures(each, voice)) for each in found if each.place == EVERYWHERE]
    return Table(
        key="groups",
        title=voice.say("segments_whole" if is_whole else "segments_asked"),
        columns=voice.columns((_GROUP, *_FIGURES)),
        rows=tuple(rows),
    )


def _gaps(gaps: list[Contrast], titles: Mapping[str, str], names: Mapping[str, str], voice: Voice) -> Table:
    return Table(
        key="gaps",
        title=voice.say("segments_gaps"),
        columns=voice.columns((_GROUP, Column(key="stage", title="head_stage"), *_FIGURES)),
        rows=tuple((titles[each.group], names[each.place], *_figures(each, voice)) for each in gaps),
        empty=voice.say("segments_no_gaps"),
    )


def _figures(each: Contrast, voice: Voice) -> tuple[Value, ...]:
    if each.own is None or each.others is None or each.difference is None:
        return (HIDDEN,) * len(_FIGURES)
    gap = each.difference
    verdict = voice.verdict(gap.verdict if each.counts else "cannot_tell")
    return (
        *(each.own.score, each.own.voters, each.others.score, each.others.voters),
        *(Bounded(gap.difference, gap.low, gap.high), verdict),
    )


def _findings(
    found: tuple[Contrast, ...], titles: Mapping[str, str], names: Mapping[str, str], voice: Voice
) -> Iterator[str]:
    words = voice.words
    kept = sorted((each for each in found if each.counts), key=_size)
    for each in kept[:3]:
        if each.difference is None:
            continue
        yield voice.say(
            "segments_gap_at" if each.place else "segments_gap",
            group=titles[each.group],
            amount=words.plain(abs(each.difference.difference)),
            so=voice.verdict(each.difference.verdict),
            stage=names.get(each.place, ""),
            n=words.count(each.difference.n_a),
            others=words.count(each.difference.n_b),
        )
    if not any(each.is_told for each in found):
        yield voice.say("segments_too_few")
    elif not kept:
        yield voice.say("segments_chance")


def _notes(found: tuple[Contrast, ...], voice: Voice) -> Iterator[str]:
    looked = sum(each.is_told for each in found)
    yield from looked_at(looked, voice)
    hidden = sum(not each.is_told for each in found)
    if looked and hidden:
        yield voice.count("segments_hidden", hidden)


def _size(each: Contrast) -> tuple[float, str, str]:
    gap = abs(each.difference.difference) if each.difference else 0.0
    return -gap, each.group, each.place


SPEC = ReportSpec(
    name="segments",
    summary="Tell which personas and segments feel otherwise than all others, and where.",
    make=make,
)
