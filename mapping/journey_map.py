"""The journey map: everything that is said and drawn, decided once; renderers only write it down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.journey import Journey
from mapping.case_lines import MapCases, total_line
from mapping.catalogue import words_for
from mapping.deliveries import DeliveryTable
from mapping.disclosure import Cell, Disclosed
from mapping.edges import HeaderText, header_text
from mapping.layout import Drawing, lay_out
from mapping.narrowing import part_of, shown_part
from mapping.overlay import CustomerGroup, Overlay, overlaid
from mapping.parts import About, Change, MapStage, PainPoint, Reach
from mapping.period import Period
from mapping.quote import Quote
from mapping.rollup import Stages
from mapping.rows import said, spoken
from mapping.table import ScoreTable
from mapping.telling import Findings, stages_of, tell
from mapping.views import Views
from mapping.words import Words
from mapping.wrapping import tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyMap:
    """What the map says (`about`, `overall`, `stages`) and how it is drawn (`drawing`), in one language.

    `views` holds the maps of other periods and groups, where somebody asked for a page that can show them.
    """

    about: About
    text: HeaderText
    words: Words
    overall: Cell
    stages: tuple[MapStage, ...]
    drawing: Drawing
    description: str
    overlays: tuple[Overlay, ...] = ()
    """Groups whose lines are drawn in place of everybody's."""
    views: Views | None = None
    cases: MapCases | None = None
    """What became of cases, where there were any; on live maps alone."""


def build_map(
    journey: Journey,
    table: ScoreTable,
    *,
    version: str,
    period: Period,
    as_of: datetime,
    scorer: str,
    unjudged: int = 0,
    deliveries: DeliveryTable | None = None,
    quotes: Sequence[Quote] = (),
    previous: ScoreTable | None = None,
    previous_period: Period | None = None,
    persona: str | None = None,
    segment: str | None = None,
    language: str | None = None,
    channels: Sequence[str] = (),
    part: Stages | None = None,
    min_customers: int | None = None,
    reached: Mapping[str, Reach] | None = None,
    changes: Mapping[str, Change] | None = None,
    pain_points: Mapping[str, Sequence[PainPoint]] | None = None,
    groups: Sequence[CustomerGroup] = (),
    cases: MapCases | None = None,
) -> JourneyMap:
    """Make the map of `table`, which holds the rows of `period` (and persona, segment) and no others.

    `part` are the stages and touchpoints to draw, None for all; the table holds those of the whole journey.
    `channels` says in words which they are.
    `version` and `scorer` say what the scores were made with, `unjudged` how many answers it has still to
    judge, `as_of` (aware) when the figures were read.
    `persona` and `segment` are ids in the journey. `min_customers` overrides the journey's small-n rule:
    only on an operator's own machine. `reached`, `changes` and `pain_points` are by stage id. `groups`, two
    to four, are drawn each with a line of its own. `cases` are cleared for showing.
    Raise `TooManyStages` where a journey is too long to be read.
    """
    about = about_map(
        journey,
        version=version,
        period=period,
        previous_period=previous_period,
        as_of=as_of,
        scorer=scorer,
        unjudged=unjudged,
        persona=persona,
        segment=segment,
        language=language,
        channels=channels,
        min_customers=min_customers,
        has_changes=bool(changes),
    )
    stages, k = stages_of(journey), about.min_customers
    shown = shown_part(table, stages=stages, part=part, deliveries=deliveries, min_customers=k)
    before = None if previous is None else shown_part(previous, stages=stages, part=part, min_customers=k)
    return map_of(
        part_of(journey, part),
        shown,
        about=about,
        before=None if before is None else before.stages,
        findings=Findings(
            quotes=quotes, reached=reached or {}, changes=changes or {}, pain_points=pain_points
        ),
        overlays=overlaid(table, groups, stages=part or stages, shown=shown, min_customers=k, whole=stages)
        if groups
        else (),
        cases=cases,
    )


def about_map(
    journey: Journey,
    *,
    version: str,
    period: Period,
    as_of: datetime,
    scorer: str,
    unjudged: int = 0,
    previous_period: Period | None = None,
    persona: str | None = None,
    segment: str | None = None,
    language: str | None = None,
    channels: Sequence[str] = (),
    min_customers: int | None = None,
    has_changes: bool = False,
) -> About:
    """Return what a map is about, in one language; see `build_map`."""
    return About(
        journey=journey.id,
        title=tidy(journey.say(journey.title, language)),
        version=version,
        language=language or journey.language,
        period=period,
        previous_period=previous_period,
        persona=_persona(journey, persona, language),
        segment=_segment(journey, segment, language),
        channels=tuple(channels),
        as_of=as_of,
        scorer=scorer,
        min_customers=journey.policy.min_customers if min_customers is None else min_customers,
        has_changes=has_changes,
        unjudged=unjudged,
    )


def map_of(
    journey: Journey,
    shown: Disclosed,
    *,
    about: About,
    before: Mapping[str, Cell] | None = None,
    findings: Findings | None = None,
    overlays: Sequence[Overlay] = (),
    cases: MapCases | None = None,
) -> JourneyMap:
    """Make the map of figures that may be shown; `before` holds the stages' of the period before."""
    stages = tell(
        journey,
        shown=shown,
        before=before or {},
        findings=findings or Findings(),
        language=about.language,
        min_customers=about.min_customers,
    )
    return drawn(about, overall=shown.overall, stages=stages, overlays=overlays, cases=cases)


def drawn(
    about: About,
    *,
    overall: Cell,
    stages: Sequence[MapStage],
    overlays: Sequence[Overlay] = (),
    cases: MapCases | None = None,
) -> JourneyMap:
    """Lay out what is said."""
    words = words_for(about.language)
    text = header_text(about, overall, words=words)
    return JourneyMap(
        about=about,
        text=text,
        words=words,
        overall=overall,
        stages=tuple(stages),
        drawing=lay_out(
            stages, about=about, text=text, words=words, overlays=overlays, cases=total_line(cases, words)
        ),
        description=" ".join([_description(stages, words), *_compared(stages, overlays, words)]),
        overlays=tuple(overlays),
        cases=cases,
    )


def _description(stages: Sequence[MapStage], words: Words) -> str:
    """Name every stage's value, for those who hear the map."""
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    told = []
    for stage in stages:
        moments = "".join(f" – {names[moment]}" for moment in stage.moments)
        told.append(f"{stage.title} {spoken(stage, words)}{moments}")
    return f"{words.emotion}: {'; '.join(told)}."


def _compared(stages: Sequence[MapStage], overlays: Sequence[Overlay], words: Words) -> Iterator[str]:
    """Name every value of each group."""
    for overlay in overlays:
        told = (f"{stage.title} {said(overlay.stages[stage.id], words)}" for stage in stages)
        yield f"{overlay.name}: {'; '.join(told)}."


def _persona(journey: Journey, persona: str | None, language: str | None) -> str | None:
    """Return the persona's title; an id that the journey does not know speaks for itself."""
    found = next((known for known in journey.personas if known.id == persona), None)
    return tidy(journey.say(found.title, language)) if found else persona


def _segment(journey: Journey, segment: str | None, language: str | None) -> str | None:
    """Return the segment's title; an id that the journey does not know speaks for itself."""
    found = next((known for known in journey.segments if known.id == segment), None)
    return tidy(journey.say(found.title, language)) if found else segment
