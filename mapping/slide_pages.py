"""A map laid out over slides, so that it reads on a wall: few stages on each, after the whole at a glance."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from mapping.cards import opportunity_row, pain_row, quote_row
from mapping.case_lines import total_line
from mapping.edges import entries, header, legend, method
from mapping.emotion_band import emotion_row
from mapping.frame import COLUMN, HEAD, MARGIN, Band, Column, Row
from mapping.journey_map import JourneyMap
from mapping.marks import Group, Letters
from mapping.overlay_band import overlay_entries, overlay_row, overlay_scores
from mapping.overlay_names import gutter
from mapping.palette import Ink
from mapping.rows import score_row, stage_row, touchpoint_row
from mapping.slide_glance import glance
from mapping.wrapping import clip

PAGE_WIDTH, PAGE_HEIGHT = 1108.0, 604.0
"""Room on a slide (px): so much that the smallest letters, of 12 px, are of 10 pt."""

_BETWEEN, _BEFORE_EMOTION, _BEFORE_LEGEND, _BEFORE_METHOD = 18, 26, 22, 14
_TITLE_SIZE, _TITLE_BASE, _SUBTITLE_BASE, _STAGES_TOP = 20, 30, 52, 66

Lay = Callable[[float], Row]
"""Lays out something from a top edge (px) on."""


def pages(journey_map: JourneyMap) -> tuple[Row, ...]:
    """Lay out slides: where stages need several, the whole comes first, at a glance.

    The first mark of a slide's first group is its title. The signs and how the map was made stand below what
    comes first, or on a slide of their own.
    """
    words, parts = journey_map.words, _parts(journey_map)
    head, y = header(journey_map.text, right=PAGE_WIDTH - MARGIN)
    top = Row(groups=(head,), bottom=y)
    if len(parts) == 1:
        return tuple(_ended(journey_map, list(_part(journey_map, parts[0], top))))
    stages = [_part(journey_map, part, _title(journey_map, part)) for part in parts]
    detailed = [page for part in stages for page in part]
    if journey_map.overlays:
        return tuple(_ended(journey_map, detailed))
    whole = _stacked(
        top, [lambda y: glance(journey_map.stages, top=y, right=PAGE_WIDTH - MARGIN, words=words)]
    )
    return (*_ended(journey_map, [whole]), *detailed)


def _parts(journey_map: JourneyMap) -> list[Band]:
    """Deal the stages out evenly, as many to a slide as have room."""
    stages, aside = journey_map.stages, gutter(journey_map.overlays)
    most = int((PAGE_WIDTH - HEAD - MARGIN - aside) // COLUMN)
    size = ceil(len(stages) / ceil(len(stages) / most))
    return [
        Band(
            columns=tuple(
                Column(stage=stage, index=start + place, x=HEAD + place * COLUMN)
                for place, stage in enumerate(stages[start : start + size])
            ),
            width=PAGE_WIDTH,
        )
        for start in range(0, len(stages), size)
    ]


def _title(journey_map: JourneyMap, band: Band) -> Row:
    """Head a slide with the stages that stand on it."""
    first, last = band.columns[0].stage, band.columns[-1].stage
    named = first.title if first is last else f"{first.title} – {last.title}"
    room = PAGE_WIDTH - 2 * MARGIN
    title = clip(f"{journey_map.text.title}: {named}", room=room, size=_TITLE_SIZE, bold=True)
    subtitle = clip(f"{journey_map.text.subtitle} · {journey_map.text.headline}", room=room)
    marks = (
        Letters(x=MARGIN, y=_TITLE_BASE, text=title, size=_TITLE_SIZE, bold=True),
        Letters(x=MARGIN, y=_SUBTITLE_BASE, text=subtitle, ink=Ink.MUTED),
    )
    group = Group(part="header", name="header", marks=marks, title=journey_map.text.title)
    return Row(groups=(group,), bottom=_STAGES_TOP)


def _part(journey_map: JourneyMap, band: Band, top: Row) -> Iterator[Row]:
    """Yield the slides of some stages: how it felt first, and as much of the rest as has room."""
    words, waiting, felt = journey_map.words, _rest(journey_map, band), _feelings(journey_map, band)

    def stages(y: float) -> Row:
        return stage_row(band, top=y, words=words)

    def points(y: float) -> Row:
        return touchpoint_row(band, top=y + _BETWEEN, words=words)

    page = _stacked(top, [stages, points, *felt])
    if page.bottom > PAGE_HEIGHT:
        page, waiting = _stacked(top, [stages, *felt]), [points, *waiting]
    for lay in waiting:
        longer = _stacked(page, [lay])
        if longer.bottom > PAGE_HEIGHT:
            yield page
            longer = _stacked(_title(journey_map, band), [stages, lay])
        page = longer
    yield page


def _feelings(journey_map: JourneyMap, band: Band) -> list[Lay]:
    """Return what lays out the curve and the scores below it."""
    words, stages, overlays = journey_map.words, journey_map.stages, journey_map.overlays

    def scores(y: float) -> Row:
        return score_row(band, top=y, words=words, today=journey_map.about.as_of.date())

    def curve(y: float) -> Row:
        return emotion_row(band, top=y + _BEFORE_EMOTION, words=words, stages=stages)

    def curves(y: float) -> Row:
        return overlay_row(band, top=y + _BEFORE_EMOTION, words=words, stages=stages, overlays=overlays)

    def by_group(y: float) -> Row:
        return overlay_scores(band, top=y, words=words, overlays=overlays)

    return [curves, scores, by_group] if overlays else [curve, scores]


def _rest(journey_map: JourneyMap, band: Band) -> list[Lay]:
    """Return what lays out the rows that some stage here has something for."""
    words, here = journey_map.words, [column.stage for column in band.columns]
    rows: list[tuple[bool, Lay]] = [
        (any(each.quotes for each in here), lambda y: quote_row(band, top=y, words=words)),
        (any(each.pain_points for each in here), lambda y: pain_row(band, top=y, words=words)),
        (any(each.opportunities for each in here), lambda y: opportunity_row(band, top=y, words=words)),
    ]
    return [lay for is_there, lay in rows if is_there]


def _stacked(page: Row, rows: Sequence[Lay]) -> Row:
    """Put rows below what a slide has."""
    groups, bottom = page.groups, page.bottom
    for lay in rows:
        row = lay(bottom)
        groups, bottom = (*groups, *row.groups), row.bottom
    return Row(groups=groups, bottom=bottom)


def _ended(journey_map: JourneyMap, found: Sequence[Row]) -> Iterator[Row]:
    """Yield slides, the signs and how the map was made below the last, or on one of their own."""
    *others, last = found
    yield from others
    ended = _stacked(last, _closing(journey_map))
    if ended.bottom <= PAGE_HEIGHT:
        yield ended
        return
    yield last
    head, y = header(journey_map.text, right=PAGE_WIDTH - MARGIN)
    yield _stacked(Row(groups=(head,), bottom=y), _closing(journey_map))


def _closing(journey_map: JourneyMap) -> list[Lay]:
    about, words, overlays = journey_map.about, journey_map.words, journey_map.overlays
    right, stages = PAGE_WIDTH - MARGIN, journey_map.stages
    signs = entries(stages, about, words=words)
    if overlays:
        signs = overlay_entries(overlays, stages, words=words, room=right - MARGIN)

    def keys(y: float) -> Row:
        groups, bottom = legend(signs, top=y + _BEFORE_LEGEND, right=right)
        return Row(groups=groups, bottom=bottom)

    def made(y: float) -> Row:
        group, bottom = method(
            about,
            words=words,
            top=y + _BEFORE_METHOD,
            right=right,
            is_overlaid=bool(overlays),
            cases=total_line(journey_map.cases, words),
        )
        return Row(groups=(group,), bottom=bottom)

    return [keys, made]
