"""The map's own words in one language, and how numbers and dates are written in it."""

from dataclasses import dataclass
from datetime import date, datetime

from config import formats
from config.emotion import Level
from config.phrases import Counted
from mapping.period import Period

MINUS = formats.MINUS
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words, which stand in words/map; `{...}` are filled in."""

    language: str
    stage: str
    touchpoints: str
    touchpoint: str
    emotion: str
    score: str
    quotes: str
    pain_points: str
    opportunities: str
    levels: tuple[str, str, str, str, str]
    peak: str
    lowest: str
    end: str
    low_n: str
    hidden: str
    covering: str
    empty: str
    unpublished: str
    unpublished_whole: str
    due: str
    unscored: str
    answers: Counted
    customers: Counted
    from_: str
    response: str
    responded: str
    go_on: str
    data_to: str
    persona: str
    segment: str
    online: str
    offline: str
    few: str
    interval: str
    previous: str
    previous_short: str
    previous_head: str
    target: str
    no_pain: str
    severity: str
    more: str
    method: str
    small: str
    arrows: str
    overlay: str
    overlay_note: str
    made: str
    unjudged: str
    all_time: str
    since: str
    until: str
    week_of: str
    table: str
    range: str
    answers_head: str
    customers_head: str
    response_head: str
    scroll: str
    stages: str
    about: str
    journey: str
    as_of: str
    period_head: str
    channels: str
    overall: str
    note: str
    moment: str
    change: str
    changed_since: str
    range_low: str
    range_high: str
    delivered: str
    came_by: str
    went_on: str
    last_answer: str
    place: str
    medium: str
    owner: str
    status: str
    theme: str
    severity_head: str
    language_head: str
    everybody: str
    personas: str
    segments: str
    years: str
    quarters: str
    months_head: str
    weeks: str
    all_media: str
    compare: str
    at_most: str
    dark: str
    close: str
    filters: str
    path: str
    reach: str
    impact: str
    by_touchpoint: str
    weeks_of_all: str
    pains_of: str
    hint: str
    no_quotes: str
    by_level: str
    hidden_mark: str
    explained: str
    notes: str
    source: str
    levels_few: str
    cases: str
    cases_opened: str
    cases_open: str
    cases_won: str
    cases_reply: str
    cases_resolved: str
    cases_felt: str

    @property
    def decimal(self) -> str:
        """What stands between a number and its tenths."""
        return formats.decimal_mark(self.language)

    @property
    def thousands(self) -> str:
        """What stands between the thousands of a number."""
        return formats.group_mark(self.language)

    def level(self, level: Level) -> str:
        """Return the word for a level."""
        return self.levels[level + 2]

    def signed(self, value: float) -> str:
        """Write a score with its sign and one decimal; what rounds to nothing has no sign."""
        return formats.signed(value, self.language)

    def plain(self, value: float) -> str:
        """Write a number with one decimal and no sign."""
        return formats.number(value, self.language, decimals=1)

    def count(self, number: int) -> str:
        """Write a whole number with its thousands apart."""
        return formats.number(number, self.language)

    def percent(self, share: float) -> str:
        """Write a share 0..1 as whole percent."""
        return formats.percent(share, self.language)

    def quoted(self, text: str) -> str:
        """Put a customer's words between the marks of the language."""
        return formats.quoted(text, self.language)

    def counted(self, what: Counted, number: int) -> str:
        """Write how many of something."""
        return what.of(number).format(n=self.count(number))

    def month(self, day: date) -> str:
        """Write the month in which a day lies, with its year."""
        return formats.whole_month(day, self.language)

    def quarter(self, day: date) -> str:
        """Write the quarter in which a day lies, with its year."""
        return formats.quarter(day, self.language)

    def date(self, day: date, *, year: bool = True) -> str:
        """Write a day."""
        return formats.day(day, self.language, year=year)

    def time(self, when: datetime, *, year: bool) -> str:
        """Write an aware time to the minute, with its zone."""
        return f"{self.date(when.date(), year=year)} {when:%H:%M} {when.tzname() or ''}".rstrip()

    def period(self, period: Period) -> str:
        """Write a span of days as short as it can be."""
        since, until = period.since, period.until
        if since is None or until is None:
            if since is not None:
                return self.since.format(day=self.date(since))
            return self.until.format(day=self.date(until)) if until is not None else self.all_time
        return formats.span(since, until, self.language)

    def before(self, period: Period | None) -> str:
        """Head a column of what was before, in `period` where it is known."""
        return self.previous_head if period is None else f"{self.previous_head} ({self.period_short(period)})"

    def period_short(self, period: Period, *, year: bool = True) -> str:
        """Write a span of days as its month where it lies in one, else in full."""
        since, until = period.since, period.until
        if since and until and (since.year, since.month) == (until.year, until.month):
            return formats.month(since, self.language, year=year)
        return self.period(period)
