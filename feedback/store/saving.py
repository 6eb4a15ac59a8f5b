"""Writing what a batch changes: one statement per table, all of it or none."""

import os
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.sql.dml import Delete, Insert, Update

from feedback.errors import StaleError
from feedback.store import saving_sql
from feedback.store.audit import append
from feedback.store.ballots import at_week, cast_ballot
from feedback.store.cases_batch import save_cases
from feedback.store.codes import ADD_CODE, code_row
from feedback.store.consents import consent_row
from feedback.store.erasing import erase
from feedback.store.grants import grant_row
from feedback.store.guesses import note_guesses
from feedback.store.keys import Keys
from feedback.store.marking import MARK, MARK_ANSWERED, by_cell
from feedback.store.mentions import keep_mentions
from feedback.store.merging import Merger
from feedback.store.moving import Mover
from feedback.store.prepared import Prepared
from feedback.store.rows import RowWriter
from feedback.store.sql import Values, micros
from feedback.store.teams import team_row
from feedback.store.uses import save_uses
from feedback.vault import Entropy
from feedback.work import Changes


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
        self._write(
            saving_sql.SAVE_ADDRESS, [writer.address(each) for _, each in sorted(changes.addresses.items())]
        )
        Mover(self._connection, self._keys).move(changes.moves)
        self._save_codes(changes)
        self._write(
            saving_sql.SAVE_TEAM,
            [team_row(each, workspace=self._keys.workspace) for each in changes.teams.values()],
        )
        self._write(saving_sql.ADD_INTERACTION, [writer.interaction(each) for each in changes.interactions])
        self._save_sessions(changes, writer)
        self._write(saving_sql.ADD_DECISION, [writer.decision(each) for each in changes.decisions])
        self._save_answers(changes, writer)
        self._write(saving_sql.SAVE_DELIVERY, [writer.delivery(each) for each in changes.deliveries])
        self._save_outbox(changes, writer)
        self._finish_inbox(changes)
        self._save_timers(changes, writer)
        self._save_enclosures(changes, writer)
        self._save_wishes(changes, writer)
        self._write(
            saving_sql.ADD_GRANT, [grant_row(each, workspace=self._keys.workspace) for each in changes.grants]
        )
        self._save_errands(changes, writer)
        self._write(saving_sql.ADD_CONSENT, [consent_row(each, keys=self._keys) for each in changes.consents])
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
        self._write(saving_sql.ADD_CUSTOMER, [row for row in rows if row["id"] in new])
        self._write(saving_sql.SAVE_CUSTOMER, [row for row in rows if row["id"] not in new])

    def _save_codes(self, changes: Changes) -> None:
        self._write(ADD_CODE, [code_row(each, keys=self._keys) for each in changes.codes])
        note_guesses(self._connection, self._keys, changes.guesses, now=self._now)
        used: list[Values] = [
            {"here": self._keys.workspace, "found_by": self._keys.code_hash(code), "now": self._now}
            for code in changes.codes_used
        ]
        if self._write(saving_sql.USE_CODE, used) != len(used):
            raise StaleError("a code was used by somebody else first; decide again")

    def _save_sessions(self, changes: Changes, writer: RowWriter) -> None:
        rows = [(writer.session(each), changes.follows.get(each.id)) for each in changes.sessions.values()]
        self._write(saving_sql.ADD_SESSION, [row for row, follows in rows if follows is None])
        changed = [
            {**row, "here": row["workspace"], "session_id": row["id"], "follows": follows}
            for row, follows in rows
            if follows is not None
        ]
        if self._write(saving_sql.CHANGE_SESSION, sorted(changed, key=_by_session)) != len(changed):
            raise StaleError("a session was changed by another process first; decide again")

    def _save_answers(self, changes: Changes, writer: RowWriter) -> None:
        superseded = set(changes.superseded)
        self._each(saving_sql.SUPERSEDE, superseded)
        self._write(
            saving_sql.ADD_ANSWER,
            [writer.answer(each, superseded=each.id in superseded) for each in changes.answers],
        )
        self._write(saving_sql.SAVE_SCORE, [writer.score(each) for each in changes.scores])
        keep_mentions(self._connection, self._keys, changes)

    def _save_outbox(self, changes: Changes, writer: RowWriter) -> None:
        self._each(saving_sql.DROP_PROMPTS, changes.dropped_prompts, now=self._now)
        self._each(saving_sql.DROP_NEWS, changes.dropped_news, now=self._now)
        asked = [writer.outbox(each) for each in changes.outbox if each.session is not None]
        said = [writer.outbox(each) for each in changes.outbox if each.session is None]
        self._write(saving_sql.ADD_OUTBOX, asked)
        self._write(saving_sql.ADD_NOTICE, said)

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
        if self._write(saving_sql.FINISH_INBOX, done) != len(done):
            raise StaleError("an inbox item was dealt with by another process first; claim again")

    def _save_enclosures(self, changes: Changes, writer: RowWriter) -> None:
        self._write(saving_sql.ADD_ENCLOSURE, [writer.enclosure(each) for each in changes.enclosures])
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
        if self._write(saving_sql.FETCHED, fetched) != len(fetched):
            raise StaleError("an attachment was seen to by another process, or erased; claim again")
        kept = [(each, each.content) for each in changes.fetched if each.content is not None]
        self._write(saving_sql.ADD_CONTENT, [writer.content(each, content) for each, content in kept])

    def _save_wishes(self, changes: Changes, writer: RowWriter) -> None:
        twice = "a question was answered twice at once; decide again"
        self._end(saving_sql.END_WISHES, changes.wishes_done, otherwise=twice)
        self._write(saving_sql.ADD_WISH, [writer.wish(each) for each in changes.wishes])

    def _save_errands(self, changes: Changes, writer: RowWriter) -> None:
        late = "a command was answered by another process first"
        self._end(saving_sql.END_ERRANDS, changes.errands_done, otherwise=late)
        self._write(saving_sql.ADD_ERRAND, [writer.errand(each) for each in changes.errands])
        given = [each for each in changes.errands if not each.command.is_again]
        self._write(saving_sql.ADD_USE, [writer.use(each) for each in given])
        save_uses(self._connection, self._keys, changes.uses)

    def _save_timers(self, changes: Changes, writer: RowWriter) -> None:
        self._each(saving_sql.END_TIMERS, changes.timers_done)
        self._each(saving_sql.CLEAR_TIMERS, changes.timers_cleared)
        self._write(saving_sql.SAVE_TIMER, [writer.timer(each) for each in changes.timers])

    def _mark(self, changes: Changes, writer: RowWriter) -> None:
        # In the order of their keys: two processes that lock the same marks in one order never deadlock.
        self._write(MARK, [writer.dirty(cell) for cell in sorted(changes.dirty, key=by_cell)])
        self._each(MARK_ANSWERED, changes.superseded)
        # An answer also counts as a response in the week its session was first shown.
        self._each(
            saving_sql.MARK_DELIVERED, {each.session for each in changes.answers if each.session is not None}
        )

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
        known = dict(self._connection.execute(saving_sql.DATA_KEYS, here).all())
        new = changes.customers.keys() - known.keys()
        if any(known.get(customer) is None for customer in ids - new):
            raise StaleError("a customer was erased before this could be written; decide again")
        return known

    def _check_addresses(self, changes: Changes) -> None:
        if not changes.addresses:
            return
        wanted = {self._keys.address_hash(*key): key for key in changes.addresses}
        here = {"here": self._keys.workspace, "ids": wanted.keys()}
        for found_by, customer in self._connection.execute(saving_sql.BOUND, here):
            key = wanted[found_by]
            if customer not in {changes.addresses[key].customer, changes.rebinds.get(key)}:
                raise StaleError("an address was bound to another customer first; decide again")

    def _write(self, statement: Prepared, rows: Sequence[Values]) -> int:
        return statement.write(self._connection, rows)

    def _end(self, statement: Delete, ids: Collection[str], *, otherwise: str) -> None:
        """Take away what was dealt with; that somebody was first is told in the words of `otherwise`."""
        here = {"here": self._keys.workspace, "ids": ids}
        if ids and self._connection.execute(statement, here).rowcount != len(ids):
            raise StaleError(otherwise)

    def _each(self, statement: Insert | Update | Delete, ids: Collection[str], **more: object) -> None:
        if ids:
            self._connection.execute(statement, {"here": self._keys.workspace, "ids": ids, **more})


def _by_session(row: Values) -> str:
    return str(row["session_id"])
