"""How reports speak: what all of them say in the same words, and in the language of whoever asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.reporting import Query
from config import formats
from config.phrases import Fact, Phrases
from mapping.catalogue import words_for
from mapping.report import Absent, Column, Formula, Report
from mapping.words import Words

REPORTS: Phrases[str] = Phrases("bot", "words", "reports")

VERDICTS = {"below": "lower", "above": "higher", "cannot_tell": "cannot_tell"}
"""The phrase for each outcome of a comparison."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to a manager in one language: phrases by their keys, numbers and days as it writes them.

    Columns and formulas are declared with keys for their words, and get the words here.
    """

    language: str
    due: date | None = None
    """By when the answers of the present week are told; None where they are, or are not meant."""

    def nobody(self) -> str:
        """Say that nobody has answered, or nobody so far that is told of."""
        if self.due is None:
            return self.say("nobody_yet")
        return self.say("nobody_so_far", day=self.words.date(self.due))

    @property
    def words(self) -> Words:
        """The words of maps in this language."""
        return words_for(self.language)

    def say(self, key: str, /, **facts: Fact) -> str:
        """Return the phrase `key`, with `facts` filled in."""
        return REPORTS.say(key, self.language, **facts)

    def count(self, key: str, n: int, /, **facts: Fact) -> str:
        """Return the phrase `key` in the form for `n` things."""
        return REPORTS.count(key, n, self.language, **facts)

    def verdict(self, verdict: str) -> str:
        """Return the word for an outcome of a comparison."""
        return self.say(VERDICTS[verdict])

    def when(self, at: datetime) -> str:
        """Write the moment at which figures were read."""
        return self.words.time(at, year=True)

    def length(self, length: timedelta) -> str:
        """Write a length of time that somebody has set, such as a window."""
        return formats.exactly(length, self.words.language)

    def columns(self, columns: tuple[Column, ...], /) -> tuple[Column, ...]:
        """Return columns with words for titles."""
        return tuple(replace(each, title=self.say(each.title)) for each in columns)

    def formulas(self, formulas: tuple[Formula, ...], /, **facts: Fact) -> tuple[Formula, ...]:
        """Return formulas in words; sources stay as they are cited."""
        return tuple(
            replace(
                each, what=self.say(each.what), formula=self.say(each.formula, **facts), n=self.say(each.n)
            )
            for each in formulas
        )


MEAN = Formula(
    what="mean_what",
    formula="mean_how",
    n="n_scored",
    source="docs/methods.md, 'Score, and one customer one vote'",
)
INTERVAL = Formula(
    what="interval_what",
    formula="interval_how",
    n="n_scored",
    source="docs/methods.md, 'Interval of a score'; measured coverage 0.91 to 0.94",
)
REPLIES = Formula(what="replies_what", formula="replies_how", n="n_delivered", source="Wilson 1927")
EXTREMES = Formula(
    what="extremes_what",
    formula="extremes_how",
    n="n_scored_stage",
    source="docs/methods.md, 'Peak, lowest, end'",
)
DIFFERENCE = Formula(
    what="difference_what",
    formula="difference_how",
    n="n_scored_both",
    source="docs/methods.md, 'Two scores'",
)
RANKS = Formula(
    what="ranks_what",
    formula="ranks_how",
    n="n_scored_both",
    source="Brunner & Munzel 2000; Benjamini & Hochberg 1995",
)

REACH = Formula(what="reach_what", formula="reach_how", n="n_of_stage", source="Wilson 1927")
SEVERITY = Formula(
    what="severity_what", formula="severity_how", n="n_speaking", source="docs/methods.md, 'Pain points'"
)
IMPACT = Formula(
    what="impact_what",
    formula="impact_how",
    n="n_scored_stage",
    source="what Thematic, Kapiche and Qualtrics print (n_t (S_t - S) / (N - n_t))",
)


def looked_at(count: int, voice: Voice) -> tuple[str, ...]:
    """Say how many differences were looked at together, and what that means for those named."""
    return (voice.count("looked_at", count),) if count else ()


def limits(report: Report, query: Query) -> Iterator[str]:
    """Say what limits the figures of any report: what is hidden, widened, or still to be judged."""
    about = report.about
    voice = Voice(about.language)
    if any(isinstance(value, Absent) for table in report.tables for row in table.rows for value in row):
        yield voice.say("why_hidden", k=about.min_customers)
    asked = (query.since, about.period.since), (query.until, about.period.until)
    if any(wanted is not None and wanted != counted for wanted, counted in asked):
        yield voice.say("whole_weeks")
    if about.unjudged:
        words = voice.words
        yield words.unjudged.format(n=words.count(about.unjudged))
