"""The one definition of a partial, in SQL that both databases read alike."""

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    Label,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    select,
    union_all,
)

from feedback.store.sql import HERE, week_column
from feedback.store.tables.answers import ANSWER, SCORE
from feedback.store.tables.asking import DELIVERY
from feedback.store.tables.figures import DIRTY

_Query = Select[*tuple[object, ...]]
_Names = Sequence[Column[str]]
_Figure = Label[int] | Label[float]
KEY = ("workspace", "journey", "touchpoint", "customer", "week")
SUMS = (
    "answers", "rated", "rating_sum", "scored", "score_sum",
    "hist0", "hist1", "hist2", "hist3", "hist4", "felt", "delivered", "responded",
)  # fmt: skip
_EDGES = (-1.5, -0.5, 0.5, 1.5)
"""Between the five levels; halfway counts away from neutral, as `config.emotion.Level` has it."""

_SAID: _Names = [ANSWER.c[name] for name in KEY[:-1]]
_SHOWN: _Names = [DELIVERY.c[name] for name in KEY[:-1]]
_OF_JOURNEY = bindparam("of", type_=ANSWER.c.journey.type)
_SCORED = SCORE.c.valence.is_not(None)
_JUDGMENT = and_(
    SCORE.c.workspace == ANSWER.c.workspace,
    SCORE.c.answer == ANSWER.c.id,
    SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
    SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
)
_IN_FORCE = and_(ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
_FROM_ANSWERS = and_(ANSWER.c.workspace == HERE, ANSWER.c.journey == _OF_JOURNEY)
_FROM_DELIVERIES = and_(DELIVERY.c.workspace == HERE, DELIVERY.c.journey == _OF_JOURNEY)
_FROM_MARKS = and_(DIRTY.c.workspace == HERE, DIRTY.c.journey.concat("") == _OF_JOURNEY, DIRTY.c.claimed)


def contributions(*, claimed_only: bool) -> _Query:
    """Return the partials of one journey, summed from the raw records; all, or those claimed for a sweep."""
    answers: _Query = select(*_key(_SAID, ANSWER.c.answered_at), *_of_answers())
    answers = _judged(answers, claimed_only=claimed_only)
    deliveries = select(*_key(_SHOWN, DELIVERY.c.shown_at), *_of_deliveries()).where(DELIVERY.c.first)
    if claimed_only:
        deliveries = deliveries.join(DIRTY, _same(_SHOWN, DELIVERY.c.shown_at)).where(_FROM_MARKS)
    else:
        deliveries = deliveries.where(_FROM_DELIVERIES)
    rows = union_all(answers, deliveries).subquery("contribution")
    keys = [rows.c[name] for name in KEY]
    sums = [func.sum(rows.c[name]).label(name) for name in SUMS]
    return select(*keys, *sums, func.max(rows.c.last_at).label("last_at")).group_by(*keys)


def feelings(*, claimed_only: bool) -> _Query:
    """Return the emotions of each answer, or NULL, with the key of its partial."""
    query: _Query = select(*_key(_SAID, ANSWER.c.answered_at), SCORE.c.emotions)
    query = _judged(query, claimed_only=claimed_only)
    # In a sweep this condition would make SQLite start from every score there is.
    return query if claimed_only else query.where(SCORE.c.emotions.is_not(None))


def _judged(query: _Query, *, claimed_only: bool) -> _Query:
    if claimed_only:
        marked = DIRTY.join(ANSWER, _same(_SAID, ANSWER.c.answered_at))
        query = query.select_from(marked.outerjoin(SCORE, _JUDGMENT)).where(_FROM_MARKS)
    else:
        query = query.select_from(ANSWER.outerjoin(SCORE, _JUDGMENT)).where(_FROM_ANSWERS)
    return query.where(_IN_FORCE)


def _key(names: _Names, at: ColumnElement[int]) -> list[ColumnElement[str] | ColumnElement[int]]:
    return [*names, week_column(at).label("week")]


def _same(names: _Names, at: ColumnElement[int]) -> ColumnElement[bool]:
    # Concatenated with nothing, a column serves no index. Left to choose, both databases start from (SQLite)
    # or look through (PostgreSQL) every answer of the journey, where the customer's own few are wanted.
    same = [
        (name.concat("") if name.name == "journey" else name) == DIRTY.c[name.name].concat("")
        for name in names
    ]
    return and_(*same, DIRTY.c.week == week_column(at))


def _of_answers() -> list[_Figure]:
    rated = and_(ANSWER.c.rated, ANSWER.c.valence.is_not(None))
    valence = SCORE.c.valence
    levels = (
        valence <= _EDGES[0],
        and_(valence > _EDGES[0], valence <= _EDGES[1]),
        and_(valence > _EDGES[1], valence < _EDGES[2]),
        and_(valence >= _EDGES[2], valence < _EDGES[3]),
        valence >= _EDGES[3],
    )
    return [
        literal_column("1").label("answers"),
        _one_if(rated).label("rated"),
        case((rated, ANSWER.c.valence), else_=literal_column("0.0")).label("rating_sum"),
        _one_if(_SCORED).label("scored"),
        func.coalesce(valence, literal_column("0.0")).label("score_sum"),
        *(_one_if(level).label(f"hist{number}") for number, level in enumerate(levels)),
        _one_if(SCORE.c.emotions.is_not(None)).label("felt"),
        literal_column("0").label("delivered"),
        literal_column("0").label("responded"),
        ANSWER.c.answered_at.label("last_at"),
    ]


def _of_deliveries() -> list[_Figure]:
    answered = exists().where(
        ANSWER.c.workspace == DELIVERY.c.workspace,
        ANSWER.c.session == DELIVERY.c.session,
        _IN_FORCE,
    )
    nothing: list[_Figure] = [
        literal_column("0.0" if name.endswith("_sum") else "0").label(name) for name in SUMS[:-2]
    ]
    return [
        *nothing,
        literal_column("1").label("delivered"),
        _one_if(answered).label("responded"),
        literal_column("NULL", type_=DELIVERY.c.shown_at.type).label("last_at"),
    ]


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, literal_column("1")), else_=literal_column("0"))
