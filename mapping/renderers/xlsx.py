"""The map as a workbook: a sheet for each lane, with real numbers and dates, for those who calculate on."""

from collections.abc import Iterator, Sequence

from config.emotion import Level
from mapping.disclosure import Cell
from mapping.journey_map import JourneyMap
from mapping.palette import ink_of
from mapping.parts import About, MapStage, MapTouchpoint
from mapping.period import Period
from mapping.renderer import Renderer
from mapping.rows import missing
from mapping.words import Words
from mapping.workbook import Item, Properties, Row, Sheet

Part = MapStage | MapTouchpoint


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as an Office Open XML workbook."""
    from mapping.workbook_writing import write  # noqa: PLC0415 - openpyxl is slow to import

    about, text = journey_map.about, journey_map.text
    properties = Properties(
        title=text.title, subject=text.subtitle, language=about.language, made=about.as_of
    )
    return write(_sheets(journey_map), properties)


def _sheets(journey_map: JourneyMap) -> Iterator[Sheet]:
    """Yield every lane; one with nothing in it has its heads all the same, so that sheets stay in place."""
    words, stages = journey_map.words, journey_map.stages
    yield _stages(stages, words, journey_map.about)
    yield _touchpoints(stages, words)
    if journey_map.overlays:
        yield _overlays(journey_map)
    yield _emotions(stages, words)
    yield _quotes(stages, words)
    yield _pain_points(stages, words)
    yield _opportunities(stages, words)
    yield Sheet(words.about, (words.about, "", ""), list(_about(journey_map)))


def _stages(stages: Sequence[MapStage], words: Words, about: About) -> Sheet:
    """Return the stages with their figures and what was compared with them."""
    before = words.before(about.previous_period)
    heads = (
        *(words.stage, words.moment, *_figure_heads(words)),
        *(before, words.change, words.changed_since, words.target, words.came_by, words.went_on, words.owner),
    )
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    rows = [
        (
            _title(stage),
            Item(", ".join(names[moment] for moment in stage.moments)),
            *_figures(stage, words),
            Item(stage.previous, "signed"),
            Item(stage.change.size if stage.change else None, "signed"),
            Item(stage.change.since if stage.change else None, "day"),
            Item(stage.target, "signed"),
            Item(stage.reach.customers if stage.reach else None, "count"),
            Item(stage.reach.go_on if stage.reach else None, "share"),
            Item(stage.owner),
        )
        for stage in stages
    ]
    return Sheet(words.stages, heads, rows)


def _touchpoints(stages: Sequence[MapStage], words: Words) -> Sheet:
    """Return the touchpoints with their figures."""
    heads = (words.stage, words.touchpoint, words.place, words.medium, *_figure_heads(words))
    rows = [
        (
            _title(stage),
            _title(point),
            Item(words.offline if point.where == "offline" else words.online),
            Item(point.medium),
            *_figures(point, words),
        )
        for stage in stages
        for point in stage.touchpoints
    ]
    return Sheet(words.touchpoints, heads, rows)


def _overlays(journey_map: JourneyMap) -> Sheet:
    """Return the groups overlaid, a row for each at each stage."""
    words = journey_map.words
    heads = (words.stage, words.overlay, words.score, words.range_low, words.range_high, "n", words.note)
    rows = [
        (
            _title(stage),
            Item(overlay.name),
            Item(cell.score, "signed"),
            Item(cell.low, "signed"),
            Item(cell.high, "signed"),
            Item(cell.voters, "count"),
            _note(cell, words),
        )
        for stage in journey_map.stages
        for overlay in journey_map.overlays
        for cell in (overlay.stages[stage.id],)
    ]
    return Sheet(words.overlay, heads, rows)


def _figure_heads(words: Words) -> tuple[str, ...]:
    """Return what stands over `_figures`."""
    return (
        *(words.emotion, words.score, words.range_low, words.range_high, "n", words.note),
        *(words.answers_head, words.customers_head, words.delivered, words.response_head),
        f"{words.response_head}: {words.range_low}",
        f"{words.response_head}: {words.range_high}",
        f"{words.last_answer} (UTC)",
    )


def _figures(part: Part, words: Words) -> tuple[Item, ...]:
    """Return a cell's figures, with a note where they are few or not told."""
    cell = part.cell
    response = cell.response
    return (
        _emotion(part, words),
        Item(cell.score, "signed"),
        Item(cell.low, "signed"),
        Item(cell.high, "signed"),
        Item(cell.voters, "count"),
        _note(cell, words),
        Item(cell.answers, "count"),
        Item(cell.customers, "count"),
        Item(cell.delivered, "count"),
        Item(response.value if response else None, "share"),
        Item(response.low if response else None, "share"),
        Item(response.high if response else None, "share"),
        Item(cell.last_at, "time"),
    )


