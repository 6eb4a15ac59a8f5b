"""What a language must bring along: the keys of what we say, and the words customers answer with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Key = Literal[
    # the talk
    "reminder", "thanks", "noted", "changed", "skipped", "nothing_open",
    "welcome", "code_unknown", "code_not_yours", "linked", "expired", "closed", "late_tap", "not_yours",
    "doubt_unhappy", "doubt_happy", "keep", "change",
    # several chats of one customer
    "link_code", "link_same", "link_two", "link_told", "link_off", "link_none", "code_often", "chat_web",
    "channels_one", "channels_which", "channels_fallback", "channels_set", "channels_yes", "channels_no",
    # what can be written, and rooms of support teams
    "help", "help_team", "help_room", "team_joined", "team_where", "team_hello",
    # the customer's own wishes
    "stopped", "resumed", "paused", "language_set", "language_which", "language_name", "privacy_notice",
    "mydata_here", "mydata_often", "nothing_kept",
    "forget_ask", "forget_yes", "forget_no", "forget_kept", "forget_late", "forgotten",
    # what we cannot help
    "file_refused", "file_gone", "were_away",
    # the file of what is kept about somebody
    "file_title", "file_you", "file_addresses", "file_visits", "file_messages", "file_answers",
    "file_enclosures", "file_raw", "file_nothing", "file_replaced", "file_skipped",
    "file_chat", "file_chat_newest", "file_falls_back", "file_stays", "file_stopped", "file_paused",
    "file_apart", "file_asked_before",
    # asking again
    "reask_not_a_choice", "reask_too_many_choices", "reask_not_a_number", "reask_out_of_range",
    "reask_empty", "reask_too_long", "required",
    # buttons, and how to do without them
    "skip", "other", "yes", "no",
    "reply_number", "reply_choice", "reply_choices", "reply_at_most", "reply_own_words", "reply_text",
    "reply_skip",
    # points of a scale, read out and named
    "point_of", "point_of_named",
    "very_bad", "bad", "okay", "good", "very_good",
    "very_dissatisfied", "dissatisfied", "neither_satisfied", "satisfied", "very_satisfied",
    "strongly_disagree", "disagree", "rather_disagree", "neither_agree", "rather_agree", "agree",
    "strongly_agree",
    "not_likely", "very_likely",
]  # fmt: skip
"""Every phrase we say in a chat of our own accord; a key outside this list does not type-check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """What in a question tells what it asks for: beginnings of words or of a few words, in lower case.

    `closed` are first words of questions that yes or no answers; `more` asks for whatever is left to say, and
    `amount` for a number that is no mark.
    """

    improvement: frozenset[str]
    problem: frozenset[str]
    praise: frozenset[str]
    reason: frozenset[str]
    more: frozenset[str]
    amount: frozenset[str]
    closed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What we understand in one language, in lower case; what we say in it stands in feedback/words."""

    numbers: tuple[frozenset[str], ...]
    out_of: frozenset[str]
    stars: frozenset[str]
    points: frozenset[str]
    joins: frozenset[str]
    contrasts: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    skip: frozenset[str]
    help: frozenset[str]
    language: frozenset[str]
    privacy: frozenset[str]
    non_answers: frozenset[str]
    nothing: frozenset[str]
    everything: frozenset[str]
    fillers: frozenset[str]
    feelings: Mapping[str, float]
    questions: QuestionWords


def words(listed: str) -> frozenset[str]:
    """Return the words of a list such as `yes, of course`."""
    return frozenset(_listed(listed))


def counted(listed: str) -> tuple[frozenset[str], ...]:
    """Return the words for 0, 1, 2, ... of a list such as `zero, one, two`; `|` separates synonyms."""
    return tuple(frozenset(one.strip() for one in number.split("|")) for number in _listed(listed))


def felt(by_valence: Mapping[float, str]) -> Mapping[str, float]:
    """Return each listed word with the valence it stands under."""
    return {word: valence for valence, listed in by_valence.items() for word in _listed(listed)}


def _listed(listed: str) -> Iterator[str]:
    return (word for part in listed.split(",") if (word := " ".join(part.split())))
