"""Who reached which stage when, in order and in time; `mapping.methods.passages` names the rules."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from mapping.methods.passages import Skipping
from mapping.sql.dialect import Dialect

_SECOND = timedelta(seconds=1)


def passages(windows: Sequence[timedelta | None], *, as_of: datetime, skipping: Skipping = "never") -> str:
    """Return the stages that each customer reached, when, and until when they had to go on.

    One window for each stage, None for none; ValueError for parts of a second.
    """
    return f"{_walk(windows, as_of=as_of, skipping=skipping)}\nSELECT * FROM passages\n"


def funnel(
    dialect: Dialect,
    windows: Sequence[timedelta | None],
    *,
    as_of: datetime,
    skipping: Skipping = "never",
) -> str:
    """Return per stage who reached it, went on, was lost, and how long going on took."""
    took = dialect.seconds_between("reached_at", "next_at")
    return f"""\
{_walk(windows, as_of=as_of, skipping=skipping)},
onward AS (
  SELECT stage, customer, reached_at, over_at,
    LEAD(reached_at) OVER (PARTITION BY customer ORDER BY stage) AS next_at
  FROM passages
),
timed AS (
  SELECT stage, next_at, over_at, {took} AS seconds FROM onward
)
SELECT stage, COUNT(*) AS reached, COUNT(next_at) AS went_on,
  COUNT(CASE WHEN next_at IS NULL AND over_at < {_moment(as_of)} THEN 1 END) AS lost,
  {dialect.quantile_of("seconds", share=0.5)} AS median, {dialect.quantile_of("seconds", share=0.9)} AS p90
FROM timed
GROUP BY stage
ORDER BY stage
"""  # noqa: S608 - our own words, nobody's values


def _walk(windows: Sequence[timedelta | None], *, as_of: datetime, skipping: Skipping) -> str:
    parts = ",\n".join(_steps(windows, as_of=as_of, skipping=skipping))
    last = len(windows) - 1
    ends = (_later("reached_at", None if number == last else each) for number, each in enumerate(windows))
    reached = "\n  UNION ALL\n".join(
        f"  SELECT {number} AS stage, customer, reached_at, {end} AS over_at FROM reached_{number}"  # noqa: S608 - see above
        for number, end in enumerate(ends)
    )
    return f"WITH {parts},\npassages AS (\n{reached}\n)"


def _steps(windows: Sequence[timedelta | None], *, as_of: datetime, skipping: Skipping) -> Iterator[str]:
    """Yield the walk stage by stage: who reached it, and with whom and until when the next may follow."""
    yield f"""\
placed AS (
  SELECT e.customer, s.stage, e.occurred_at
  FROM events e JOIN stages s ON s.touchpoint = e.touchpoint
  WHERE e.occurred_at <= {_moment(as_of)}
)"""  # noqa: S608 - our own words, nobody's values
    for number, window in enumerate(windows):
        yield _reached(number)
        yield _way(number, window, is_strict=skipping == "never" or number == 0)


def _reached(number: int) -> str:
    if number == 0:
        return """\
reached_0 AS (
  SELECT customer, MIN(occurred_at) AS reached_at FROM placed WHERE stage = 0 GROUP BY customer
)"""
    return f"""\
reached_{number} AS (
  SELECT p.customer, MIN(p.occurred_at) AS reached_at
  FROM placed p JOIN way_{number - 1} w ON w.customer = p.customer
  WHERE p.stage = {number} AND p.occurred_at >= w.since AND (w.until IS NULL OR p.occurred_at <= w.until)
  GROUP BY p.customer
)"""  # noqa: S608 - our own words, nobody's values


def _way(number: int, window: timedelta | None, *, is_strict: bool) -> str:
    if is_strict:
        return f"""\
way_{number} AS (
  SELECT customer, reached_at AS since, {_later("reached_at", window)} AS until FROM reached_{number}
)"""  # noqa: S608 - our own words, nobody's values
    return f"""\
way_{number} AS (
  SELECT w.customer, COALESCE(r.reached_at, w.since) AS since,
    CASE WHEN r.customer IS NULL THEN w.until ELSE {_later("r.reached_at", window)} END AS until
  FROM way_{number - 1} w LEFT JOIN reached_{number} r ON r.customer = w.customer
)"""  # noqa: S608 - our own words, nobody's values


def _later(time: str, window: timedelta | None) -> str:
    if window is None:
        return "CAST(NULL AS TIMESTAMP)"
    if window % _SECOND:
        raise ValueError("a window has parts of a second; give whole ones")
    return f"{time} + INTERVAL '{window // _SECOND}' SECOND"


def _moment(time: datetime) -> str:
    return f"TIMESTAMP '{time.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"
