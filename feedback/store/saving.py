"""Writing what a batch changes: one statement per table, all of it or none."""

import os
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    Connection,
    String,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import Delete, Insert, Update

from feedback.errors import StaleError
from feedback.outbox import SUPERSEDED
from feedback.store.audit import append
from feedback.store.ballots import at_week, cast_ballot
from feedback.store.cases_batch import save_cases
from feedback.store.codes import ADD_CODE, code_row
from feedback.store.consents import consent_row
from feedback.store.erasing import erase
from feedback.store.grants import grant_row
from feedback.store.guesses import note_guesses
from feedback.store.keys import Keys
from feedback.store.marking import MARK, MARKING
from feedback.store.mentions import keep_mentions
from feedback.store.merging import Merger
from feedback.store.moving import Mover
from feedback.store.prepared import Prepared
from feedback.store.rows import RowWriter
from feedback.store.sql import (
    HERE,
    Values,
    among,
    fixed,
    insert_new,
    micros,
    texts,
    upsert,
    week_column,
)
from feedback.store.tables.access import CODE, ERRAND, ROLE_GRANT
from feedback.store.tables.answers import ANSWER, CONTENT, ENCLOSURE
from feedback.store.tables.asking import DECISION, DELIVERY, INTERACTION, SESSION, TIMER
from feedback.store.tables.people import ADDRESS, CONSENT, CUSTOMER, WISH
from feedback.store.tables.traffic import INBOX, OUTBOX
from feedback.store.teams import team_row
from feedback.vault import Entropy
from feedback.work import Changes

_ADD_CUSTOMER = Prepared(insert(CUSTOMER))
_SAVE_CUSTOMER = Prepared(upsert("customer", keep=("data_key", "created_at")))
_SAVE_ADDRESS = Prepared(upsert("address", keep=("created_at",)))
_SAVE_TEAM = Prepared(upsert("team", keep=("created_at",)))
_SAVE_SCORE = Prepared(upsert("score"))
_SAVE_DELIVERY = Prepared(insert_new("delivery"))
_SAVE_TIMER = Prepared(upsert("timer"))
_ADD_INTERACTION = Prepared(insert(INTERACTION))
_ADD_SESSION = Prepared(insert(SESSION))
_ADD_DECISION = Prepared(insert(DECISION))
_ADD_ANSWER = Prepared(insert(ANSWER))
_ADD_OUTBOX = Prepared(insert(OUTBOX))
# The same thing said to several parts of what came in has one id, and is said once.
_ADD_NOTICE = Prepared(insert_new("outbox"))
_ADD_ENCLOSURE = Prepared(insert(ENCLOSURE))
_ADD_CONTENT = Prepared(insert(CONTENT))
_ADD_WISH = Prepared(insert(WISH))
_ADD_GRANT = Prepared(insert(ROLE_GRANT))
_ADD_CONSENT = Prepared(insert(CONSENT))
_ADD_ERRAND = Prepared(insert(ERRAND))
_END_ERRANDS = delete(ERRAND).where(among(ERRAND.c.id, texts("ids")))
_END_WISHES = delete(WISH).where(among(WISH.c.prompt, texts("ids")))
_FETCHED = Prepared(
    update(ENCLOSURE)
    .where(
        ENCLOSURE.c.workspace == HERE,
        ENCLOSURE.c.id == bindparam("enclosure"),
        ENCLOSURE.c.state == fixed("waiting"),
        ENCLOSURE.c.tries == bindparam("at_try"),
    )
    .values(
        state=bindparam("became"),
        due_at=bindparam("at"),
        failure=bindparam("why"),
        mime=func.coalesce(bindparam("seen_as", type_=String), ENCLOSURE.c.mime),
        size=func.coalesce(bindparam("weighs", type_=BigInteger), ENCLOSURE.c.size),
    )
)
_DATA_KEYS = select(CUSTOMER.c.id, CUSTOMER.c.data_key).where(among(CUSTOMER.c.id, texts("ids")))
_BOUND = select(ADDRESS.c.address_hash, ADDRESS.c.customer).where(among(ADDRESS.c.address_hash, texts("ids")))
_USE_CODE = Prepared(
    update(CODE)
    .where(CODE.c.workspace == HERE, CODE.c.code_hash == bindparam("found_by"), CODE.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_CHANGE_SESSION = Prepared(
    update(SESSION)
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.id == bindparam("session_id"),
        SESSION.c.revision == bindparam("follows"),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "state",
                "expires_at",
                "finished_at",
                "revision",
                "answered",
                "document",
                "language",
                "channel",
            )
        }
    )
)
_SUPERSEDE = update(ANSWER).where(among(ANSWER.c.id, texts("ids"))).values(superseded=True)
_WAITS = OUTBOX.c.state == fixed("pending")
# Who holds the lease of one that is `sending` may not have sent it yet, and looks once more before.
_DROP_PROMPTS = (
    update(OUTBOX)
    .where(among(OUTBOX.c.session, texts("ids")), or_(_WAITS, OUTBOX.c.state == fixed("sending")))
    .values(
        state=case((_WAITS, fixed("dropped")), else_=OUTBOX.c.state),
        settled_at=case((_WAITS, bindparam("now", type_=BigInteger)), else_=null()),
        failure=fixed(SUPERSEDED),
    )
)
_FINISH_INBOX = Prepared(
    update(INBOX)
    .where(
        INBOX.c.workspace == HERE,
        INBOX.c.channel == bindparam("at"),
        INBOX.c.key == bindparam("item"),
        INBOX.c.state == fixed("new"),
    )
    .values(
        state=fixed("done"), lease_until=null(), owner=null(),
        customer=bindparam("of_customer"), session=bindparam("of_session"),
    )
)  # fmt: skip
_END_TIMERS = delete(TIMER).where(among(TIMER.c.id, texts("ids")))
_CLEAR_TIMERS = delete(TIMER).where(among(TIMER.c.subject, texts("ids")))
_MARK_DELIVERED = MARKING.from_select(
    ["workspace", "journey", "touchpoint", "customer", "week", "marks", "claimed"],
    select(
        DELIVERY.c.workspace, DELIVERY.c.journey, DELIVERY.c.touchpoint, DELIVERY.c.customer,
        week_column(DELIVERY.c.shown_at), literal(1), literal(False),  # noqa: FBT003 - a column's value
    )
    .where(among(DELIVERY.c.session, texts("ids")), DELIVERY.c.first)
    .order_by(DELIVERY.c.journey, DELIVERY.c.touchpoint, DELIVERY.c.customer),
)  # fmt: skip


