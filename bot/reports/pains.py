"""What hurts, and where: by reach, severity and importance, each shown apart, in customers' own words."""

from collections.abc import Iterator, Mapping

import numpy as np

from bot.filters import asked_stages, stage_titles
from bot.report_cells import whole_of
from bot.report_words import IMPACT, NOBODY_YET, REACH, SEVERITY
from bot.reporting import Grounds, Option, Query, ReportSpec
from bot.stage_weights import stage_weights
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.charts.bars import Bar, bars
from mapping.layout import Drawing
from mapping.mention_table import EMERGING, MentionTable
from mapping.pains import Pain, Pains, pains
from mapping.palette import Ink
from mapping.report import Bounded, Column, Formula, Report, Table
from mapping.spelling import made
from mapping.words import Words

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

USUAL = 12
_DEEP = 1.5
_MOST_BARS = 12

_COLUMNS = (
    Column(key="stage", title="Stage"),
    Column(key="theme", title="What hurts"),
    Column(key="customers", title="Customers", kind="count"),
    Column(key="reach", title="Reach", kind="share"),
    Column(key="severity", title="Severity (0–2)", kind="number"),
    Column(key="importance", title="Importance", kind="number"),
    Column(key="impact", title="Impact", kind="change"),
)
_QUOTES = (
    Column(key="theme", title="What hurts"),
    Column(key="stage", title="Stage"),
    Column(key="quote", title="In their words"),
)
_FORMULAS = (
    REACH,
    SEVERITY,
    Formula(
        what="Importance",
        formula="The stage's share in what goes with satisfaction with the whole (see `aftertouch drivers`), "
        "against a stage's mean share; 1 where too few have said.",
        n="customers with answers to both",
        source="Lindeman, Merenda & Gold 1980",
    ),
    Formula(
        what="Order",
        formula="Lower end of reach x severity x importance.",
        n="–",
        source="docs/methods.md, 'Pain points'",
    ),
    IMPACT,
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count what hurts."""
    mentions, about = grounds.mentions(whole_of(query)), grounds.about(query)
    if mentions is None:
        fix = "name their column with --column text=HEADER, or ask a database where customers wrote some"
        return Refused(pointer="/", what="there are no words here", fix=fix)
    count = query.own.get("count", str(USUAL))
    if not count.isdecimal() or not int(count):
        return Refused(
            pointer="/count", what=f"{count!r} is no number of pains", fix="write for example --count 20"
        )
    found = pains(
        mentions,
        grounds.scores(whole_of(query)),
        stages=asked_stages(grounds.journey, query),
        least=grounds.min_customers,
        seed=SEED,
        importance=stage_weights(grounds, query),
    )
    told = [pain for pain in found.pains if pain.theme != EMERGING][: int(count)]
    names = _names(grounds, query)
    quotes = _quotes(grounds, told, mentions.negative(), names)
    words = words_for(about.language)
    findings = tuple(_findings(told, names, words, has_answers=len(grounds.mentions(query) or ()) > 0))
    return Report(
        name="pains",
        title="What hurts",
        about=about,
        findings=findings,
        tables=(_table(told, names), *([quotes] if quotes.rows else [])),
        notes=tuple(_notes(found, grounds)),
        formulas=_FORMULAS,
        drawing=_drawing(told, names, grounds, words, subtitle=made(about, words)),
        description="; ".join(findings),
    )


def _names(grounds: Grounds, query: Query) -> Mapping[str, str]:
    themes = {f"theme:{name}": title for name, title in grounds.themes.items()}
    return {**themes, **stage_titles(grounds.journey, query.language)}


def _theme(pain: Pain, names: Mapping[str, str]) -> str:
    return names.get(f"theme:{pain.theme}", pain.theme)


def _table(told: list[Pain], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            names[pain.stage],
            _theme(pain, names),
            pain.customers,
            Bounded(pain.reach.value, pain.reach.low, pain.reach.high),
            pain.severity,
            pain.importance,
            pain.impact,
        )
        for pain in told
    )
    empty = "Nothing hurts enough customers at one stage to be told."
    return Table(key="pains", title="Pain points", columns=_COLUMNS, rows=rows, empty=empty)


def _quotes(grounds: Grounds, told: list[Pain], negative: MentionTable, names: Mapping[str, str]) -> Table:
    said = [(pain, quote(grounds, negative, pain)) for pain in told]
    rows = tuple((_theme(pain, names), names[pain.stage], f"“{words}”") for pain, words in said if words)
    return Table(key="quotes", title="In their words", columns=_QUOTES, rows=rows)


def quote(grounds: Grounds, negative: MentionTable, pain: Pain) -> str | None:
    """Return the words that tell this pain best: as deep as it usually is, short, and the latest of such."""
    allowed = pain.rows[negative.may_quote[pain.rows]]
    if not len(allowed):
        return None
    depth = np.maximum(0.0, -np.nan_to_num(negative.valence[allowed]))
    order = np.lexsort((-negative.at[allowed].astype(np.int64), np.abs(depth - pain.severity.value).round(1)))
    nearest = negative.picked(allowed[order[:_LOOKED_AT]])
    words = [each for each in grounds.words(nearest) if each]
    fitting = [each for each in words if _SHORTEST <= len(each) <= _LONGEST]
    return next(iter(fitting or words), None)


_LOOKED_AT, _SHORTEST, _LONGEST = 12, 15, 120


def _findings(
    told: list[Pain], names: Mapping[str, str], words: Words, *, has_answers: bool
) -> Iterator[str]:
    if not told:
        yield "Nothing hurts enough customers to be told." if has_answers else NOBODY_YET
    for pain in told[:3]:
        yield (
            f"{_theme(pain, names)} at {names[pain.stage]}: {words.percent(pain.reach.value)} of "
            f"{words.count(pain.of)} customers, severity {words.plain(pain.severity.value)} of 2."
        )


def _notes(found: Pains, grounds: Grounds) -> Iterator[str]:
    if found.few:
        more = "1 more is" if found.few == 1 else f"{found.few} more are"
        yield f"{more} not told: fewer than {grounds.min_customers} customers each."
    emerging = sum(pain.customers for pain in found.pains if pain.theme == EMERGING)
    if emerging:
        yield "What hurts and is near to no theme is not in here; see `aftertouch themes emerging`."


def _drawing(
    told: list[Pain], names: Mapping[str, str], grounds: Grounds, words: Words, *, subtitle: str
) -> Drawing:
    rows = [
        Bar(
            name=f"{_theme(pain, names)} – {names[pain.stage]}",
            said=f"{words.percent(pain.reach.value)} of {words.count(pain.of)}",
            value=pain.reach.value,
            low=pain.reach.low,
            high=pain.reach.high,
            ink=Ink.VERY_NEGATIVE if pain.severity.value >= _DEEP else Ink.NEGATIVE,
            note=f"severity {words.plain(pain.severity.value)}",
        )
        for pain in told[:_MOST_BARS]
    ]
    method = (
        "Bars: share of the stage's customers who said something negative about it, with about 95 %; the "
        "darker, the deeper. In order of reach x severity x importance. "
        f"As of {grounds.as_of:%d %b %Y %H:%M %Z}."
    )
    return bars(rows, title="What hurts", subtitle=subtitle, method=method)


SPEC = ReportSpec(
    name="pains",
    summary="Tell what hurts and where: how many, how deep, how much it matters, and in whose words.",
    make=make,
    reads_words=True,
    options=(Option(name="count", metavar="N", help=f"How many to list: {USUAL}, unless said."),),
)