def _emotions(stages: Sequence[MapStage], words: Words) -> Sheet:
    """Return how many answers lay at each level, and how many had each emotion that a scorer named."""
    parts: list[tuple[MapStage, Part]] = []
    for stage in stages:
        parts += [(stage, stage), *((stage, point) for point in stage.touchpoints)]
    named = sorted({name for _, part in parts for name, count in (part.cell.emotions or {}).items() if count})
    heads = (
        *(words.stage, words.touchpoint, words.emotion, words.score, "n", words.note),
        *(words.level(level) for level in Level),
        *named,
    )
    rows = [
        (
            _title(stage),
            Item(None) if part is stage else _title(part),
            _emotion(part, words),
            Item(part.cell.score, "signed"),
            Item(part.cell.voters, "count"),
            _note(part.cell, words),
            *(Item(count, "count") for count in part.cell.histogram or (None,) * len(Level)),
            *(Item((part.cell.emotions or {}).get(name), "count") for name in named),
        )
        for stage, part in parts
    ]
    return Sheet(words.emotion, heads, rows)


def _quotes(stages: Sequence[MapStage], words: Words) -> Sheet:
    """Return what customers said."""
    titles = {point.id: _title(point) for stage in stages for point in stage.touchpoints}
    rows = [
        (_title(stage), titles.get(quote.touchpoint, Item(None)), Item(quote.text), Item(quote.language))
        for stage in stages
        for quote in stage.quotes
    ]
    return Sheet(words.quotes, (words.stage, words.touchpoint, words.quotes, words.language_head), rows)


def _pain_points(stages: Sequence[MapStage], words: Words) -> Sheet:
    """Return what hurts; a stage where nothing was found is named, one where nobody looked is not."""
    title = words.pain_points.partition(" (")[0]
    heads = (words.stage, title, words.theme, words.severity_head, words.customers_head, words.note)
    rows: list[Row] = []
    for stage in stages:
        for pain in stage.pain_points or ():
            figures = (Item(pain.severity, "number"), Item(pain.customers, "count"))
            rows.append((_title(stage), Item(pain.title), Item(pain.theme), *figures))
        if stage.pain_points == () and stage.cell.score is not None:
            rows.append((_title(stage), *[Item(None)] * 4, Item(words.no_pain)))
    return Sheet(title, heads, rows)


def _opportunities(stages: Sequence[MapStage], words: Words) -> Sheet:
    """Return what could be done better."""
    titles = {point.id: _title(point) for stage in stages for point in stage.touchpoints}
    rows = [
        (
            _title(stage),
            titles.get(found.touchpoint or "", Item(None)),
            Item(found.title),
            Item(found.owner),
            Item(found.status),
        )
        for stage in stages
        for found in stage.opportunities
    ]
    heads = (words.stage, words.touchpoint, words.opportunities, words.owner, words.status)
    return Sheet(words.opportunities, heads, rows)


def _about(journey_map: JourneyMap) -> Iterator[Row]:
    """Say what the map is about, what all stages come to together, and how it was made."""
    about, words, text = journey_map.about, journey_map.words, journey_map.text
    yield Item(words.journey), Item(text.title), Item(about.journey)
    if about.period == Period():
        yield Item(words.period_head), Item(words.all_time)
    else:
        yield Item(words.period_head), Item(about.period.since, "day"), Item(about.period.until, "day")
    if about.previous_period is not None:
        since, until = about.previous_period.since, about.previous_period.until
        yield Item(words.previous_head), Item(since, "day"), Item(until, "day")
    yield Item(f"{words.as_of} (UTC)"), Item(about.as_of, "time")
    for template, name in ((words.persona, about.persona), (words.segment, about.segment)):
        if name:
            yield Item(template.format(name="").rstrip(" :\u00a0")), Item(name)
    if about.channels:
        yield Item(words.channels), Item(", ".join(about.channels))
    yield Item(words.overall), Item(text.headline)
    whole = MapStage(id="", title="", cell=journey_map.overall, touchpoints=())
    for head, item in zip(_figure_heads(words), _figures(whole, words), strict=True):
        if item.value is not None:
            yield Item(head), item
    yield Item(words.range), Item(words.interval)
    for group in journey_map.drawing.groups:
        if group.part == "method":
            yield Item(words.note), Item(group.title)


def _title(part: Part) -> Item:
    """Return the name of a stage or touchpoint."""
    return Item(part.title or part.id)


def _emotion(part: Part, words: Words) -> Item:
    """Return the word for how it felt, on its colour."""
    level = part.level
    return Item(None) if level is None else Item(words.level(level), ink=ink_of(level))


def _note(cell: Cell, words: Words) -> Item:
    """Say why a cell has no score, or that it stands on few customers."""
    if cell.score is None:
        return Item(missing(cell, words))
    return Item(words.low_n if cell.is_low_n else None)


SPEC = Renderer(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix=".xlsx",
    render=render,
)
