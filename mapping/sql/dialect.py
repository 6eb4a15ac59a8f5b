"""What engines write differently, in one place: the week, a length of time, and a quantile."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One engine's words; {time}, {since}, {until}, {share} and {values} are put in."""

    name: str
    week: str
    seconds: str
    quantile: str

    def week_of(self, time: str) -> str:
        """Return the Monday of the week of a time, as a date."""
        return self.week.format(time=time)

    def seconds_between(self, since: str, until: str) -> str:
        """Return the seconds from one time to another, as a double."""
        return self.seconds.format(since=since, until=until)

    def quantile_of(self, values: str, *, share: float) -> str:
        """Return the quantile of a group, interpolated."""
        return self.quantile.format(values=values, share=share)


_WEEK = "CAST(date_trunc('week', {time}) AS DATE)"
_SECONDS = "CAST(EXTRACT(EPOCH FROM ({until} - {since})) AS DOUBLE PRECISION)"
_QUANTILE = "percentile_cont({share}) WITHIN GROUP (ORDER BY {values})"

DUCKDB = Dialect(
    name="duckdb", week=_WEEK, seconds=_SECONDS.replace("DOUBLE PRECISION", "DOUBLE"), quantile=_QUANTILE
)
POSTGRESQL = Dialect(name="postgresql", week=_WEEK, seconds=_SECONDS, quantile=_QUANTILE)
SPARK = Dialect(
    name="spark",
    week=_WEEK,
    seconds="CAST(unix_micros({until}) - unix_micros({since}) AS DOUBLE) / 1000000",
    quantile=_QUANTILE,
)
DIALECTS = (DUCKDB, POSTGRESQL, SPARK)
