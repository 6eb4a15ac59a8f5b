"""What all reports say in the same words: who cannot be told apart, which formulas, which limits."""

from collections.abc import Iterator

from bot.reporting import Query
from mapping.catalogue import words_for
from mapping.report import Absent, Formula, Report

CANNOT_TELL = "can't tell"
VERDICTS = {"below": "lower", "above": "higher", "cannot_tell": CANNOT_TELL}

TOO_FEW = "Too few customers ({n} at least are needed on each side)."
NOBODY_YET = "Nobody has answered yet in this part of the journey."

MEAN = Formula(
    what="Score",
    formula="Each customer's own mean of valences (-2..+2) first, then the mean over customers.",
    n="customers with a score",
    source="docs/methods.md, 'One customer, one vote'",
)
INTERVAL = Formula(
    what="Interval",
    formula="2.5 % to 97.5 % of the level mean under a Dirichlet-multinomial posterior; "
    "prior: the journey's pooled shares, weight 1.",
    n="customers with a score",
    source="docs/methods.md, 'Intervals'; measured coverage 0.91 to 0.94",
)
DIFFERENCE = Formula(
    what="Difference",
    formula="Mean vote here less mean vote there; 'can't tell' while the chance that it lies below zero "
    "is between 5 % and 95 %.",
    n="customers with a score on both sides",
    source="docs/methods.md, 'Differences'",
)
RANKS = Formula(
    what="Test",
    formula="Brunner-Munzel's rank test; of all differences looked at together, at most 10 % of those named "
    "are false on average (Benjamini-Hochberg).",
    n="customers with a score on both sides",
    source="Brunner & Munzel 2000; Benjamini & Hochberg 1995",
)

REACH = Formula(
    what="Reach",
    formula="Customers who said something negative about it, of all who answered at the stage; Wilson's "
    "interval.",
    n="distinct customers of the stage",
    source="Wilson 1927",
)
SEVERITY = Formula(
    what="Severity",
    formula="How deep below neutral they were (0 to 2): each customer's mean first, then over customers, "
    "shrunken toward the depth of all pains of the journey by the weight of one vote.",
    n="customers who speak of it",
    source="docs/methods.md, 'Pain points'",
)
IMPACT = Formula(
    what="Impact",
    formula="The stage's score less its score without those customers; from 10 customers on. Interval: "
    "500 draws of customers anew.",
    n="customers with a score at the stage",
    source="what Thematic, Kapiche and Qualtrics print (n_t (S_t - S) / (N - n_t))",
)


def looked_at(count: int) -> tuple[str, ...]:
    """Say how many differences were looked at together, and what that means for those named."""
    if not count:
        return ()
    were = "1 difference was" if count == 1 else f"{count:,} differences were"
    return (f"{were} looked at; of those named, at most one in ten is false on average.",)


def why_hidden(k: int) -> str:
    """Say what '(hidden)' stands for."""
    return f"(hidden): fewer than {k} customers, or a figure from which such few could be worked out."


WHOLE_WEEKS = "Answers are counted in whole weeks, Monday to Sunday (UTC); the period was widened to them."


def limits(report: Report, query: Query) -> Iterator[str]:
    """Say what limits the figures of any report: what is hidden, widened, or still to be judged."""
    about = report.about
    if any(isinstance(value, Absent) for table in report.tables for row in table.rows for value in row):
        yield why_hidden(about.min_customers)
    asked = (query.since, about.period.since), (query.until, about.period.until)
    if any(wanted is not None and wanted != counted for wanted, counted in asked):
        yield WHOLE_WEEKS
    if about.unjudged:
        words = words_for(about.language)
        yield words.unjudged.format(n=words.count(about.unjudged))
