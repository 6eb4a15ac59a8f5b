"""Which kinds of customers feel otherwise than all others, and where."""

from collections.abc import Iterator, Mapping

from bot.filters import asked_stages, stage_titles
from bot.report_words import DIFFERENCE, INTERVAL, MEAN, RANKS, VERDICTS, looked_at
from bot.reporting import Grounds, Query, ReportSpec
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.contrasts import EVERYWHERE, Contrast, contrasts, told_apart
from mapping.report import HIDDEN, Bounded, Column, Report, Table, Value
from mapping.words import Words

_MOST_GAPS = 12

_GROUP = Column(key="group", title="Group")
_FIGURES = (
    Column(key="score", title="Score", kind="score"),
    Column(key="voters", title="n", kind="count"),
    Column(key="others", title="Others", kind="score"),
    Column(key="others_voters", title="n", kind="count"),
    Column(key="difference", title="Difference", kind="change"),
    Column(key="verdict", title="So"),
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Set every persona and segment beside all other customers."""
    journey = grounds.journey
    titles = {
        **{f"persona:{each.id}": journey.say(each.title, query.language) for each in journey.personas},
        **{f"segment:{each.id}": journey.say(each.title, query.language) for each in journey.segments},
    }
    if not titles:
        fix = "add personas: or segments: with a rule to the journey file"
        return Refused(pointer="/", what=f"journey {journey.id!r} has no persona and no segment", fix=fix)
    table, stages = grounds.scores(query), asked_stages(journey, query)
    sides = {group: told_apart(table, _members(grounds, group)) for group in titles}
    found = contrasts(
        {group: pair[0] for group, pair in sides.items()},
        {group: pair[1] for group, pair in sides.items()},
        stages=stages,
        least=grounds.min_customers,
    )
    names = stage_titles(journey, query.language)
    gaps = sorted((each for each in found if each.place and each.counts), key=_size)
    about = grounds.about(query)
    return Report(
        name="segments",
        title="Who feels otherwise",
        about=about,
        findings=tuple(_findings(found, titles, names, words_for(about.language))),
        tables=(_overall(found, titles, query), _gaps(gaps[:_MOST_GAPS], titles, names)),
        notes=tuple(_notes(found)),
        formulas=(MEAN, INTERVAL, DIFFERENCE, RANKS),
    )


def _members(grounds: Grounds, group: str) -> frozenset[str]:
    kind, _, name = group.partition(":")
    return grounds.members(persona=name) if kind == "persona" else grounds.members(segment=name)


def _overall(found: tuple[Contrast, ...], titles: Mapping[str, str], query: Query) -> Table:
    is_whole = query.stage is None and query.medium is None
    rows = [(titles[each.group], *_figures(each)) for each in found if each.place == EVERYWHERE]
    return Table(
        key="groups",
        title="Over the whole journey" if is_whole else "Over all that was asked about",
        columns=(_GROUP, *_FIGURES),
        rows=tuple(rows),
    )


def _gaps(gaps: list[Contrast], titles: Mapping[str, str], names: Mapping[str, str]) -> Table:
    return Table(
        key="gaps",
        title="Where they differ, largest first",
        columns=(_GROUP, Column(key="stage", title="Stage"), *_FIGURES),
        rows=tuple((titles[each.group], names[each.place], *_figures(each)) for each in gaps),
        empty="No group can be told from the others at a stage.",
    )


def _figures(each: Contrast) -> tuple[Value, ...]:
    if each.own is None or each.others is None or each.difference is None:
        return (HIDDEN,) * len(_FIGURES)
    gap = each.difference
    verdict = VERDICTS[gap.verdict] if each.counts else VERDICTS["cannot_tell"]
    return (
        *(each.own.score, each.own.voters, each.others.score, each.others.voters),
        *(Bounded(gap.difference, gap.low, gap.high), verdict),
    )


def _findings(
    found: tuple[Contrast, ...], titles: Mapping[str, str], names: Mapping[str, str], words: Words
) -> Iterator[str]:
    kept = sorted((each for each in found if each.counts), key=_size)
    for each in kept[:3]:
        if each.difference is None:
            continue
        where = f"at {names[each.place]}" if each.place else "over all"
        amount = words.plain(abs(each.difference.difference))
        yield (
            f"{titles[each.group]} feel {amount} {VERDICTS[each.difference.verdict]} {where} than others "
            f"(n={words.count(each.difference.n_a)} and {words.count(each.difference.n_b)})."
        )
    if not any(each.is_told for each in found):
        yield "Every group, or its others, has too few customers; nothing can be told."
    elif not kept:
        yield "No group can be told from the others: what differs may well be chance."


def _notes(found: tuple[Contrast, ...]) -> Iterator[str]:
    looked = sum(each.is_told for each in found)
    yield from looked_at(looked)
    hidden = sum(not each.is_told for each in found)
    if looked and hidden:
        yield f"{hidden} more {'has' if hidden == 1 else 'have'} too few customers on one side."


def _size(each: Contrast) -> tuple[float, str, str]:
    gap = abs(each.difference.difference) if each.difference else 0.0
    return -gap, each.group, each.place


SPEC = ReportSpec(
    name="segments",
    summary="Tell which personas and segments feel otherwise than all others, and where.",
    make=make,
)
