"""Mentions: written with the scores they come with, gone with them, and read in columns for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, bindparam, delete, false, insert, select

from feedback.mention import Mention
from feedback.records import Consent, Scored
from feedback.store.base import StoreBase
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared
from feedback.store.sql import HERE, AnyRow, Values, among, micros, texts
from feedback.store.tables.answers import ANSWER, MENTION
from feedback.store.tables.people import CUSTOMER
from feedback.work import Changes

_FIRST, _LAST = -(2**62), 2**62
_ADD = Prepared(insert(MENTION))
_BY = {
    "scorer": bindparam("scorer", type_=String),
    "version": bindparam("scorer_version", type_=String),
}
_JUDGED_BEFORE = delete(MENTION).where(among(MENTION.c.answer, texts("ids"), **_BY))
_REPLACED = delete(MENTION).where(among(MENTION.c.answer, texts("ids")))
_PLACES = select(ANSWER.c.id, ANSWER.c.journey, ANSWER.c.touchpoint, ANSWER.c.answered_at).where(
    among(ANSWER.c.id, texts("ids")), ANSWER.c.superseded == false()
)
_MENTIONS = (
    select(
        MENTION.c.answer, MENTION.c.place, MENTION.c.customer, MENTION.c.touchpoint, MENTION.c.answered_at,
        MENTION.c.theme, MENTION.c.valence, MENTION.c.is_negative, MENTION.c.score,
    )
    .where(
        MENTION.c.workspace == HERE, MENTION.c.journey == bindparam("of"),
        MENTION.c.answered_at >= bindparam("since"), MENTION.c.answered_at < bindparam("until"),
        MENTION.c.scorer == _BY["scorer"], MENTION.c.version == _BY["version"],
    )
    .order_by(MENTION.c.answered_at, MENTION.c.answer, MENTION.c.place)
)  # fmt: skip
# Apart from the mentions: joined, a PostgreSQL that has not counted its rows yet compares all with all.
_CONSENTS = select(CUSTOMER.c.id, CUSTOMER.c.consent).where(
    CUSTOMER.c.workspace == HERE, CUSTOMER.c.consent != "unknown"
)
_SPANS = select(MENTION.c.answer, MENTION.c.place, MENTION.c.begins, MENTION.c.ends).where(
    among(MENTION.c.answer, texts("ids"), **_BY)
)
_SAID = select(ANSWER.c.id, ANSWER.c.customer, ANSWER.c.words, ANSWER.c.language).where(
    among(ANSWER.c.id, texts("ids")), ANSWER.c.words.is_not(None)
)
_KEYS = select(CUSTOMER.c.id, CUSTOMER.c.data_key).where(
    among(CUSTOMER.c.id, texts("ids")), CUSTOMER.c.data_key.is_not(None)
)

Named = tuple[str, int]
"""A mention by its answer and its place in it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mentions:
    """Mentions in columns of equal length, in order of time; where a number is not known, it is NaN.

    `valence` is that of the clause, `score` that of the whole answer, both -2..+2. `consent` says whether the
    words may be shown. Nothing of this is disclosed yet.
    """

    answer: Sequence[str]
    place: Sequence[int]
    customer: Sequence[str]
    touchpoint: Sequence[str]
    at: NDArray[np.datetime64]
    theme: Sequence[str | None]
    valence: NDArray[np.float64]
    is_negative: NDArray[np.bool_]
    score: NDArray[np.float64]
    consent: Sequence[Consent]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """What a customer wrote, as far as one mention goes; not yet scrubbed, and not for everybody's eyes."""

    text: str
    language: str


