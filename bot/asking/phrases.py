"""What we say to who asks: what was understood, what was not, and what there is to tap."""

from typing import Literal

from bot.asking.asked import Asked
from bot.asking.names import Name
from config.phrases import Phrases
from mapping.catalogue import words_for
from mapping.period import Period

AskingKey = Literal[
    "everybody", "is_persona", "is_segment", "is_stage", "is_touchpoint",
    "is_medium", "which_persona", "which_segment", "which_stage", "which_form",
    "which_report", "a_persona", "a_segment", "a_stage", "a_touchpoint",
    "a_medium", "a_language", "a_period", "a_form", "unknown",
    "unknown_as", "mean", "there_are", "there_is_none", "ambiguous",
    "twice", "lacks", "backwards", "misplaced", "not_here",
    "no_pair", "cannot_pair", "another_way", "pair_button", "four_weeks",
    "quarter", "year", "all_time", "personas", "stages",
    "all_personas", "all_stages", "as_file", "explain", "back",
    "a_level_up", "more_before", "more_after", "share", "published",
    "near", "weeks_of_all", "one_group", "only_persona", "only_segment",
    "few", "not_told", "no_words", "source", "how",
    "by_week", "by_month", "by_quarter", "by_stage", "by_touchpoint",
    "file", "too_large", "no_form", "no_report", "link",
    "link_until", "no_address", "link_days", "a_step",
    "called_map", "called_alerts", "called_channels", "called_compare", "called_drivers",
    "called_funnel", "called_moments", "called_opportunities", "called_pains", "called_paths",
    "called_rescue", "called_scores", "called_segments", "called_summary", "called_trend",
]  # fmt: skip
"""Every phrase of ours to who asks."""

ASKING: Phrases[AskingKey] = Phrases("bot", "words", "asking")


def understood(
    asked: Asked, names: tuple[Name, ...], language: str, *, otherwise: Period | None = None
) -> str:
    """Say in one line what was understood: whom, where and when (`otherwise` where no time was named)."""
    whom = _whom(asked, names, language) or [ASKING.say("everybody", language)]
    return ", ".join([*whom, _days(asked, language, otherwise=otherwise)])


def shared(asked: Asked, names: tuple[Name, ...], language: str, *, otherwise: Period | None = None) -> str:
    """Say in one line what both sides of a comparison have in common; its title tells the rest."""
    query = asked.query
    group = query.persona or query.segment
    beside = query.own.get("with", "others" if group else "previous").partition(":")[0]
    if beside == "target":
        return understood(asked, names, language, otherwise=otherwise)
    if beside not in {"persona", "segment", "others"}:
        return ", ".join(_whom(asked, names, language) or [ASKING.say("everybody", language)])
    rest = _whom(asked.narrowed(persona=None, segment=None), names, language)
    told = ", ".join([*rest, _days(asked, language, otherwise=otherwise)])
    return f"{told[:1].upper()}{told[1:]}"


def _whom(asked: Asked, names: tuple[Name, ...], language: str) -> list[str]:
    titles = {(name.kind, name.id): name.title for name in names}
    query = asked.query
    told = [
        _say("is_persona", language, titles.get(("persona", query.persona or ""))),
        _say("is_segment", language, titles.get(("segment", query.segment or ""))),
        _say("is_stage", language, titles.get(("stage", query.stage or ""))),
        _say("is_touchpoint", language, titles.get(("touchpoint", asked.touchpoint or ""))),
        _say("is_medium", language, query.medium),
    ]
    return [each for each in told if each]


def _days(asked: Asked, language: str, *, otherwise: Period | None) -> str:
    return days_told(asked.period if asked.period != Period() else otherwise or Period(), language)


def days_told(period: Period, language: str) -> str:
    """Write a period as people read it."""
    return words_for(language).period(period)


def _say(
    key: Literal["is_persona", "is_segment", "is_stage", "is_touchpoint", "is_medium"],
    language: str,
    title: str | None,
) -> str:
    return ASKING.say(key, language, name=title) if title else ""
