"""What cannot be told is refused here, in the language of whoever asked, with what helps."""

from collections.abc import Iterable
from typing import Literal

from config import formats
from config.phrases import SOURCE, Fact, Phrases
from config.suggestion import closest
from feedback.intake import Refused

RefusalKey = Literal[
    "no_persona",
    "no_segment",
    "no_medium",
    "no_stage_of",
    "no_stage",
    "no_question",
    "no_group",
    "has_none",
    "has_no_group",
    "meant",
    "use",
    "name_stage",
    "name_stages",
    "name_question",
    "ends_first",
    "swap_days",
    "begins_later",
    "days_so_far",
    "nothing_before",
    "begin_later",
    "twice_told",
    "leave_days_out",
    "whole_periods",
    "write_period",
    "weeks_of_all",
    "ask_for_month",
    "empty_part",
    "leave_one_out",
    "both_groups",
    "twice_named",
    "name_once",
    "too_many_groups",
    "group_alone",
    "no_groups_named",
    "name_groups",
    "no_groups",
    "add_groups",
    "watched_whole",
    "leave_parts_out",
    "same_customers",
    "another_persona",
    "another_segment",
    "no_others",
    "add_group",
    "share_weeks",
    "no_overlap",
    "other_ends_first",
    "earlier_first",
    "no_other_side",
    "write_side",
    "no_target",
    "add_target",
    "no_overall",
    "add_overall",
    "no_questions",
    "ask_surveys",
    "no_words",
    "name_column",
    "no_cases",
    "ask_database",
    "by_stage_and_team",
    "ask_by_stage",
    "no_count",
    "write_count",
    "no_length",
    "no_time_to_go_on",
    "write_length",
    "none_left",
    "leave_one_in",
    "not_counted",
    "count_it",
    "nobody_lost",
    "name_one",
    "more_stages",
]
REFUSALS: Phrases[RefusalKey] = Phrases("bot", "words", "refusals")

_MOST_LISTED = 12


def refuse(
    pointer: str, what: RefusalKey, helps: RefusalKey, /, language: str | None, **facts: Fact
) -> Refused:
    """Return a refusal in the phrases `what` and `helps`, both filled in with `facts`."""
    spoken = language or SOURCE
    return Refused(
        pointer=pointer, what=REFUSALS.say(what, spoken, **facts), fix=REFUSALS.say(helps, spoken, **facts)
    )


def refuse_name(
    pointer: str,
    what: RefusalKey,
    otherwise: RefusalKey,
    /,
    language: str | None,
    *,
    name: str,
    known: Iterable[str],
    **facts: Fact,
) -> Refused:
    """Refuse a name that is none of `known`, with the one probably meant, all there are, or `otherwise`."""
    spoken, names = language or SOURCE, list(dict.fromkeys(known))
    meant = closest(name, names)
    if meant is not None:
        fix = REFUSALS.say("meant", spoken, name=meant)
    elif 0 < len(names) <= _MOST_LISTED:
        fix = REFUSALS.say("use", spoken, names=formats.either(names, spoken))
    else:
        fix = REFUSALS.say(otherwise, spoken, **facts)
    return Refused(pointer=pointer, what=REFUSALS.say(what, spoken, name=name, **facts), fix=fix)
