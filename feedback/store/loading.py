"""Reading what a batch wants to know: one query per kind, whatever the number of keys."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, String, bindparam, or_, select

from feedback.guesses import Guesses
from feedback.prompts import case_of
from feedback.rates import NOW
from feedback.records import Asked
from feedback.store.cases_batch import load_cases, owners_of
from feedback.store.consents import consent_of
from feedback.store.dossiers import leaving_of, read_dossier
from feedback.store.keys import Keys
from feedback.store.prepared import ask
from feedback.store.reading import RowReader
from feedback.store.sql import AnyRow, among, fixed, micros, moment, texts
from feedback.store.tables.access import CODE, GUESS
from feedback.store.tables.answers import ANSWER
from feedback.store.tables.asking import DECISION, INTERACTION, SESSION
from feedback.store.tables.cases import TEAM
from feedback.store.tables.people import ADDRESS, CONSENT, CUSTOMER, WISH
from feedback.store.tables.traffic import OUTBOX
from feedback.store.teams import team_of
from feedback.store.uses import load_uses
from feedback.uses import wait_for
from feedback.work import Snapshot, Wanted, merge

_NEVER = 2**62
_Query = Select[*tuple[object, ...]]
_CUSTOMERS = select(CUSTOMER).where(among(CUSTOMER.c.id, texts("ids"))).order_by(CUSTOMER.c.id)
_LOCKED = _CUSTOMERS.with_for_update()
_BY_EXTERNAL_ID = select(CUSTOMER.c.id, CUSTOMER.c.external_hash).where(
    among(CUSTOMER.c.external_hash, texts("ids"))
)
_OWNERS = select(ADDRESS.c.customer).where(among(ADDRESS.c.address_hash, texts("ids")))
_ADDRESSES = (
    select(ADDRESS)
    .where(among(ADDRESS.c.customer, texts("ids")))
    .order_by(ADDRESS.c.created_at, ADDRESS.c.address_hash)
)
_SESSIONS = select(SESSION).where(among(SESSION.c.id, texts("ids")))
_OPEN_SESSIONS = (
    select(SESSION)
    .where(among(SESSION.c.customer, texts("ids")), SESSION.c.state == fixed("open"))
    .order_by(SESSION.c.started_at, SESSION.c.id)
)
_ASKED = (
    select(
        SESSION.c.id, SESSION.c.customer, SESSION.c.survey, SESSION.c.stage, SESSION.c.touchpoint,
        SESSION.c.started_at, SESSION.c.answered, SESSION.c.state, SESSION.c.journey, SESSION.c.interaction,
    )
    .where(
        among(SESSION.c.customer, texts("ids")),
        or_(SESSION.c.started_at >= bindparam("since"), SESSION.c.state == fixed("open")),
    )
    .order_by(SESSION.c.started_at, SESSION.c.id)
)  # fmt: skip
_INTERACTIONS = select(INTERACTION).where(among(INTERACTION.c.id, texts("ids")))
_BY_SOURCE = select(INTERACTION).where(
    among(INTERACTION.c.source_id, texts("ids"), source=bindparam("source", type_=String))
)
_WISHES = select(WISH).where(among(WISH.c.customer, texts("ids"))).order_by(WISH.c.asked_at, WISH.c.prompt)
_CONSENTS = (
    select(CONSENT).where(among(CONSENT.c.customer, texts("ids"))).order_by(CONSENT.c.at, CONSENT.c.id)
)
_GUESSES = select(GUESS).where(among(GUESS.c.address_hash, texts("ids")))
_INVITED = select(TEAM).where(among(TEAM.c.code_hash, texts("ids")))
_TEAMS_OF = select(TEAM).where(among(TEAM.c.room, texts("ids"))).order_by(TEAM.c.name)
_CODES = select(CODE).where(among(CODE.c.code_hash, texts("ids")))
_PROMPTED = (
    select(OUTBOX.c.receipt_hash, OUTBOX.c.prompt_id, OUTBOX.c.session)
    .where(
        among(OUTBOX.c.receipt_hash, texts("ids"), channel=bindparam("channel", type_=String)),
        or_(OUTBOX.c.amends.is_(None), OUTBOX.c.session.is_(None)),
    )
    .order_by(OUTBOX.c.created_at, OUTBOX.c.id)
)
_WRITTEN = (
    select(ANSWER.c.message_hash, ANSWER.c.session, ANSWER.c.question)
    .where(among(ANSWER.c.message_hash, texts("ids"), channel=bindparam("channel", type_=String)))
    .order_by(ANSWER.c.answered_at, ANSWER.c.revision)
)
_DECISIONS = (
    select(DECISION)
    .where(among(DECISION.c.interaction, texts("ids")))
    .order_by(DECISION.c.decided_at, DECISION.c.id)
)


class Loader:
    """Fills one snapshot over one connection."""

    def __init__(self, connection: Connection, keys: Keys, *, lock: bool) -> None:
        self._connection = connection
        self._keys = keys
        self._reader = RowReader(keys)
        self._lock = lock
        self._data_keys: dict[str, bytes | None] = {}
        self._session_rows: dict[str, AnyRow] = {}
        self._snapshot = Snapshot()

    @property
    def data_keys(self) -> dict[str, bytes | None]:
        """The wrapped keys of the customers loaded; None for one who was erased."""
        return self._data_keys

    def load(self, wanted: Wanted) -> Snapshot:
        """Answer `wanted`; customers of what is wanted come along, with addresses and open sessions."""
        wanted = merge([wanted, self._load_codes(wanted)])
        self._load_interactions(wanted)
        self._load_session_rows(wanted.sessions | self._load_messages(wanted))
        wanted = merge([wanted, Wanted(cases=self._cases_told_of())])
        self._load_customers(self._customer_ids(wanted))
        self._load_open_sessions()
        self._load_histories(wanted)
        self._load_wishes(wanted)
        self._load_consents(wanted)
        self._load_dossiers(wanted)
        self._load_guesses(wanted)
        self._load_teams(wanted)
        load_cases(
            self._connection, self._keys, self._snapshot, data_keys=self._data_keys, cases=wanted.cases,
            teams=wanted.teams, paths=wanted.paths,
        )  # fmt: skip
        return self._snapshot

    def _cases_told_of(self) -> frozenset[str]:
        """Return the cases that messages wanted speak of."""
        cases = (case_of(prompt) for prompt in self._snapshot.prompted.values())
        return frozenset(case for case in cases if case is not None)

    def _rows(
        self, statement: Select[*tuple[object, ...]], ids: Collection[str], **more: object
    ) -> Iterable[AnyRow]:
        if not ids:
            return ()
        here = {"here": self._keys.workspace, "ids": ids, **more}
        return ask(self._connection, statement, here)

    def _load_codes(self, wanted: Wanted) -> Wanted:
        """Load the codes wanted, and return what is wanted for what they stand for."""
        by_hash = {self._keys.code_hash(code): code for code in wanted.codes}
        subjects: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._rows(_CODES, by_hash.keys()):
            found = self._reader.code(row, by_hash[row.code_hash])
            self._snapshot.codes[found.code] = found
            subjects[found.kind].add(found.subject)
        return Wanted(
            interactions=frozenset(subjects["interaction"]), customers=frozenset(subjects["customer"])
        )

    def _load_guesses(self, wanted: Wanted) -> None:
        by_hash = {self._keys.address_hash(*address): address for address in wanted.guesses}
        for row in self._rows(_GUESSES, by_hash.keys()):
            self._snapshot.guesses[by_hash[row.address_hash]] = Guesses(
                wrong=row.wrong, since=moment(row.since)
            )

    def _load_teams(self, wanted: Wanted) -> None:
        by_hash = {self._keys.code_hash(code): code for code in wanted.invites}
        for row in self._rows(_INVITED, by_hash.keys()):
            self._snapshot.invites[by_hash[row.code_hash]] = row.name
            self._snapshot.teams[row.name] = team_of(row)
        rooms = [
            self._snapshot.addresses[room].customer for room in wanted.rooms & self._snapshot.addresses.keys()
        ]
        for row in self._rows(_TEAMS_OF, rooms):
            self._snapshot.teams[row.name] = team_of(row)

    def _load_messages(self, wanted: Wanted) -> set[str]:
        """Load what messages are, and return the sessions they belong to."""
        sessions: set[str] = set()
        for channel, references in _by_channel(wanted.prompted).items():
            by_hash = {self._keys.message_hash(reference): reference for reference in references}
            for row in self._rows(_PROMPTED, by_hash.keys(), channel=channel):
                self._snapshot.prompted[channel, by_hash[row.receipt_hash]] = row.prompt_id
                sessions.update({row.session} - {None})
        for channel, references in _by_channel(wanted.written).items():
            by_hash = {self._keys.message_hash(reference): reference for reference in references}
            for row in self._rows(_WRITTEN, by_hash.keys(), channel=channel):
                self._snapshot.written[channel, by_hash[row.message_hash]] = row.session, row.question
                sessions.add(row.session)
        return sessions

    def _load_interactions(self, wanted: Wanted) -> None:
        by_source: defaultdict[str, list[str]] = defaultdict(list)
        for source, source_id in wanted.sources:
            by_source[source].append(source_id)
        for source, source_ids in by_source.items():
            self._keep_interactions(self._rows(_BY_SOURCE, source_ids, source=source))
        self._keep_interactions(self._rows(_INTERACTIONS, wanted.interactions))
        for row in self._rows(_DECISIONS, self._snapshot.interactions.keys()):
            # The first decision is what whoever told us was answered, and repeats get the same.
            self._snapshot.decisions.setdefault(row.interaction, self._reader.decision(row))

    def _keep_interactions(self, rows: Iterable[AnyRow]) -> None:
        for row in rows:
            found = self._reader.interaction(row)
            self._snapshot.interactions[found.id] = found
            self._snapshot.by_source[found.source, found.source_id] = found.id

    def _load_session_rows(self, sessions: Collection[str]) -> None:
        for row in self._rows(_SESSIONS, sessions):
            self._session_rows[row.id] = row

    def _customer_ids(self, wanted: Wanted) -> set[str]:
        ids = set(wanted.customers | wanted.histories)
        ids.update(owners_of(self._connection, self._keys, wanted.cases))
        ids.update(row.customer for row in self._session_rows.values())
        ids.update(interaction.customer for interaction in self._snapshot.interactions.values())
        addresses = (
            wanted.addresses | wanted.rooms | {(channel, place) for channel, place, _ in wanted.dossiers}
        )
        hashes = [self._keys.address_hash(channel, address) for channel, address in addresses]
        ids.update(row.customer for row in self._rows(_OWNERS, hashes))
        external = {self._keys.external_hash(each): each for each in wanted.external_ids}
        for row in self._rows(_BY_EXTERNAL_ID, external.keys()):
            self._snapshot.by_external_id[external[row.external_hash]] = row.id
            ids.add(row.id)
        return ids

    def _load_customers(self, ids: Collection[str]) -> None:
        for row in self._rows(_LOCKED if self._lock else _CUSTOMERS, ids):
            self._data_keys[row.id] = row.data_key
            self._snapshot.customers[row.id] = self._reader.customer(row)
        of: defaultdict[str, list[AnyRow]] = defaultdict(list)
        for row in self._rows(_ADDRESSES, self._data_keys.keys()):
            of[row.customer].append(row)
        for customer, rows in of.items():
            addresses = tuple(self._reader.address(row, self._data_keys[customer]) for row in rows)
            self._snapshot.addresses_of[customer] = addresses
            self._snapshot.addresses.update({(each.channel, each.address): each for each in addresses})

    def _load_open_sessions(self) -> None:
        open_ids: defaultdict[str, list[str]] = defaultdict(list)
        if self._lock:
            # The customers are locked by now; what was read before may have changed while we waited.
            self._load_session_rows(self._session_rows.keys())
        for row in self._rows(_OPEN_SESSIONS, self._data_keys.keys()):
            self._session_rows[row.id] = row
            open_ids[row.customer].append(row.id)
        self._snapshot.open_sessions = {customer: tuple(ids) for customer, ids in open_ids.items()}
        for row in self._session_rows.values():
            self._snapshot.sessions[row.id] = self._reader.session(row, self._data_keys.get(row.customer))

    def _load_histories(self, wanted: Wanted) -> None:
        since = -_NEVER if wanted.history_since is None else micros(wanted.history_since)
        asked: defaultdict[str, list[Asked]] = defaultdict(list)
        named = set(wanted.histories)
        if wanted.history_since is not None:
            named.update(self._snapshot.customers)
        for row in self._rows(_ASKED, named, since=since):
            asked[row.customer].append(asked_of(row))
        self._snapshot.histories = {customer: tuple(asked[customer]) for customer in named}

    def _load_wishes(self, wanted: Wanted) -> None:
        for row in self._rows(_WISHES, self._data_keys.keys()) if wanted.wishes else ():
            self._snapshot.wishes[row.prompt] = self._reader.wish(row)
            if row.kind == "forget":
                self._snapshot.leavings[row.customer] = leaving_of(self._connection, self._keys, row.customer)

    def _load_consents(self, wanted: Wanted) -> None:
        notes = map(consent_of, self._rows(_CONSENTS, self._data_keys.keys()) if wanted.consents else ())
        for note in notes:
            earlier = self._snapshot.consents.get(note.customer, ())
            self._snapshot.consents[note.customer] = (*earlier, note)

    def _load_dossiers(self, wanted: Wanted) -> None:
        """Read all that is kept of those who want it, but for whoever had it too often: it takes a while."""
        asked = self._asked_for_theirs(wanted)
        if not asked:
            return
        self._snapshot.uses.update(load_uses(self._connection, self._keys, asked, before=min(asked.values())))
        for customer, at in sorted(asked.items()):
            if wait_for("mydata", self._snapshot.uses.get(customer, ()), at=at) > NOW:
                continue
            found = read_dossier(self._connection, self._keys, customer)
            if found is not None:
                self._snapshot.dossiers[customer] = found

    def _asked_for_theirs(self, wanted: Wanted) -> Mapping[str, datetime]:
        """Return when customers asked for all that is kept of them; of several times the latest."""
        known = [
            (address.customer, at)
            for channel, place, at in wanted.dossiers
            if (address := self._snapshot.addresses.get((channel, place))) is not None
        ]
        return dict(sorted(known))


def _by_channel(references: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    by_channel: defaultdict[str, list[str]] = defaultdict(list)
    for channel, reference in references:
        by_channel[channel].append(reference)
    return by_channel


def asked_of(row: AnyRow) -> Asked:
    """Return that a survey was put to a customer."""
    return Asked(
        session=row.id,
        survey=row.survey,
        stage=row.stage,
        touchpoint=row.touchpoint,
        at=moment(row.started_at),
        answered=bool(row.answered),
        open=row.state == "open",
        journey=row.journey,
        interaction=row.interaction,
    )
