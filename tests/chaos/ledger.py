"""What the database says in the end, read past the program: rows as they are, without what anybody wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Select, and_, select

from feedback.store.reading import RowReader
from feedback.store.sql import HERE
from feedback.store.store import Store
from feedback.store.tables.asking import SESSION
from feedback.store.tables.people import CUSTOMER
from feedback.store.tables.traffic import INBOX, OUTBOX

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_OUT = (
    select(OUTBOX, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer))
    .where(OUTBOX.c.workspace == HERE)
    .order_by(OUTBOX.c.id)
)
_ON_THEIR_WAY = select(OUTBOX.c.id).where(OUTBOX.c.workspace == HERE, OUTBOX.c.state == "sending")
_IN = select(INBOX.c.channel, INBOX.c.key, INBOX.c.state).where(INBOX.c.workspace == HERE)
_SESSIONS = select(SESSION.c.interaction).where(SESSION.c.workspace == HERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A row of the outbox."""

    id: str
    prompt: str
    address: str
    text: str = field(repr=False)
    state: str
    amends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer in force."""

    interaction: str
    question: str
    value: float | None
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything there is."""

    outs: Sequence[Out]
    ins: Mapping[str, str]
    """The state of what came in, by its key."""
    interactions: Sequence[tuple[str, str]]
    """Ids with the ids that the source knows them by."""
    sessions: Sequence[str]
    """The interaction of each."""
    answers: Sequence[Kept]


class Auditor:
    """Reads one workspace, and holds no connection in between: a database nobody has open is recovered."""

    def __init__(self, store: Store, *, channel: str, journey: str) -> None:
        self._store = store
        self._channel = channel
        self._journey = journey

    def on_their_way(self) -> frozenset[str]:
        """Return the items that count as on their way: nobody could say whether they arrived."""
        return frozenset(self._column(_ON_THEIR_WAY))

    def is_settled(self) -> bool:
        """Say whether nothing waits, neither in nor out."""
        waiting = select(OUTBOX.c.id).where(
            OUTBOX.c.workspace == HERE, OUTBOX.c.state.in_(("pending", "sending"))
        )
        unheard = select(INBOX.c.key).where(INBOX.c.workspace == HERE, INBOX.c.state == "new")
        return not self._column(waiting) and not self._column(unheard)

    def read(self) -> Ledger:
        """Read it all."""
        with self._store._engines.reading() as connection:  # noqa: SLF001 - past the program on purpose
            here = {"here": self._store.workspace}
            reader = RowReader(self._store._keys)  # noqa: SLF001 - the same
            items = [reader.outbox(row) for row in connection.execute(_OUT, here)]
            ins = {
                row.key: row.state for row in connection.execute(_IN, here) if row.channel == self._channel
            }
            sessions = list(connection.execute(_SESSIONS, here).scalars())
        known = self._store.interactions_since(self._journey, since=_LONG_AGO)
        answers = self._store.answers(in_force=True)
        self._store.close()
        return Ledger(
            outs=[
                Out(
                    id=each.id, prompt=each.prompt.id, address=each.address, text=each.prompt.text,
                    state=each.state, amends=each.amends is not None,
                )
                for each in items if each is not None and each.channel == self._channel
            ],
            ins=ins,
            interactions=[(each.id, each.source_id) for each in known],
            sessions=sessions,
            answers=[
                Kept(interaction=each.interaction, question=each.question, value=each.value, text=each.text)
                for each in answers
            ],
        )  # fmt: skip

    def _column(self, statement: Select[*tuple[object, ...]]) -> Sequence[str]:
        with self._store._engines.reading() as connection:  # noqa: SLF001 - past the program on purpose
            found = [
                str(each) for each in connection.execute(statement, {"here": self._store.workspace}).scalars()
            ]
        self._store.close()
        return found
