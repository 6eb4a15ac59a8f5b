"""Directly-follows steps over raw events; `mapping.methods.paths` counts the same, and hides what is few."""

from typing import Literal

from mapping.sql.dialect import Dialect

By = Literal["touchpoint", "stage"]


def ordered_events(*, by: By = "touchpoint") -> str:
    """Return every event with the place before it and the place after it, NULL for none."""
    return f"""\
WITH placed AS (
{_placed(by)}
)
{_ORDERED}
"""


def transitions(dialect: Dialect, *, by: By = "touchpoint") -> str:
    """Return each step's customers and times; `source` NULL is where paths begin, `target` NULL their end.

    Seconds and scores are means over customers of each one's own mean; median and 90th percentile are of
    these own means, too.
    """
    took = dialect.seconds_between("since", "occurred_at")
    return f"""\
WITH placed AS (
{_placed(by)}
),
ordered AS (
{_ORDERED}
),
own AS (
  SELECT before AS source, place AS target, customer, COUNT(*) AS times, AVG({took}) AS seconds,
    AVG(score) AS score
  FROM ordered
  GROUP BY before, place, customer
  UNION ALL
  SELECT place AS source, NULL AS target, customer, 1 AS times, NULL AS seconds, NULL AS score
  FROM ordered
  WHERE after IS NULL
)
SELECT source, target, COUNT(*) AS customers, SUM(times) AS steps, AVG(seconds) AS seconds,
  {dialect.quantile_of("seconds", share=0.5)} AS median, {dialect.quantile_of("seconds", share=0.9)} AS p90,
  COUNT(score) AS scored, AVG(score) AS score
FROM own
GROUP BY source, target
"""  # noqa: S608 - our own words, nobody's values


def reached(*, by: By = "touchpoint") -> str:
    """Return how many distinct customers have an event at each place."""
    return f"""\
WITH placed AS (
{_placed(by)}
)
SELECT place, COUNT(DISTINCT customer) AS customers
FROM placed
GROUP BY place
"""  # noqa: S608 - our own words, nobody's values


_ORDERED = """\
  SELECT customer, place, occurred_at, score,
    LAG(place) OVER way AS before, LAG(occurred_at) OVER way AS since, LEAD(place) OVER way AS after
  FROM placed
  WINDOW way AS (PARTITION BY customer ORDER BY occurred_at, number)"""


def _placed(by: By) -> str:
    if by == "touchpoint":
        return "  SELECT customer, touchpoint AS place, occurred_at, number, score FROM events"
    return """\
  SELECT e.customer, s.stage AS place, e.occurred_at, e.number, e.score
  FROM events e JOIN stages s ON s.touchpoint = e.touchpoint"""
