"""The box of anonymous answers: one sealed pile for each touchpoint, shuffled each time one is added.

The traces of the talk go first: what was tapped and typed, raw, and what was asked after it. Once enough
ballots are in the box they become customers of their own: in random order, under random ids, dated to the
week.
"""

from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter
from sqlalchemy import BindParameter, Connection, LargeBinary, String, bindparam, delete, select, update

from feedback.records import Answer, Customer, Interaction, Scored
from feedback.sent_photos import photo_beside
from feedback.store.keys import Keys
from feedback.store.sql import HERE, Values, fixed, insert_new, micros, moment, upsert, week_of
from feedback.store.tables.asking import DELIVERY
from feedback.store.tables.traffic import INBOX, OUTBOX
from feedback.store.tables.workspace import SAFE
from feedback.vault import Entropy
from feedback.veiled import SOURCE, Ballot, Cast, Marked
from feedback.work import Changes, cell_of

_PILE: TypeAdapter[list[Ballot]] = TypeAdapter(list[Ballot])
_ID_BYTES = 16
_LUCK_BYTES = 8
_DAY = 86_400_000_000
_OF: BindParameter[str] = bindparam("talk", type_=String)
_ASKED = delete(OUTBOX).where(
    OUTBOX.c.workspace == HERE,
    OUTBOX.c.session == _OF,
    OUTBOX.c.state.not_in([fixed("pending"), fixed("sending")]),
)
_SHOWN = delete(DELIVERY).where(
    DELIVERY.c.workspace == HERE, DELIVERY.c.session == _OF, DELIVERY.c.first.is_(False)
)
_HEARD = select(INBOX.c.channel, INBOX.c.key).where(INBOX.c.workspace == HERE, INBOX.c.session == _OF)
_BLANK = (
    update(INBOX)
    .where(INBOX.c.workspace == HERE, INBOX.c.channel == bindparam("at"), INBOX.c.key == bindparam("item"))
    .values(payload=bindparam("nothing", type_=LargeBinary))
)
_NEW_BOX = insert_new("safe")
_BOX = (
    select(SAFE.c.content)
    .where(SAFE.c.workspace == HERE, SAFE.c.name_hash == bindparam("found_by"))
    .with_for_update()
)
_KEEP = upsert("safe")


def cast_ballot(
    connection: Connection, keys: Keys, cast: Cast, *, entropy: Entropy, now: int
) -> Changes | None:
    """Wipe the traces of a talk and put its ballot into the box; return what the box held once it is full."""
    _wipe(connection, keys, cast.session)
    if cast.ballot is None:
        return None
    found_by = keys.safe_hash(f"ballots {cast.ballot.journey} {cast.ballot.touchpoint}")
    connection.execute(_NEW_BOX, _box(keys, found_by, []))
    sealed = connection.execute(_BOX, {"here": keys.workspace, "found_by": found_by}).scalar_one()
    pile = _PILE.validate_json(keys.own.open(sealed, about=keys.about("safe", "content", found_by)))
    pile = sorted([*pile, cast.ballot], key=lambda _: entropy(_LUCK_BYTES))
    is_full = len(pile) >= cast.least
    connection.execute(_KEEP, _box(keys, found_by, [] if is_full else pile))
    return _counted(pile, entropy=entropy, now=now) if is_full else None


def _wipe(connection: Connection, keys: Keys, session: str) -> None:
    here = {"here": keys.workspace, "talk": session}
    connection.execute(_ASKED, here)
    connection.execute(_SHOWN, here)
    rows = connection.execute(_HEARD, here).all()
    blank = [_blank(keys, row.channel, key) for row in rows for key in (row.key, photo_beside(row.key))]
    if blank:
        connection.execute(_BLANK, blank)


def _blank(keys: Keys, channel: str, key: str) -> Values:
    sealed = keys.own.seal(b"[]", about=keys.about("inbox", "payload", f"{channel}\0{key}"))
    return {"here": keys.workspace, "at": channel, "item": key, "nothing": sealed}


def _box(keys: Keys, found_by: str, pile: Sequence[Ballot]) -> Values:
    content = _PILE.dump_json(list(pile), exclude_defaults=True)
    return {
        "workspace": keys.workspace,
        "name_hash": found_by,
        "content": keys.own.seal(content, about=keys.about("safe", "content", found_by)),
        "until": None,
    }


def _counted(pile: Sequence[Ballot], *, entropy: Entropy, now: int) -> Changes:
    """Return each ballot as a customer of its own, dated to the week alone."""
    at = moment(week_of(now) * _DAY)
    changes = Changes()
    for ballot in pile:
        somebody = Customer(id=_random(entropy), external_id=None, created_at=at)
        interaction = Interaction(
            id=_random(entropy), source=SOURCE, source_id=_random(entropy), customer=somebody.id,
            journey=ballot.journey, version=ballot.version, stage=ballot.stage, touchpoint=ballot.touchpoint,
            occurred_at=at, received_at=at,
        )  # fmt: skip
        changes.customers[somebody.id] = somebody
        changes.interactions.append(interaction)
        for answer, marked in _answers(ballot, interaction, entropy):
            changes.answers.append(answer)
            if marked.score is not None:
                changes.scores.append(
                    Scored(answer=answer.id, customer=somebody.id, score=marked.score, scored_at=at)
                )
        changes.dirty.add(cell_of(ballot.journey, ballot.touchpoint, somebody.id, at))
    return changes


def _answers(ballot: Ballot, to: Interaction, entropy: Entropy) -> Iterator[tuple[Answer, Marked]]:
    for marked in ballot.answers:
        parsed = marked.parsed
        answer = Answer(
            id=_random(entropy), session=None, interaction=to.id, customer=to.customer, journey=to.journey,
            version=to.version, stage=to.stage, touchpoint=to.touchpoint, survey=ballot.survey,
            question=marked.question, kind=marked.kind, revision=1, wording=marked.wording,
            language=ballot.language, channel=SOURCE, answered_at=to.occurred_at, value=parsed.value,
            choices=parsed.choices, text=parsed.text, scale=parsed.scale, valence=parsed.valence,
            rated=parsed.rated,
        )  # fmt: skip
        yield answer, marked


def _random(entropy: Entropy) -> str:
    """Return an id that tells of no time and no order, as those do that we make elsewhere."""
    return entropy(_ID_BYTES).hex()


def at_week(now: int) -> int:
    """Return the moment at which the week of `now` began: what is written of a ballot says no more."""
    return micros(moment(week_of(now) * _DAY))
