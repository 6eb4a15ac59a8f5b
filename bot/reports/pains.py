"""What hurts, and where: by reach, severity and importance, each shown apart, in customers' own words."""

from collections.abc import Iterator, Mapping

import numpy as np

from bot.filters import asked_stages, stage_titles
from bot.refusals import refuse
from bot.report_cells import cells, whole_of
from bot.report_words import IMPACT, REACH, SEVERITY, Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from bot.stage_weights import stage_weights
from feedback.intake import Refused
from mapping.charts.bars import Bar, bars
from mapping.layout import Drawing
from mapping.mention_table import EMERGING, MentionTable
from mapping.pains import Pain, Pains, pains
from mapping.palette import Ink
from mapping.report import Bounded, Column, Formula, Report, Table
from mapping.spelling import made

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

USUAL = 12
_DEEP = 1.5
_MOST_BARS = 12

_COLUMNS = (
    Column(key="stage", title="head_stage"),
    Column(key="theme", title="head_what_hurts"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="reach", title="head_reach", kind="share"),
    Column(key="severity", title="head_severity", kind="number"),
    Column(key="importance", title="head_importance", kind="number"),
    Column(key="impact", title="head_impact", kind="change"),
)
_QUOTES = (
    Column(key="theme", title="head_what_hurts"),
    Column(key="stage", title="head_stage"),
    Column(key="quote", title="head_quote", kind="quote"),
)
_FORMULAS = (
    REACH,
    SEVERITY,
    Formula(
        what="importance_what",
        formula="importance_how",
        n="n_both_answers",
        source="Lindeman, Merenda & Gold 1980",
    ),
    Formula(what="order_what", formula="order_how", n="n_none", source="docs/methods.md, 'Pain points'"),
    IMPACT,
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count what hurts."""
    mentions, about = grounds.mentions(whole_of(query)), grounds.about(query)
    if mentions is None:
        return refuse("/", "no_words", "name_column", query.language)
    count = query.own.get("count", str(USUAL))
    if not count.isdecimal() or not int(count):
        return refuse("/count", "no_count", "write_count", query.language, name=count)
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
    voice = Voice(about.language, about.due)
    quotes = _quotes(grounds, told, mentions.negative(), names, voice)
    findings = tuple(_findings(told, names, voice)) or (_nothing(grounds, query, voice),)
    return Report(
        name="pains",
        title=voice.say("pains_title"),
        about=about,
        findings=findings,
        tables=(_table(told, names, voice), *([quotes] if quotes.rows else [])),
        notes=tuple(_notes(found, grounds, voice)),
        formulas=voice.formulas(_FORMULAS),
        drawing=_drawing(told, names, grounds, voice, subtitle=made(about, voice.words)),
        description="; ".join(findings),
    )


def _names(grounds: Grounds, query: Query) -> Mapping[str, str]:
    themes = {f"theme:{name}": title for name, title in grounds.themes.items()}
    return {**themes, **stage_titles(grounds.journey, query.language)}


def _theme(pain: Pain, names: Mapping[str, str]) -> str:
    return names.get(f"theme:{pain.theme}", pain.theme)


def _table(told: list[Pain], names: Mapping[str, str], voice: Voice) -> Table:
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
    return Table(
        key="pains",
        title=voice.say("pains_table"),
        columns=voice.columns(_COLUMNS),
        rows=rows,
        empty=voice.say("pains_none_at_stage"),
    )


def _quotes(
    grounds: Grounds, told: list[Pain], negative: MentionTable, names: Mapping[str, str], voice: Voice
) -> Table:
    said = [(pain, quote(grounds, negative, pain)) for pain in told]
    rows = tuple((_theme(pain, names), names[pain.stage], words) for pain, words in said if words)
    title = voice.say("pains_quotes")
    return Table(key="quotes", title=title, columns=voice.columns(_QUOTES), rows=rows)


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


def _nothing(grounds: Grounds, query: Query, voice: Voice) -> str:
    """Say why no pain is told: none hurts enough, nobody used words, or nobody answered."""
    if len(grounds.mentions(query) or ()):
        return voice.say("pains_none")
    answered = cells(grounds, query).overall
    if answered.customers:
        return voice.count("pains_wordless", answered.customers)
    return voice.say("pains_wordless_few") if answered.is_hidden else voice.nobody()


def _findings(told: list[Pain], names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    words = voice.words
    for pain in told[:3]:
        yield voice.say(
            "pains_finding",
            theme=_theme(pain, names),
            stage=names[pain.stage],
            share=words.percent(pain.reach.value),
            of=words.count(pain.of),
            severity=words.plain(pain.severity.value),
        )


def _notes(found: Pains, grounds: Grounds, voice: Voice) -> Iterator[str]:
    if found.few:
        yield voice.count("pains_few", found.few, k=grounds.min_customers)
    emerging = sum(pain.customers for pain in found.pains if pain.theme == EMERGING)
    if emerging:
        yield voice.say("pains_emerging")


def _drawing(
    told: list[Pain], names: Mapping[str, str], grounds: Grounds, voice: Voice, *, subtitle: str
) -> Drawing:
    words = voice.words
    rows = [
        Bar(
            name=f"{_theme(pain, names)} – {names[pain.stage]}",
            said=voice.say("share_of", share=words.percent(pain.reach.value), of=words.count(pain.of)),
            value=pain.reach.value,
            low=pain.reach.low,
            high=pain.reach.high,
            ink=Ink.VERY_NEGATIVE if pain.severity.value >= _DEEP else Ink.NEGATIVE,
            note=voice.say("pains_severity", severity=words.plain(pain.severity.value)),
        )
        for pain in told[:_MOST_BARS]
    ]
    method = voice.say("pains_method", when=voice.when(grounds.as_of))
    return bars(rows, title=voice.say("pains_title"), subtitle=subtitle, method=method)


SPEC = ReportSpec(
    name="pains",
    summary="Tell what hurts and where: how many, how deep, how much it matters, and in whose words.",
    make=make,
    reads_words=True,
    options=(Option(name="count", metavar="N", help=f"How many to list: {USUAL}, unless said."),),
)
