"""Whatever an operator writes, the answer is a journey or a list of problems."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.loader import examine_journey
from config.shaping import Kinds

LINES = """\
id: shop
title: {en: Our shop, de: Unser Shop}
languages: [en, de]
stages:
  - id: buy
    title: Buy
    target: 1
    touchpoints:
      - {id: checkout, title: Checkout, survey: ease, ask_after: 1h}
surveys:
  - id: ease
    title: Was it easy
    reminders: [1d]
    recontact: {mode: some, times: 2, wait: 7d}
    questions:
      - id: feeling
        kind: choice
        choices: [{id: good, title: Good}, {id: bad, title: Bad}]
        ask: How was it?
        branches:
          - {when: answer == "bad", go: why}
        next: end
      - id: why
        kind: text
        ask: What went wrong?
personas:
  - {id: a, title: A, rule: plan == "pro", goals: [x]}
policy:
  quiet_hours: {start: 22:00, end: 8:00}
  cap: {count: 3, within: 30d}
opportunities:
  - {id: o, title: O, stage: buy, touchpoint: checkout, effort: 2}
""".splitlines()
JUNK = [
    "[]",
    "{}",
    "5",
    "-1",
    "null",
    "true",
    ".nan",
    "2025-01-01",
    '""',
    "[[1]]",
    "{a: {b: c}}",
    "&x 1",
    "!t x",
    "- -",
]

quietly = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Draw the file with some lines gone, doubled, or with another value."""
    lines: list[str] = []
    for line in LINES:
        match draw(st.sampled_from(["keep"] * 12 + ["drop", "twice", "junk", "bare"])):
            case "drop":
                continue
            case "twice":
                lines += [line, line]
            case "junk":
                lines.append(f"{line.partition(':')[0]}: {draw(st.sampled_from(JUNK))}")
            case "bare":
                lines.append(f"{line.partition(':')[0]}:")
            case _:
                lines.append(line)
    return "\n".join(lines)


@quietly
@given(text=spoilt())
def test_a_spoilt_file_is_a_journey_or_problems_with_a_line_and_a_fix(text: str, kinds: Kinds) -> None:
    examined = examine_journey(text, file="j.yaml", kinds=kinds)

    assert (examined.journey is None) == bool(examined.problems)
    lines = [problem.line for problem in examined.problems]
    assert lines == sorted(lines)
    assert all(problem.what and problem.fix and problem.line for problem in examined.problems)


@quietly
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_answered_with_problems(text: str, kinds: Kinds) -> None:
    assert examine_journey(text, file="j.yaml", kinds=kinds).problems
