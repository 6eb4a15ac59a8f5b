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
from feedback.store.tables import ANSWER, DELIVERY, DIRTY, SCORE

_Names = Sequence[Column[str]]
_Figure = Label[int] | Label[float]
KEY = ("workspace", "journey", "touchpoint", "customer", "week")
SUMS = (
    "answers", "rated", "rating_sum", "scored", "score_sum",
    "hist0", "hist1", "hist2", "hist3", "hist4", "felt", "delivered", "responded",
)  # fmt: skip
_EDGES = (-1.5, -0.5, 0.5, 1.5)
"""Between the five levels; halfway counts away from neutral, as `mapping.level` has it."""

_SAID: _Names = [ANSWER.c[name] for name in KEY[:-1]]
_SHOWN: _Names = [DELIVERY.c[name] for name in KEY[:-1]]
_OF_JOURNEY = bindparam("of", type_=ANSWER.c.journey.type)
_SCORED = SCORE.c.valence.is_not(None)
_JUDGED = ANSWER.outerjoin(
    SCORE,
    and_(
        SCORE.c.workspace == ANSWER.c.workspace,
        SCORE.c.answer == ANSWER.c.id,
        SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
        SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
    ),
)
_IN_FORCE = and_(ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
_FROM_ANSWERS = and_(ANSWER.c.workspace == HERE, ANSWER.c.journey == _OF_JOURNEY)
_FROM_DELIVERIES = and_(DELIVERY.c.workspace == HERE, DELIVERY.c.journey == _OF_JOURNEY)
# Only the marks are told which journey: told it twice, SQLite would start from all of the journey's answers.
_FROM_MARKS = and_(DIRTY.c.workspace == HERE, DIRTY.c.journey == _OF_JOURNEY, DIRTY.c.claimed)


def contributions(*, claimed_only: bool) -> Select[*tuple[object, ...]]:
    """Return the partials of one journey, summed from the raw records; all, or those claimed for a sweep."""
    answers = select(*_key(_SAID, ANSWER.c.answered_at), *_of_answers()).select_from(_JUDGED)
    deliveries = select(*_key(_SHOWN, DELIVERY.c.shown_at), *_of_deliveries())
    if claimed_only:
        answers = answers.join(DIRTY, _same(_SAID, ANSWER.c.answered_at)).where(_FROM_MARKS)
        deliveries = deliveries.join(DIRTY, _same(_SHOWN, DELIVERY.c.shown_at)).where(_FROM_MARKS)
    else:
        answers, deliveries = answers.where(_FROM_ANSWERS), deliveries.where(_FROM_DELIVERIES)
    rows = union_all(answers.where(_IN_FORCE), deliveries.where(DELIVERY.c.first)).subquery("contribution")
    keys = [rows.c[name] for name in KEY]
    sums = [func.sum(rows.c[name]).label(name) for name in SUMS]
    return select(*keys, *sums, func.max(rows.c.last_at).label("last_at")).group_by(*keys)


def feelings(*, claimed_only: bool) -> Select[*tuple[object, ...]]:
    """Return the emotions of each answer that has any, with the key of its partial."""
    query = select(*_key(_SAID, ANSWER.c.answered_at), SCORE.c.emotions).select_from(_JUDGED)
    query = query.where(_IN_FORCE, SCORE.c.emotions.is_not(None))
    if claimed_only:
        return query.join(DIRTY, _same(_SAID, ANSWER.c.answered_at)).where(_FROM_MARKS)
    return query.where(_FROM_ANSWERS)


def _key(names: _Names, at: ColumnElement[int]) -> list[ColumnElement[str] | ColumnElement[int]]:
    return [*names, week_column(at).label("week")]


def _same(names: _Names, at: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(*(DIRTY.c[name.name] == name for name in names), DIRTY.c.week == week_column(at))


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