_MARK_SUPERSEDED = MARKING.from_select(
    ["workspace", "journey", "touchpoint", "customer", "week", "marks", "claimed"],
    select(
        ANSWER.c.workspace, ANSWER.c.journey, ANSWER.c.touchpoint, ANSWER.c.customer,
        week_column(ANSWER.c.answered_at), literal(1), literal(False),  # noqa: FBT003 - a column's value
    )
    .where(among(ANSWER.c.id, texts("ids")))
    .distinct(),
)  # fmt: skip


class Saver:
    """Writes one batch over one connection."""

    def __init__(
        self, connection: Connection, keys: Keys, *, now: int, entropy: Entropy = os.urandom
    ) -> None:
        """Keep what it writes with; `entropy` shuffles what names nobody."""
        self._connection = connection
        self._entropy = entropy
        self._keys = keys
        self._now = now
        self.destroyed: list[bytes] = []
        """The data keys of those who were erased, as they lay there."""
        self.is_wiped = False
        """Whether traces were wiped that may not stand in SQLite's log either."""

    def save(self, changes: Changes) -> None:
        """Write everything; rows go in the order in which they refer to each other, then by key."""
        known = self._data_keys(changes)
        Merger(self._connection, self._keys, known).merge(changes.merges)
        new = {each: self._keys.new_for_customer(each) for each in changes.customers.keys() - known.keys()}
        writer = RowWriter(self._keys, {**known, **new})
        self._check_addresses(changes)
        self._save_customers(changes, writer, new=new.keys())
        self._write(_SAVE_ADDRESS, [writer.address(each) for _, each in sorted(changes.addresses.items())])
        Mover(self._connection, self._keys).move(changes.moves)
        self._save_codes(changes)
        self._write(
            _SAVE_TEAM, [team_row(each, workspace=self._keys.workspace) for each in changes.teams.values()]
        )
        self._write(_ADD_INTERACTION, [writer.interaction(each) for each in changes.interactions])
        self._save_sessions(changes, writer)
        self._write(_ADD_DECISION, [writer.decision(each) for each in changes.decisions])
        self._save_answers(changes, writer)
        self._write(_SAVE_DELIVERY, [writer.delivery(each) for each in changes.deliveries])
        self._save_outbox(changes, writer)
        self._finish_inbox(changes)
        self._save_timers(changes, writer)
        self._save_enclosures(changes, writer)
        self._save_wishes(changes, writer)
        self._write(_ADD_GRANT, [grant_row(each, workspace=self._keys.workspace) for each in changes.grants])
        self._save_errands(changes, writer)
        self._write(_ADD_CONSENT, [consent_row(each, keys=self._keys) for each in changes.consents])
        save_cases(self._connection, self._keys, changes, wrapped=writer.wrapped)
        self._mark(changes, writer)
        self._erase(changes)
        append(self._connection, self._keys, changes.audit)

    def _erase(self, changes: Changes) -> None:
        self._cast(changes)
        for customer in changes.erased:
            wrapped = erase(self._connection, self._keys, customer, now=self._now)
            self.destroyed += [wrapped] if wrapped is not None else []

    def _cast(self, changes: Changes) -> None:
        """Put ballots into their boxes; what a full one held is written as of the beginning of this week."""
        for each in changes.casts:
            counted = cast_ballot(self._connection, self._keys, each, entropy=self._entropy, now=self._now)
            self.is_wiped = True
            if counted is not None:
                Saver(self._connection, self._keys, now=at_week(self._now), entropy=self._entropy).save(
                    counted
                )

    def _save_customers(self, changes: Changes, writer: RowWriter, *, new: Collection[str]) -> None:
        rows = [
            {**writer.customer(each), "changed_at": self._now}
            for _, each in sorted(changes.customers.items())
        ]
        self._write(_ADD_CUSTOMER, [row for row in rows if row["id"] in new])
        self._write(_SAVE_CUSTOMER, [row for row in rows if row["id"] not in new])

    def _save_codes(self, changes: Changes) -> None:
        self._write(ADD_CODE, [code_row(each, keys=self._keys) for each in changes.codes])
        note_guesses(self._connection, self._keys, changes.guesses, now=self._now)
        used: list[Values] = [
            {"here": self._keys.workspace, "found_by": self._keys.code_hash(code), "now": self._now}
            for code in changes.codes_used
        ]
        if self._write(_USE_CODE, used) != len(used):
            raise StaleError("a code was used by somebody else first; decide again")

    def _save_sessions(self, changes: Changes, writer: RowWriter) -> None:
        rows = [(writer.session(each), changes.follows.get(each.id)) for each in changes.sessions.values()]
        self._write(_ADD_SESSION, [row for row, follows in rows if follows is None])
        changed = [
            {**row, "here": row["workspace"], "session_id": row["id"], "follows": follows}
            for row, follows in rows
            if follows is not None
        ]
        if self._write(_CHANGE_SESSION, sorted(changed, key=_by_session)) != len(changed):
            raise StaleError("a session was changed by another process first; decide again")

    def _save_answers(self, changes: Changes, writer: RowWriter) -> None:
        superseded = set(changes.superseded)
        self._each(_SUPERSEDE, superseded)
        self._write(
            _ADD_ANSWER,
            [writer.answer(each, superseded=each.id in superseded) for each in changes.answers],
        )
        self._write(_SAVE_SCORE, [writer.score(each) for each in changes.scores])
        keep_mentions(self._connection, self._keys, changes)

    def _save_outbox(self, changes: Changes, writer: RowWriter) -> None:
        self._each(_DROP_PROMPTS, changes.dropped_prompts, now=self._now)
        asked = [writer.outbox(each) for each in changes.outbox if each.session is not None]
        said = [writer.outbox(each) for each in changes.outbox if each.session is None]
        self._write(_ADD_OUTBOX, asked)
        self._write(_ADD_NOTICE, said)

    def _finish_inbox(self, changes: Changes) -> None:
        done: list[Values] = [
            {
                "here": self._keys.workspace,
                "at": channel,
                "item": key,
                "of_customer": customer,
                "of_session": session,
            }
            for channel, key, customer, session in changes.inbox_done
        ]
        if self._write(_FINISH_INBOX, done) != len(done):
            raise StaleError("an inbox item was dealt with by another process first; claim again")

    def _save_enclosures(self, changes: Changes, writer: RowWriter) -> None:
        self._write(_ADD_ENCLOSURE, [writer.enclosure(each) for each in changes.enclosures])
        fetched: list[Values] = [
            {
                "here": self._keys.workspace,
                "enclosure": each.id,
                "at_try": each.tries,
                "became": each.state,
                "at": micros(each.due_at),
                "why": each.failure,
                "seen_as": each.mime,
                "weighs": None if each.content is None else len(each.content),
            }
            for each in changes.fetched
        ]
        if self._write(_FETCHED, fetched) != len(fetched):
            raise StaleError("an attachment was seen to by another process, or erased; claim again")
        kept = [(each, each.content) for each in changes.fetched if each.content is not None]
        self._write(_ADD_CONTENT, [writer.content(each, content) for each, content in kept])

    def _save_wishes(self, changes: Changes, writer: RowWriter) -> None:
        done = {"here": self._keys.workspace, "ids": changes.wishes_done}
        if changes.wishes_done and self._connection.execute(_END_WISHES, done).rowcount != len(
            changes.wishes_done
        ):
            raise StaleError("a question was answered twice at once; decide again")
        self._write(_ADD_WISH, [writer.wish(each) for each in changes.wishes])

    def _save_errands(self, changes: Changes, writer: RowWriter) -> None:
        done = {"here": self._keys.workspace, "ids": changes.errands_done}
        if changes.errands_done and self._connection.execute(_END_ERRANDS, done).rowcount != len(
            changes.errands_done
        ):
            raise StaleError("a command was answered by another process first")
        self._write(_ADD_ERRAND, [writer.errand(each) for each in changes.errands])

    def _save_timers(self, changes: Changes, writer: RowWriter) -> None:
        self._each(_END_TIMERS, changes.timers_done)
        self._each(_CLEAR_TIMERS, changes.timers_cleared)
        self._write(_SAVE_TIMER, [writer.timer(each) for each in changes.timers])

    def _mark(self, changes: Changes, writer: RowWriter) -> None:
        # In the order of their keys: two processes that lock the same marks in one order never deadlock.
        cells = sorted(
            changes.dirty, key=lambda cell: (cell.journey, cell.touchpoint, cell.customer, cell.week)
        )
        self._write(MARK, [writer.dirty(cell) for cell in cells])
        self._each(_MARK_SUPERSEDED, changes.superseded)
        # An answer also counts as a response in the week its session was first shown.
        self._each(_MARK_DELIVERED, {each.session for each in changes.answers if each.session is not None})

    def _data_keys(self, changes: Changes) -> Mapping[str, bytes]:
        """Return the wrapped keys of all customers the changes speak of, but for those who are new."""
        ids = {*changes.customers, *(each.customer for each in changes.addresses.values())}
        ids.update(each.customer for each in changes.sessions.values())
        ids.update(each.customer for each in changes.answers)
        ids.update(each.customer for each in changes.scores)
        ids.update(each.customer for each in changes.outbox)
        ids.update(each.customer for each in changes.enclosures)
        ids.update(each.customer for each in changes.fetched)
        ids.update(each.customer for each in changes.wishes)
        ids.update(each.customer for each in changes.errands)
        ids.update(each.customer for each in changes.consents)
        ids.update(each.customer for each in changes.cases.values())
        ids.update(each.customer for each in changes.case_lines)
        ids.update(changes.merges.keys(), changes.merges.values())
        if not ids:
            return {}
        here = {"here": self._keys.workspace, "ids": ids}
        known = dict(self._connection.execute(_DATA_KEYS, here).all())
        new = changes.customers.keys() - known.keys()
        if any(known.get(customer) is None for customer in ids - new):
            raise StaleError("a customer was erased before this could be written; decide again")
        return known

    def _check_addresses(self, changes: Changes) -> None:
        if not changes.addresses:
            return
        wanted = {self._keys.address_hash(*key): key for key in changes.addresses}
        here = {"here": self._keys.workspace, "ids": wanted.keys()}
        for found_by, customer in self._connection.execute(_BOUND, here):
            key = wanted[found_by]
            if customer not in {changes.addresses[key].customer, changes.rebinds.get(key)}:
                raise StaleError("an address was bound to another customer first; decide again")

    def _write(self, statement: Prepared, rows: Sequence[Values]) -> int:
        return statement.write(self._connection, rows)

    def _each(self, statement: Insert | Update | Delete, ids: Collection[str], **more: object) -> None:
        if ids:
            self._connection.execute(statement, {"here": self._keys.workspace, "ids": ids, **more})


def _by_session(row: Values) -> str:
    return str(row["session_id"])
