"""What is said about streams that are watched: in the list of alarms and in the digest."""

from collections.abc import Mapping

from mapping.methods.monitors.ewma import Direction
from mapping.methods.monitors.p_chart import Rule
from mapping.methods.monitors.states import Phase
from mapping.report import Formula

PHASES: Mapping[Phase, str] = {
    Phase.ALARM: "alarm",
    Phase.ACKNOWLEDGED: "acknowledged",
    Phase.REBASELINED: "learning anew",
    Phase.QUIET: "quiet",
    Phase.LEARNING: "learning",
}
"""In the order in which they are listed."""

PAST = "changed before the watch"
"""The state of a stream whose change lay in its history."""

SIDES: Mapping[Direction, str] = {"down": "worse", "up": "better"}
RULES: Mapping[Rule, str] = {
    Rule.BEYOND: "beyond three sigma",
    Rule.TWO_OF_THREE: "two of three weeks beyond two sigma",
    Rule.RUN: "eight weeks on one side",
    Rule.TREND: "six weeks in a row up or down",
}
SUREST = 0.99
"""Nothing is told as surer than this."""

UNHAPPY, REPLIED = "unhappy", "replied"

ALL_QUIET = "No alarm stands."
WATCHING = "Watched: {quiet} quiet, {learning} learning."
ALARM = (
    "{stage} feels {side} since {since}: {size} ({low} to {high}), {sure} sure, {customers} customers since."
)
CHANGED = (
    "{stage} has felt {side} since {since}: {size} ({low} to {high}), {sure} sure, {customers} customers "
    "since. That lay in the history when the watch began, so no alarm was raised."
)
NOT_TOLD_WHEN = "{stage} feels {side}: an alarm was raised on {raised}, when it began cannot be told yet."
TOO_FEW = "{stage} has an alarm that fewer customers stand behind than may be told of."
TOGETHER = (
    "All streams together raise a false alarm in about one year of ten, on average over what each may truly "
    "be like."
)
LOOK = "Weekly shares are for looking at: they raise no alarm."
NO_WEEKS = "No share of the last four weeks stands out."
HIDDEN_WEEKS = "{count} more stand out, on too few customers to be told."
NO_PARTS = "monitors watch all customers, all the time"
NO_PARTS_FIX = "leave persona, segment, medium and days out; trend and compare tell of those"
NEVER_LOOKED = "Nothing is watched yet."

TITLE = "{title}: what has changed"
NOTHING_NEW = "Nothing new."
NEW = "{stage}: customers feel {side}"
BEGAN = "since {at}, at the earliest {low}, at the latest {high}"
UNKNOWN_BEGIN = "since when cannot be told yet; the alarm is of {raised}"
SIZE = "{size} on the scale of -2 to +2 ({low} to {high})"
SURE = "{sure} sure that this is no chance"
HIT = "{customers} customers have been there since"
QUOTE = "“{text}”"
NO_QUOTES = "no words that may be shown"
LINK = "the map: {link}"
NEXT = (
    "what to do: aftertouch alerts --ack {stage} when somebody sees to it, --rebaseline {stage} if it is to "
    "stay so"
)
STANDING = "Older and not acknowledged: {count}."
ACKNOWLEDGED = "Acknowledged: {count}."
WITHHELD = "Not told, for too few customers stand behind them: {count}."
LEARNING = "Learning: {count} of {streams} stages."
WEEKS = "To look at, no alarm:"
WEEK = "{stage}, week of {week}: {share} {what} (usually {usual})"

FORMULAS = (
    Formula(
        what="State",
        formula="A moving average over visits, the newest weighing 5 % (down to 2 % when busy), against "
        "limits around the baseline: the earliest visits without a change, 50, or 20 in 8 weeks. Outside is "
        "an alarm; it ends after 14 days within half of the limit, or when the change is accepted.",
        n="visits; what is said about one visit is one value",
        source="Roberts 1959; Lucas & Saccucci 1990; docs/methods.md, 'Monitors'",
    ),
    Formula(
        what="Limit",
        formula="A quantile of simulated years, drawn from the baseline's visits with random weights and a "
        "vote for every level: all streams together raise a false alarm in one year of ten.",
        n="simulated years",
        source="docs/methods.md, 'The limit'; measured rates there",
    ),
    Formula(
        what="Since, change and sureness",
        formula="The split of least squares, intervals of about 95 % by bootstrap; sureness is 1 less the "
        "share of shufflings with a split as clear.",
        n="the latest 500 visits",
        source="Page 1954; docs/methods.md, 'Since when'",
    ),
    Formula(
        what="Weeks that stand out",
        formula="p-chart with exact binomial limits against the weeks before the last eight: beyond three "
        "sigma, two of three beyond two, eight on one side.",
        n="customers with a score that week; sessions delivered that week",
        source="Montgomery; NHS Making Data Count",
    ),
)


def percent(share: float) -> str:
    """Write a share; one near 1 is never written as all of it."""
    return f"{round(100 * min(share, SUREST))} %"
