"""The map as Markdown, GitHub's kind: a table that reads well in a chat, a wiki or a pull request."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from config.emotion import Level
from mapping.case_lines import stage_line
from mapping.disclosure import Cell
from mapping.journey_map import JourneyMap
from mapping.only_text import escaped
from mapping.parts import MapStage, MapTouchpoint
from mapping.quote import Quote
from mapping.renderer import Renderer
from mapping.rows import missing, said
from mapping.twin import change
from mapping.words import Words
from mapping.wrapping import begun

Part = MapStage | MapTouchpoint


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the table: what stands over it, and what it says of a stage or a touchpoint."""

    head: str
    say: Callable[[Part], str]
    is_figure: bool = True


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as Markdown in UTF-8; no text of anybody's is anything but text in it."""
    blocks = [
        *_header(journey_map),
        _table(journey_map),
        *_overlays(journey_map),
        *_quotes(journey_map),
        *_pain_points(journey_map),
        *_opportunities(journey_map),
        *_cases(journey_map),
        _legend(journey_map),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _header(journey_map: JourneyMap) -> Iterator[str]:
    """Say what the map is about, how much it stands on and when it was made."""
    text, words, about = journey_map.text, journey_map.words, journey_map.about
    made = f"{words.as_of} {words.time(about.as_of, year=True)}"
    yield f"# {escaped(text.title) or escaped(about.journey)}"
    yield escaped(text.subtitle)
    yield f"**{escaped(text.headline)}** · {escaped(text.note)} · {escaped(made)}"


def _table(journey_map: JourneyMap) -> str:
    """Write a row for each stage, its touchpoints below it, and one for all stages together."""
    words, about = journey_map.words, journey_map.about
    whole = MapStage(id="", title=words.overall, cell=journey_map.overall, touchpoints=())
    parts: list[Part] = []
    for stage in journey_map.stages:
        parts += [stage, *stage.touchpoints]
    parts.append(whole)
    lanes = [lane for lane in _lanes(journey_map) if any(lane.say(part) for part in parts)]
    # A table is pasted without what stands over it, so it bears the date itself.
    corner = f"{words.stage} · {words.as_of} {words.date(about.as_of.date())}"
    rows = [
        [escaped(corner), *(escaped(lane.head) for lane in lanes)],
        ["---", *("---:" if lane.is_figure else "---" for lane in lanes)],
        *([_name(part, words), *(lane.say(part) for lane in lanes)] for part in parts),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _name(part: Part, words: Words) -> str:
    """Name a stage with its moments in bold, or a touchpoint with where it is."""
    title = escaped(part.title) or escaped(part.id)
    if isinstance(part, MapTouchpoint):
        return f"↳ {title} ({words.offline if part.where == 'offline' else words.online})"
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    return " · ".join([f"**{title}**", *(names[moment] for moment in part.moments)])


def _lanes(journey_map: JourneyMap) -> Sequence[Lane]:
    """Return the columns in order; those with nothing in them are left out later."""
    words, about = journey_map.words, journey_map.about
    before = words.before(about.previous_period)

    def signed(read: Callable[[MapStage], float | None]) -> Callable[[Part], str]:
        def say(part: Part) -> str:
            value = read(part) if isinstance(part, MapStage) else None
            return "" if value is None else words.signed(value)

        return say

    return (
        Lane(words.emotion, lambda part: _emotion(part, words), is_figure=False),
        Lane(words.score, lambda part: _score(part, journey_map)),
        Lane(words.range, lambda part: _range(part.cell, words)),
        Lane("n", lambda part: "" if part.cell.score is None else words.count(part.cell.voters or 0)),
        Lane(words.answers_head, lambda part: words.count(part.cell.answers) if part.cell.answers else ""),
        Lane(words.response_head, lambda part: _response(part.cell, words)),
        Lane(words.came_by, lambda part: _reach(part, words)),
        Lane(before, signed(lambda stage: stage.previous)),
        Lane(words.target, signed(lambda stage: stage.target)),
        Lane(words.owner, _owner, is_figure=False),
    )


def _emotion(part: Part, words: Words) -> str:
    """Return the word for how it felt, or why there is none."""
    if part.level is None:
        return f"*{missing(part.cell, words)}*"
    return words.level(part.level) + (f" ({words.low_n})" if part.cell.is_low_n else "")


def _score(part: Part, journey_map: JourneyMap) -> str:
    """Return the score, with a change that a monitor found."""
    if part.cell.score is None:
        return ""
    score = journey_map.words.signed(part.cell.score)
    changed = change(part, journey_map) if isinstance(part, MapStage) else ""
    return f"{score} ({changed})" if changed else score


def _range(cell: Cell, words: Words) -> str:
    """Return the score's interval."""
    if cell.low is None or cell.high is None:
        return ""
    return f"{words.signed(cell.low)} … {words.signed(cell.high)}"


def _response(cell: Cell, words: Words) -> str:
    """Return the share that answered with its interval, and of how many."""
    if cell.response is None:
        return ""
    low, high = words.percent(cell.response.low), words.percent(cell.response.high)
    share = words.percent(cell.response.value)
    return f"{share} ({low} … {high}), n={words.count(cell.delivered or 0)}"


def _reach(part: Part, words: Words) -> str:
    """Return how many came by a stage, and which share of them went on."""
    if not isinstance(part, MapStage) or part.reach is None:
        return ""
    told = [words.count(part.reach.customers)]
    if part.reach.go_on is not None:
        told.append(words.go_on.format(share=words.percent(part.reach.go_on)))
    return " · ".join(told)


def _owner(part: Part) -> str:
    """Return who answers for a stage."""
    return escaped(part.owner) if isinstance(part, MapStage) and part.owner else ""


def _overlays(journey_map: JourneyMap) -> Iterator[str]:
    """Set the groups overlaid side by side, a column each."""
    words, overlays = journey_map.words, journey_map.overlays
    if not overlays:
        return
    rows = [
        [escaped(words.stage), *(escaped(overlay.name) for overlay in overlays)],
        ["---", *(["---:"] * len(overlays))],
        *(
            [
                escaped(stage.title) or escaped(stage.id),
                *(escaped(said(overlay.stages[stage.id], words)) for overlay in overlays),
            ]
            for stage in journey_map.stages
        ),
    ]
    yield f"## {escaped(words.overlay)}"
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _quotes(journey_map: JourneyMap) -> Iterator[str]:
    """Quote customers under the name of the stage they speak of."""
    if any(stage.quotes for stage in journey_map.stages):
        yield f"## {escaped(journey_map.words.quotes)}"
    for stage in journey_map.stages:
        if stage.quotes:
            yield f"**{escaped(stage.title) or escaped(stage.id)}**"
            yield from (_quote(quote, stage, journey_map.words) for quote in stage.quotes)


def _quote(quote: Quote, stage: MapStage, words: Words) -> str:
    """Write one quote, with the touchpoint it is about."""
    titles = {point.id: point.title for point in stage.touchpoints}
    place = f" — {escaped(titles[quote.touchpoint])}" if quote.touchpoint in titles else ""
    return f"> {words.quoted(escaped(quote.text))}{place}"


def _pain_points(journey_map: JourneyMap) -> Iterator[str]:
    """List what hurts, and the stages where nothing was found; nothing where nobody looked."""
    words = journey_map.words
    told: list[str] = []
    for stage in journey_map.stages:
        name = f"- **{escaped(stage.title) or escaped(stage.id)}** –"
        for pain in stage.pain_points or ():
            customers = words.counted(words.customers, pain.customers)
            severity = words.severity.format(n=words.plain(pain.severity))
            told.append(f"{name} {escaped(pain.title)} · {customers} · {severity}")
        if stage.pain_points == () and stage.cell.score is not None:
            told.append(f"{name} {words.no_pain}")
    if told:
        yield f"## {escaped(words.pain_points)}"
        yield "\n".join(told)


def _opportunities(journey_map: JourneyMap) -> Iterator[str]:
    """List what could be done better."""
    told = [
        f"- **{escaped(stage.title) or escaped(stage.id)}** – {escaped(found.title)}"
        + (f" · {escaped(found.owner)}" if found.owner else "")
        for stage in journey_map.stages
        for found in stage.opportunities
    ]
    if told:
        yield f"## {escaped(journey_map.words.opportunities)}"
        yield "\n".join(told)


def _cases(journey_map: JourneyMap) -> Iterator[str]:
    """Say what became of the cases of each stage."""
    lines = [
        (stage, stage_line(journey_map.cases, stage.id, journey_map.words)) for stage in journey_map.stages
    ]
    told = [
        f"- **{escaped(stage.title) or escaped(stage.id)}** – {escaped(line)}"
        for stage, line in lines
        if line
    ]
    if told:
        yield f"## {escaped(journey_map.words.cases)}"
        yield "\n".join(told)


def _legend(journey_map: JourneyMap) -> str:
    """Explain scale, interval and method in one line."""
    words = journey_map.words
    scale = " · ".join(
        f"{words.level(level)} {words.signed(level).partition(words.decimal)[0]}" for level in Level
    )
    methods = [group.title or "" for group in journey_map.drawing.groups if group.part == "method"]
    return escaped(" ".join([f"{scale}.", f"{begun(words.interval)}.", *methods]))


SPEC = Renderer(name="markdown", media_type="text/markdown", suffix=".md", render=render)
