"""The whole drawing, laid out once: every renderer only writes down what is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.cards import opportunity_row, pain_row, quote_row
from mapping.edges import HeaderText, entries, header, legend, method
from mapping.emotion_band import emotion_row
from mapping.frame import MARGIN, Band, Row, bands, rule
from mapping.marks import Group
from mapping.overlay import Overlay
from mapping.overlay_band import overlay_entries, overlay_row, overlay_scores
from mapping.overlay_names import gutter
from mapping.parts import About, MapStage
from mapping.rows import score_row, stage_row, touchpoint_row
from mapping.words import Words

BEFORE_TOUCHPOINTS, BEFORE_EMOTION, BETWEEN_BANDS = 18, 26, 24
TO_LEGEND, TO_METHOD, FOOT = 22, 14, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All marks of a map in groups, and its size in px; the bands lie between `top` and `bottom`."""

    width: float
    height: float
    top: float
    bottom: float
    groups: tuple[Group, ...]


def lay_out(
    stages: Sequence[MapStage],
    *,
    about: About,
    text: HeaderText,
    words: Words,
    overlays: Sequence[Overlay] = (),
    cases: str = "",
) -> Drawing:
    """Lay out header, bands, legend and method line; groups overlaid take the curve's place.

    `cases` says what became of cases, where there were any.
    """
    placed = bands(stages, gutter=gutter(overlays))
    right = placed[0].right
    top_group, y = header(text, right=right)
    groups, bands_top = [top_group], y
    for place, band in enumerate(placed):
        above = y + (BETWEEN_BANDS if place else 0)
        row = _band(band, top=above, about=about, words=words, stages=stages, overlays=overlays)
        groups += row.groups
        y = row.bottom
    bands_bottom = y
    groups.append(rule(y=y + 6, band=placed[-1]))
    signs = entries(stages, about, words=words)
    if overlays:
        signs = overlay_entries(overlays, stages, words=words, room=right - MARGIN)
    keys, y = legend(signs, top=y + 6 + TO_LEGEND, right=right)
    made, y = method(
        about, words=words, top=y + TO_METHOD, right=right, is_overlaid=bool(overlays), cases=cases
    )
    return Drawing(
        width=placed[0].width,
        height=y + FOOT,
        top=bands_top,
        bottom=bands_bottom,
        groups=(*groups, *keys, made),
    )


def _band(
    band: Band,
    *,
    top: float,
    about: About,
    words: Words,
    stages: Sequence[MapStage],
    overlays: Sequence[Overlay],
) -> Row:
    """Lay out one band, row under row; a row that nobody has anything for is left out."""
    rows = [stage_row(band, top=top, words=words)]
    rows.append(touchpoint_row(band, top=rows[-1].bottom + BEFORE_TOUCHPOINTS, words=words))
    above = rows[-1].bottom + BEFORE_EMOTION
    if overlays:
        rows.append(overlay_row(band, top=above, words=words, stages=stages, overlays=overlays))
    else:
        rows.append(emotion_row(band, top=above, words=words, stages=stages))
    rows.append(score_row(band, top=rows[-1].bottom, words=words, today=about.as_of.date()))
    if overlays:
        rows.append(overlay_scores(band, top=rows[-1].bottom, words=words, overlays=overlays))
    if any(stage.quotes for stage in stages):
        rows.append(quote_row(band, top=rows[-1].bottom, words=words))
    if any(stage.pain_points is not None for stage in stages):
        rows.append(pain_row(band, top=rows[-1].bottom, words=words))
    if any(stage.opportunities for stage in stages):
        rows.append(opportunity_row(band, top=rows[-1].bottom, words=words))
    return Row(groups=tuple(group for row in rows for group in row.groups), bottom=rows[-1].bottom)