class MentionStore(StoreBase):
    """For whoever counts what customers speak of: read from any thread, while others write."""

    def read_mentions(
        self,
        journey: str,
        *,
        scorer: tuple[str, str],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Mentions:
        """Return the mentions from `since` to before `until`, as `scorer` (name, version) made them."""
        here = self._here(
            of=journey,
            since=_FIRST if since is None else micros(since),
            until=_LAST if until is None else micros(until),
            scorer=scorer[0],
            scorer_version=scorer[1],
        )
        with self._engines.reading() as connection:
            consents = dict(connection.execute(_CONSENTS, self._here()).cursor.fetchall())
            # Straight from the driver: a hundred thousand rows need no objects of SQLAlchemy's around them.
            rows = connection.execute(_MENTIONS, here).cursor.fetchall()
        return _in_columns(rows, consents)

    def read_clauses(
        self, mentions: Collection[Named], *, scorer: tuple[str, str]
    ) -> dict[Named, ClauseWords]:
        """Return the words of the mentions named; those that are no more are left out."""
        answers = {answer for answer, _ in mentions}
        judged = self._here(ids=answers, scorer=scorer[0], scorer_version=scorer[1])
        with self._engines.reading() as connection:
            spans = connection.execute(_SPANS, judged).all()
            rows = connection.execute(_SAID, self._here(ids=answers)).all()
            whose = self._here(ids={row.customer for row in rows})
            keys = dict(connection.execute(_KEYS, whose).all())
        texts_of = {
            row.id: ClauseWords(text=self._opened(row, keys[row.customer]), language=row.language)
            for row in rows
            if row.customer in keys
        }
        wanted = set(mentions)
        return {
            (row.answer, row.place): _part(texts_of[row.answer], row.begins, row.ends)
            for row in spans
            if (row.answer, row.place) in wanted and row.answer in texts_of
        }

    def _opened(self, row: AnyRow, data_key: bytes) -> str:
        place = self._keys.about("answer", "words", row.id)
        return self._keys.of_customer(row.customer, data_key).open(row.words, about=place).decode()


def keep_mentions(connection: Connection, keys: Keys, changes: Changes) -> None:
    """Write what new scores mention in the place of what they did before; replaced answers have none."""
    here = {"here": keys.workspace}
    if changes.superseded:
        connection.execute(_REPLACED, {**here, "ids": changes.superseded})
    new = {answer.id for answer in changes.answers}
    before: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in changes.scores:
        if each.answer not in new:
            before[each.score.scorer, each.score.version].append(each.answer)
    for (scorer, version), ids in before.items():
        connection.execute(_JUDGED_BEFORE, {**here, "ids": ids, "scorer": scorer, "scorer_version": version})
    told = {(each.answer, each.score.scorer, each.score.version): each for each in changes.scores}
    scored = [each for each in told.values() if each.score.mentions]
    places = _places(connection, keys, changes, {each.answer for each in scored})
    rows = chain.from_iterable(_rows(each, places[each.answer]) for each in scored if each.answer in places)
    _ADD.write(connection, [{"workspace": keys.workspace, **row} for row in rows])


def mention_of(row: AnyRow) -> Mention:
    """Return the mention in a row."""
    return Mention(
        place=row.place,
        start=row.begins,
        end=row.ends,
        theme=row.theme,
        valence=row.valence,
        is_negative=bool(row.is_negative),
    )


def _places(connection: Connection, keys: Keys, changes: Changes, answers: set[str]) -> Mapping[str, Values]:
    """Return where and when the answers were given that are in force."""
    gone = set(changes.superseded)
    found: dict[str, Values] = {
        each.id: {
            "journey": each.journey, "touchpoint": each.touchpoint, "answered_at": micros(each.answered_at),
        }
        for each in changes.answers
        if each.id in answers - gone
    }  # fmt: skip
    others = answers - gone - found.keys()
    if others:
        for row in connection.execute(_PLACES, {"here": keys.workspace, "ids": others}):
            found[row.id] = {
                "journey": row.journey, "touchpoint": row.touchpoint, "answered_at": row.answered_at,
            }  # fmt: skip
    return found


def _rows(scored: Scored, place: Values) -> Iterator[Values]:
    score = scored.score
    for each in score.mentions:
        yield {
            **place,
            "answer": scored.answer,
            "scorer": score.scorer,
            "version": score.version,
            "place": each.place,
            "customer": scored.customer,
            "begins": each.start,
            "ends": each.end,
            "theme": each.theme,
            "valence": each.valence,
            "is_negative": each.is_negative,
            "score": score.valence,
        }


def _part(words: ClauseWords, begins: int, ends: int) -> ClauseWords:
    return ClauseWords(text=words.text[begins:ends], language=words.language)


def _in_columns(rows: Sequence[Sequence[object]], consents: Mapping[str, Consent]) -> Mentions:
    columns = list(zip(*rows, strict=True)) or [()] * 9
    answer, place, customer, touchpoint, at, theme, valence, is_negative, score = columns
    return Mentions(
        answer=answer,
        place=place,
        customer=customer,
        touchpoint=touchpoint,
        at=np.array(at, dtype=np.int64).view("datetime64[us]"),
        theme=theme,
        valence=np.array(valence, dtype=np.float64),
        is_negative=np.array(is_negative, dtype=np.bool_),
        score=np.array(score, dtype=np.float64),
        consent=[consents.get(each, "unknown") for each in customer],
    )
