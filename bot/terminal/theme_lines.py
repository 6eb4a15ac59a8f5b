"""Themes as lines of a table: what each is called, where it is from, and how many speak of it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.journey import Journey, Theme
from feedback.theme_overlay import ThemeEdit, overlay
from mapping.disclosing_counts import disclosed_counts
from mapping.renderers.terminal import reach
from mapping.spelling import HIDDEN_MARK
from mapping.wrapping import tidy

_EMERGING = "(no theme yet)"
_HEAD = ("id", "title", "phrases", "mentions", "customers", "from")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme, or with no id what is about none; counts are None where too few customers speak of it."""

    theme: str | None
    title: str
    phrases: int
    mentions: int | None
    customers: int | None
    source: str


def theme_lines(
    journey: Journey,
    *,
    declared: Sequence[Theme],
    edits: Sequence[ThemeEdit],
    said: Iterable[tuple[str | None, str]],
    language: str | None,
) -> Sequence[ThemeLine]:
    """Return the themes in force; `said` has the theme and the customer of every mention."""
    found = overlay(declared, edits)
    mentions: Counter[str | None] = Counter()
    customers: defaultdict[str | None, set[str]] = defaultdict(set)
    for theme, customer in said:
        counted = None if theme is None else found.counted_as(theme)
        mentions[counted] += 1
        customers[counted].add(customer)
    ids: list[str | None] = [*(theme.id for theme in found.shown), None]
    # One customer may speak of many themes, so no sum of these gives any of them away.
    shown = disclosed_counts(
        [len(customers[each]) for each in ids], k=journey.policy.min_customers, total_is_shown=False
    )
    titles = {theme.id: journey.say(theme.title, language) for theme in found.shown}
    phrases = {theme.id: len(theme.phrases) for theme in found.shown}
    return [
        ThemeLine(
            theme=each,
            title=titles.get(each or "", _EMERGING),
            phrases=phrases.get(each or "", 0),
            mentions=None if count is None else mentions[each],
            customers=count,
            source="" if each is None else _source(each, declared, edits, journey),
        )
        for each, count in zip(ids, shown, strict=True)
    ]


def as_table(lines: Sequence[ThemeLine]) -> str:
    """Return the lines under a head, in columns."""
    rows = [_HEAD, *map(_cells, lines)]
    widths = [max(reach(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            f"{room}{cell}" if name in {"phrases", "mentions", "customers"} else f"{cell}{room}"
            for name, cell, width in zip(_HEAD, row, widths, strict=True)
            for room in [" " * (width - reach(cell))]
        ).rstrip()
        for row in rows
    )


def as_json(lines: Sequence[ThemeLine]) -> str:
    """Return a JSON object for each theme, one on a line."""
    return "\n".join(
        json.dumps(
            {
                "id": line.theme,
                "title": line.title,
                "phrases": line.phrases,
                "mentions": line.mentions,
                "customers": line.customers,
                "from": line.source or None,
            },
            ensure_ascii=False,
        )
        for line in lines
    )


def _cells(line: ThemeLine) -> tuple[str, ...]:
    count = HIDDEN_MARK if line.customers is None else f"{line.customers:,}"
    mentions = HIDDEN_MARK if line.mentions is None else f"{line.mentions:,}"
    phrases = f"{line.phrases}" if line.theme else ""
    return line.theme or "", tidy(line.title), phrases, mentions, count, line.source


def _source(theme: str, declared: Sequence[Theme], edits: Sequence[ThemeEdit], journey: Journey) -> str:
    """Say where a theme is from, and what was done to it since."""
    is_declared = any(each.id == theme for each in declared)
    first = ("journey" if journey.themes else "common") if is_declared else ""
    done = [edit.change for edit in edits if edit.theme == theme]
    changes = [change for change in done if not (is_declared and change in {"added", "promoted"})]
    has_merged = any(edit.change == "merged" and edit.into == theme for edit in edits)
    told = [first, *dict.fromkeys(changes), *(["merged"] if has_merged else [])]
    return ", ".join(part for part in told if part)
