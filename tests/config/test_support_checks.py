"""What is wrong with the closed loop in a journey file: all of it at once, each with the fix."""

from datetime import time, timedelta

from config.errors import render_problems
from config.loader import examine_journey
from config.shaping import Kinds

HEAD = """\
id: shop
title: Shop
timezone: Europe/Vienna
stages:
  - {id: buy, title: Buy, touchpoints: [{id: till, title: Till, medium: store, survey: ease}]}
surveys:
  - id: ease
    title: Ease
    questions: [{id: feeling, kind: rating, ask: How was it?}]
    cases: [{segment: vop, team: Service}]
segments: [{id: vip, title: VIP, rule: spent > 9}]
themes: [{id: speed, title: Speed, phrases: [slow]}]
"""


def told(text: str, kinds: Kinds) -> list[str]:
    """Return path, what and fix of every problem and warning."""
    examined = examine_journey(text, file="j.yaml", kinds=kinds)
    return [f"{each.path}: {each.what}; {each.fix}" for each in (*examined.problems, *examined.warnings)]


def test_every_flaw_of_case_rules_and_hours_is_told_at_once(kinds: Kinds) -> None:
    policy = """\
policy:
  cases:
    - {team: Service}
    - {emotions: [angr], themes: [sped], words: ["..."]}
    - {rule: answer == 1}
  sla:
    timezone: Europe/Viena
    first_reply: 2d
    resolve: 1d
    patience: 0
    hours: [{days: [mon], start: 17:00, end: 09:00}, {days: [funday], start: 9:00, end: 17:00}]
    holidays: [12-25, 13-40]
    escalate: [{after: 9}]
  danger: {built_in: false}
"""

    assert told(HEAD + policy, kinds) == [
        'surveys[0].cases[0].segment: "vop" is no segment; did you mean "vip"?',
        (
            "policy.cases[0]: this opens a case for every answer; write for example score: -1, or remove the "
            "rule"
        ),
        'policy.cases[1].emotions[0]: "angr" is no emotion; did you mean "anger"?',
        'policy.cases[1].themes[0]: "sped" is no theme; did you mean "speed"?',
        "policy.cases[1].words[0]: this is no word; write a word, or remove the line",
        (
            'policy.cases[2].rule: the rule asks for "answer", but here it is over the customer\'s '
            "attributes; "
            "write score: -1 beside it, or use words:"
        ),
        'policy.sla.timezone: "Europe/Viena" is no time zone; did you mean "Europe/Vienna"?',
        "policy.sla.patience: that is no time; write for example 4h",
        (
            "policy.sla.hours[0].end: work ends at 09:00, which is not after 17:00; write a later end "
            "(00:00 is "
            "midnight), and what is after midnight as hours of the next day"
        ),
        (
            'policy.sla.hours[1].days[0]: "funday" is not among the choices; use mon, tue, wed, thu, '
            "fri, sat "
            "or sun"
        ),
        'policy.sla.holidays[1]: "13-40" is no day; write 2026-12-24, or 12-24 for every year',
        "policy.sla.escalate[0].after: 9 is too large; write at most 5",
        'policy.danger.call: "call" is missing; add call: the words that say whom to call',
        "policy.danger: no words of danger are looked for; write words, or built_in: true, or remove danger",
        (
            "policy.sla.first_reply: a first reply after 2d comes after the case is to be resolved; make "
            "first_reply shorter than resolve (1d)"
        ),
    ]


def test_what_is_right_is_read_as_it_is_meant(kinds: Kinds) -> None:
    text = (
        HEAD.replace("vop", "vip")
        + """\
policy:
  cases: [{score: -1, urgent: true}]
  sla:
    hours: [{days: [sat, sun], start: 22:00, end: 00:00}]
    holidays: [2026-12-24, 02-29]
    resolve: null
  danger: {call: Call 112.}
"""
    )

    examined = examine_journey(text, file="j.yaml", kinds=kinds)

    assert render_problems((*examined.problems, *examined.warnings)) == ""
    assert examined.journey is not None
    policy = examined.journey.policy
    assert policy.sla.holidays == ("2026-12-24", "02-29")
    assert (policy.sla.hours[0].start, policy.sla.hours[0].end) == (time(22), time(0))
    assert (policy.sla.first_reply, policy.sla.resolve) == (timedelta(hours=4), None)
    assert policy.cases[0].urgent
    assert policy.danger is not None
    assert policy.danger.call.wording("en", default="en") == "Call 112."
