"""What is said about streams that are watched: in the list of alarms and in the digest."""

from collections.abc import Mapping

from mapping.methods.monitors.ewma import Direction
from mapping.methods.monitors.p_chart import Rule
from mapping.methods.monitors.states import Phase
from mapping.report import Formula

PHASES: Mapping[Phase, str] = {
    Phase.ALARM: "phase_alarm",
    Phase.ACKNOWLEDGED: "phase_acknowledged",
    Phase.REBASELINED: "phase_rebaselined",
    Phase.QUIET: "phase_quiet",
    Phase.LEARNING: "phase_learning",
}
"""The phrase for each, in the order in which they are listed."""

SIDES: Mapping[Direction, str] = {"down": "worse", "up": "better"}
RULES: Mapping[Rule, str] = {
    Rule.BEYOND: "rule_beyond",
    Rule.TWO_OF_THREE: "rule_two_of_three",
    Rule.RUN: "rule_run",
    Rule.TREND: "rule_trend",
}
SUREST = 0.99
"""Nothing is told as surer than this."""

UNHAPPY, REPLIED = "unhappy", "replied"

SINCE = Formula(
    what="alarm_since_what",
    formula="alarm_since_how",
    n="n_latest",
    source="Page 1954; docs/methods.md, 'Since when'",
)
FORMULAS = (
    Formula(
        what="alarm_state_what",
        formula="alarm_state_how",
        n="n_visits",
        source="Roberts 1959; Lucas & Saccucci 1990; docs/methods.md, 'Monitors'",
    ),
    Formula(
        what="alarm_limit_what",
        formula="alarm_limit_how",
        n="n_years",
        source="docs/methods.md, 'The limit'; measured rates there",
    ),
    SINCE,
    Formula(
        what="alarm_weeks_what",
        formula="alarm_weeks_how",
        n="n_week",
        source="Montgomery; NHS Making Data Count",
    ),
)


def surely(share: float) -> float:
    """Return how sure something may be called: never all of it."""
    return min(share, SUREST)
