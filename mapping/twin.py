"""The map's text twin: its figures and words as a table and lists, for those who do not see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.case_lines import stage_line
from mapping.journey_map import JourneyMap
from mapping.parts import MapStage, MapTouchpoint
from mapping.rows import amount, missing, said, since_when
from mapping.words import Words
from mapping.wrapping import begun, tidy


@dataclass(frozen=True, slots=True)
class TwinRow:
    """A stage's or a touchpoint's cells, the name first."""

    cells: tuple[str, ...]
    is_stage: bool


@dataclass(frozen=True, slots=True)
class TwinTable:
    """What stands over the columns, and the rows; a column with nothing in it is left out."""

    heads: tuple[str, ...]
    rows: tuple[TwinRow, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list under a title; each entry says which stage it is about."""

    title: str
    entries: tuple[tuple[str, str], ...]


Part = MapStage | MapTouchpoint
_FIRST_FIGURE = 2


def table(journey_map: JourneyMap) -> TwinTable:
    """Return a row for each stage, its touchpoints below it, and one for all stages together."""
    words = journey_map.words
    whole = MapStage(id="", title=words.overall, cell=journey_map.overall, touchpoints=())
    parts: list[Part] = []
    for stage in journey_map.stages:
        parts += [stage, *stage.touchpoints]
    rows = [_row(part, journey_map) for part in (*parts, whole)]
    heads = (
        words.stage,
        words.emotion,
        words.score,
        words.range,
        "n",
        words.answers_head,
        words.response_head,
        _before(journey_map),
        words.target,
        words.came_by,
    )
    kept = [at for at in range(len(heads)) if at < _FIRST_FIGURE or any(row.cells[at] for row in rows)]
    return TwinTable(
        heads=tuple(heads[at] for at in kept),
        rows=tuple(TwinRow(tuple(row.cells[at] for at in kept), is_stage=row.is_stage) for row in rows),
    )


def lists(journey_map: JourneyMap) -> Iterator[Listed]:
    """Yield groups overlaid, quotes, pain points, opportunities and cases, each where there are some."""
    words, stages = journey_map.words, journey_map.stages
    quotes = [(_title(stage), words.quoted(quote.text)) for stage in stages for quote in stage.quotes]
    pains = [(_title(stage), text) for stage in stages for text in _pains(stage, words)]
    opportunities = [
        (_title(stage), found.title + (f" · {found.owner}" if found.owner else ""))
        for stage in stages
        for found in stage.opportunities
    ]
    compared = [
        (_title(stage), f"{overlay.name}: {said(overlay.stages[stage.id], words)}")
        for stage in stages
        for overlay in journey_map.overlays
    ]
    for title, entries in (
        (words.overlay, compared),
        (words.quotes, quotes),
        (words.pain_points, pains),
        (words.opportunities, opportunities),
        (words.cases, _cases(journey_map)),
    ):
        if entries:
            yield Listed(title, tuple(entries))


def _cases(journey_map: JourneyMap) -> list[tuple[str, str]]:
    """Say of each stage what became of its cases."""
    lines = (
        (_title(stage), stage_line(journey_map.cases, stage.id, journey_map.words))
        for stage in journey_map.stages
    )
    return [(title, line) for title, line in lines if line]


def notes(journey_map: JourneyMap) -> tuple[str, ...]:
    """Return how the figures were made."""
    words, about = journey_map.words, journey_map.about
    methods = [group.title or "" for group in journey_map.drawing.groups if group.part == "method"]
    return (
        f"{words.as_of}: {words.time(about.as_of, year=True)}. {begun(words.interval)}.",
        *methods,
    )


def told(journey_map: JourneyMap) -> str:
    """Return all of it as plain lines, for notes and for where a table cannot be."""
    text, twin = journey_map.text, table(journey_map)
    lines = [text.title, text.subtitle, f"{text.headline} · {text.note}", ""]
    for row in twin.rows:
        figures = [
            f"{head}: {cell}" for head, cell in zip(twin.heads[1:], row.cells[1:], strict=True) if cell
        ]
        lines.append(f"{'' if row.is_stage else '– '}{row.cells[0]}: {'; '.join(figures)}")
    for listed in lists(journey_map):
        lines += ["", listed.title, *(f"{stage}: {entry}" for stage, entry in listed.entries)]
    return "\n".join([*lines, "", *notes(journey_map)])


def change(stage: MapStage, journey_map: JourneyMap) -> str:
    """Say a change that a monitor found, and since when; nothing where it found none."""
    if stage.change is None:
        return ""
    words, today = journey_map.words, journey_map.about.as_of.date()
    return f"{amount(stage.change, words)} {since_when(stage.change, words, today=today)}"


def moments(stage: MapStage, words: Words) -> Sequence[str]:
    """Name what the stage is remembered as."""
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    return [names[moment] for moment in stage.moments]


def _row(part: Part, journey_map: JourneyMap) -> TwinRow:
    """Return a row, every column of it."""
    words, cell, level = journey_map.words, part.cell, part.level
    emotion = missing(cell, words) if level is None else words.level(level)
    figures = (
        "" if cell.score is None else words.signed(cell.score),
        ""
        if cell.low is None or cell.high is None
        else f"{words.signed(cell.low)} … {words.signed(cell.high)}",
        "" if cell.score is None else words.count(cell.voters or 0),
        words.count(cell.answers) if cell.answers else "",
        words.percent(cell.response.value) if cell.response else "",
    )
    return TwinRow(
        (
            _name(part, journey_map),
            emotion + (f" ({words.low_n})" if cell.is_low_n else ""),
            *figures,
            *(_compared(part, words) if isinstance(part, MapStage) else ("", "", "")),
        ),
        is_stage=isinstance(part, MapStage),
    )


def _name(part: Part, journey_map: JourneyMap) -> str:
    """Name a stage with its moments and a real change, or a touchpoint with where it is."""
    words = journey_map.words
    if isinstance(part, MapStage):
        changed = change(part, journey_map)
        return " · ".join([_title(part), *moments(part, words), *([changed] if changed else [])])
    return f"{_title(part)} ({words.offline if part.where == 'offline' else words.online})"


def _compared(stage: MapStage, words: Words) -> tuple[str, str, str]:
    """Return the period before, the target, and who came by."""
    return (
        "" if stage.previous is None else words.signed(stage.previous),
        "" if stage.target is None else words.signed(stage.target),
        words.count(stage.reach.customers) if stage.reach else "",
    )


def _title(part: Part) -> str:
    """Return the name of a stage or touchpoint, without what would break the page."""
    return tidy(part.title) or part.id


def _pains(stage: MapStage, words: Words) -> Iterator[str]:
    """Yield what hurts at a stage, or that nothing does where somebody looked."""
    for pain in stage.pain_points or ():
        customers = words.counted(words.customers, pain.customers)
        yield f"{pain.title} · {customers} · {words.severity.format(n=words.plain(pain.severity))}"
    if stage.pain_points == () and stage.cell.score is not None:
        yield words.no_pain


def _before(journey_map: JourneyMap) -> str:
    """Name the period before."""
    return journey_map.words.before(journey_map.about.previous_period)
