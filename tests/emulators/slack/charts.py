"""Charts and tables, which the SDK does not model.

Sources: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block,
https://docs.slack.dev/reference/block-kit/blocks/data-table-block and .../table-block.
"""

from collections.abc import Iterator

from ..common.json_shapes import Json, Object
from .limits import block_limits
from .objects import items, mapping, mappings, text

_WITH_SERIES = {"bar", "area", "line"}


def chart_problems(chart: Object, pointer: str) -> Iterator[str]:
    """What Slack would refuse about the chart of a data_visualization block."""
    kind = text(chart, "type")
    if kind == "pie":
        segments = mappings(chart.get("segments"))
        yield from _count(len(segments), "SEGMENTS", f"{pointer}/segments")
        for index, each in enumerate(segments):
            yield from _label(text(each, "label"), "SEGMENT_LABEL", f"{pointer}/segments/{index}/label")
            if _is_too_small(each.get("value")):
                yield f"must be more than 0 [json-pointer:{pointer}/segments/{index}/value]"
    elif kind in _WITH_SERIES:
        yield from _series_problems(chart, pointer)
    else:
        yield f"must be a valid enum value [json-pointer:{pointer}/type]"


def _series_problems(chart: Object, pointer: str) -> Iterator[str]:
    axis = mapping(chart.get("axis_config"))
    categories = [str(each) for each in items(axis.get("categories"))]
    yield from _count(len(categories), "CATEGORIES", f"{pointer}/axis_config/categories")
    for index, each in enumerate(categories):
        yield from _label(each, "CATEGORY_LABEL", f"{pointer}/axis_config/categories/{index}")
    for name in ("x_label", "y_label"):
        yield from _label(text(axis, name) or "-", "AXIS_LABEL", f"{pointer}/axis_config/{name}")
    series = mappings(chart.get("series"))
    yield from _count(len(series), "SERIES", f"{pointer}/series")
    names = [text(each, "name") for each in series]
    if len(set(names)) < len(names):
        yield f"series names must be unique [json-pointer:{pointer}/series]"
    for index, one in enumerate(series):
        yield from _one_series(one, categories, f"{pointer}/series/{index}")


def _one_series(series: Object, categories: list[str], pointer: str) -> Iterator[str]:
    yield from _label(text(series, "name"), "SERIES_NAME", f"{pointer}/name")
    points = mappings(series.get("data"))
    yield from _count(len(points), "DATA", f"{pointer}/data")
    if [text(each, "label") for each in points] != categories:
        yield f"labels must match the categories of axis_config [json-pointer:{pointer}/data]"
    for index, each in enumerate(points):
        if isinstance(each.get("value"), bool) or not isinstance(each.get("value"), int | float):
            yield f"must provide a number [json-pointer:{pointer}/data/{index}/value]"


def table_problems(kind: str, block: Object, pointer: str) -> Iterator[str]:
    """What Slack would refuse about the rows of a table or data_table."""
    prefix = "DATA_TABLE" if kind == "data_table" else "TABLE"
    limits = block_limits()
    columns = limits[f"{prefix}_COLUMNS_MAX_ITEMS"]
    written = 0
    for index, row in enumerate(items(block.get("rows"))):
        cells = items(row)
        if len(cells) > columns:
            yield f"no more than {columns} items allowed [json-pointer:{pointer}/rows/{index}]"
        if not cells:
            yield f"no less than 1 items allowed [json-pointer:{pointer}/rows/{index}]"
        written += sum(_length(each) for each in cells)
    most = limits["DATA_TABLE_CONTENT_MAX_LENGTH"]
    if kind == "data_table" and written > most:
        yield f"must be less than {most + 1} characters [json-pointer:{pointer}/rows]"
    if kind == "data_table" and not text(block, "caption"):
        yield f"missing required field: caption [json-pointer:{pointer}]"
    if kind == "data_table" and len({len(items(row)) for row in items(block.get("rows"))}) > 1:
        yield f"rows must have the same number of columns [json-pointer:{pointer}/rows]"


def _length(cell: Json) -> int:
    given = mapping(cell)
    return len(text(given, "text")) + sum(_length(each) for each in items(given.get("elements")))


def _is_too_small(value: Json) -> bool:
    return isinstance(value, bool) or not isinstance(value, int | float) or value <= 0


def _count(count: int, what: str, pointer: str) -> Iterator[str]:
    limits = block_limits()
    most, least = (
        limits[f"DATA_VISUALIZATION_{what}_MAX_ITEMS"],
        limits[f"DATA_VISUALIZATION_{what}_MIN_ITEMS"],
    )
    if count > most:
        yield f"no more than {most} items allowed [json-pointer:{pointer}]"
    if count < least:
        yield f"no less than {least} items allowed [json-pointer:{pointer}]"


def _label(words: str, what: str, pointer: str) -> Iterator[str]:
    name = f"DATA_VISUALIZATION_{what}_MAX_LENGTH"
    most = block_limits()[name]
    if len(words) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{pointer}]"
    if not words:
        yield f"must be more than 0 characters [json-pointer:{pointer}]"
