"""Charts that Slack draws itself, and what stands in where a Slack team does not have them yet.

The SDK models neither block, so both are plain dictionaries:
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block. Its reference allows six series,
lists of others twelve: six are right by both.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from bot.channels.slack.elements import Block, Element, header
from bot.channels.slack.failing import code_of
from bot.channels.slack.mrkdwn import clip
from bot.home import Chart
from mapping.labels import distinct

MOST_CHARTS = 2
_SERIES = 6
_POINTS = 20
_TITLE = 50
_LABEL = 20
_TABLE_ROWS = 100
_TABLE_COLUMNS = 20
_ALT = 2000


def chart_block(chart: Chart) -> Block:
    """Return the chart as Slack draws it: at most six series of twenty points."""
    labels = distinct([clip(label.strip() or "…", _LABEL) for label in chart.labels[:_POINTS]], most=_LABEL)
    names = distinct([clip(one.name.strip() or "…", _LABEL) for one in chart.series[:_SERIES]], most=_LABEL)
    axis: Element = {"categories": labels}
    axis |= {"x_label": clip(chart.across, _TITLE)} if chart.across else {}
    axis |= {"y_label": clip(chart.upwards, _TITLE)} if chart.upwards else {}
    return {
        "type": "data_visualization",
        "title": clip(chart.title.strip() or "…", _TITLE),
        "chart": {
            "type": chart.kind,
            "series": [
                {"name": name, "data": _points(labels, one.values)}
                for name, one in zip(names, chart.series, strict=False)
            ],
            "axis_config": axis,
        },
    }


def stand_ins(chart: Chart) -> list[Block]:
    """Return what is shown instead: the picture if there is one, else a table."""
    title = header(clip(chart.title.strip() or "…", _TITLE))
    if chart.picture is not None:
        alt = clip(_in_words(chart), _ALT)
        return [title, {"type": "image", "image_url": chart.picture, "alt_text": alt}]
    return [title, _table(chart)]


def _instead(charts: Sequence[Chart]) -> list[Block]:
    """Return what stands in for charts; a picture that shows several of them is shown once."""
    shown: set[str] = set()
    blocks: list[Block] = []
    for chart in charts:
        if chart.picture is None or chart.picture not in shown:
            blocks += stand_ins(chart)
        shown.add(chart.picture or "")
    return blocks


@dataclass(slots=True)
class Charting:
    """Shows charts as the team takes them, and remembers which teams refused them."""

    refused: set[str] = field(default_factory=set)

    async def show(
        self, team: str, charts: Sequence[Chart], put: Callable[[Sequence[Block]], Awaitable[None]]
    ) -> None:
        """Hand `put` the blocks: charts first, and what stands in for them once `team` has refused those."""
        drawn = charts[:MOST_CHARTS]
        if drawn and team not in self.refused:
            rest = _instead(charts[MOST_CHARTS:])
            try:
                await put([*map(chart_block, drawn), *rest])
                return
            except SlackApiError as error:
                if code_of(error) not in ("invalid_blocks", "invalid_arguments"):
                    raise
        await put(_instead(charts))
        if drawn:
            # Only now is it sure that the charts were what was refused.
            self.refused.add(team)


def _points(labels: Sequence[str], values: Sequence[float]) -> list[Element]:
    return [
        {"label": label, "value": round(float(value), 3)}
        for label, value in zip(labels, values, strict=False)
    ]


def _table(chart: Chart) -> Block:
    series = chart.series[: _TABLE_COLUMNS - 1]
    head = [_cell(""), *(_cell(one.name) for one in series)]
    rows = [
        [_cell(label), *(_cell(_figure(one.values, row)) for one in series)]
        for row, label in enumerate(chart.labels[: _TABLE_ROWS - 1])
    ]
    return {"type": "table", "rows": [head, *rows]}


def _cell(words: str) -> Element:
    return {"type": "raw_text", "text": words.strip() or "–"}


def _figure(values: Sequence[float], row: int) -> str:
    return f"{values[row]:g}" if row < len(values) else "–"


def _in_words(chart: Chart) -> str:
    told = (
        f"{one.name}: "
        + ", ".join(f"{label} {value:g}" for label, value in zip(chart.labels, one.values, strict=False))
        for one in chart.series
    )
    return f"{chart.title}. " + "; ".join(told)
