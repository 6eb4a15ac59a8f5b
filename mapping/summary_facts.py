"""What a summary says: sentences whose every figure and name is a fact, with where it comes from.

A sentence is a template of the catalogue and the facts that fill it in; templates hold no digit of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from config.phrases import Phrases
from mapping.catalogue import words_for
from mapping.words import Words
from mapping.wrapping import tidy

SentenceKey = Literal[
    "lead_good", "lead_bad", "lead_mixed", "nobody",
    "fell", "rose", "fell_all", "rose_all", "since_worse", "since_better", "on_worse", "on_better",
    "unchanged", "incomparable",
    "worst", "best", "apart", "pain", "painless",
    "taken_up", "not_taken_up", "fewer_name_it", "more_name_it", "done_since", "ahead", "rescued",
]  # fmt: skip
SummaryKey = Literal[
    "title", "findings", "changed", "hurts", "done", "quotes", "sources", "scale", "compared",
    "what", "where", "sentence", "figure", "interval", "from",
    "idea", "planned", "doing", "is_done", "dropped",
    "lead_good", "lead_bad", "lead_mixed", "nobody",
    "fell", "rose", "fell_all", "rose_all", "since_worse", "since_better", "on_worse", "on_better",
    "unchanged", "incomparable",
    "worst", "best", "apart", "pain", "painless",
    "taken_up", "not_taken_up", "fewer_name_it", "more_name_it", "done_since", "ahead", "rescued",
]  # fmt: skip
"""Every phrase of a summary: headings, heads of columns, statuses, and the sentences."""

SUMMARY: Phrases[SummaryKey] = Phrases("mapping", "words", "summary")

Kind = Literal["name", "status", "count", "score", "size", "share", "day"]
"""How a fact is written: scores (-2..+2) with their sign, sizes without, shares (0..1) as percent."""

_STATUSES: Mapping[str, SummaryKey] = {
    "idea": "idea", "planned": "planned", "doing": "doing", "done": "is_done", "dropped": "dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure or name in a sentence: `query` is what was asked for it, as a command of ours.

    `n` is how many customers it stands on, `low` and `high` its interval of about 95 %, in its own unit.
    """

    value: str | int | float | date
    kind: Kind
    query: str = ""
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One thing that is told: the template `key`, filled in with `facts`."""

    key: SentenceKey
    facts: Mapping[str, Fact]


def written(sentence: Sentence, language: str) -> str:
    """Return a sentence as people read it."""
    words = words_for(language)
    facts = {key: spelt_fact(fact, words) for key, fact in sentence.facts.items()}
    return SUMMARY.say(sentence.key, language, **facts)


def spelt_fact(fact: Fact, words: Words) -> str:
    """Return a fact as it stands in a sentence."""
    match fact.value, fact.kind:
        case date() as day, _:
            return words.date(day)
        case str() as status, "status":
            return SUMMARY.say(_STATUSES[status], words.language)
        case str() as text, _:
            return tidy(text)
        case value, "count":
            return words.count(round(value))
        case value, "score":
            return words.signed(value)
        case value, "share":
            return words.percent(value)
        case value, _:
            return words.plain(abs(value))


def name(text: str) -> Fact:
    """Return a name, such as that of a stage."""
    return Fact(value=text, kind="name")
