"""Every partial anew from the raw answers: what a sweep keeps up to date, in one statement each."""

from mapping.sql.dialect import Dialect

_EDGES = (-1.5, -0.5, 0.5, 1.5)
"""Between the five levels; halfway counts away from neutral, as `config.emotion.Level` has it."""

_LEVELS = (
    f"valence <= {_EDGES[0]}",
    f"valence > {_EDGES[0]} AND valence <= {_EDGES[1]}",
    f"valence > {_EDGES[1]} AND valence < {_EDGES[2]}",
    f"valence >= {_EDGES[2]} AND valence < {_EDGES[3]}",
    f"valence >= {_EDGES[3]}",
)


def partials(dialect: Dialect) -> str:
    """Return answers, ratings, valences and their histogram per customer, touchpoint and week."""
    levels = ",\n    ".join(
        f"COUNT(CASE WHEN {level} THEN 1 END) AS hist{number}" for number, level in enumerate(_LEVELS)
    )
    return f"""\
WITH weekly AS (
  SELECT customer, touchpoint, {dialect.week_of("answered_at")} AS week, answered_at, rating, valence, felt
  FROM answers
)
SELECT
    customer, touchpoint, week,
    COUNT(*) AS answers,
    COUNT(rating) AS rated, COALESCE(SUM(rating), 0) AS rating_sum,
    COUNT(valence) AS scored, COALESCE(SUM(valence), 0) AS score_sum,
    {levels},
    SUM(felt) AS felt, MAX(answered_at) AS last_at
FROM weekly
GROUP BY customer, touchpoint, week
"""  # noqa: S608 - our own words, nobody's values


def feelings(dialect: Dialect) -> str:
    """Return in how many answers each emotion was found, per customer, touchpoint and week."""
    return f"""\
WITH weekly AS (
  SELECT customer, touchpoint, {dialect.week_of("answered_at")} AS week, emotion
  FROM feelings
)
SELECT customer, touchpoint, week, emotion, COUNT(*) AS answers
FROM weekly
GROUP BY customer, touchpoint, week, emotion
"""  # noqa: S608 - our own words, nobody's values


def deliveries(dialect: Dialect) -> str:
    """Return sessions delivered, and those of them with an answer, per customer, touchpoint and week."""
    return f"""\
WITH weekly AS (
  SELECT customer, touchpoint, {dialect.week_of("shown_at")} AS week, responded
  FROM deliveries
)
SELECT customer, touchpoint, week, COUNT(*) AS delivered, SUM(responded) AS responded
FROM weekly
GROUP BY customer, touchpoint, week
"""  # noqa: S608 - our own words, nobody's values
