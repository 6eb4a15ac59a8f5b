"""Records to rows, sealing what must be sealed."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.errand import COMMAND_JSON, Errand
from feedback.prompts import PROMPT_JSON
from feedback.records import (
    Address,
    Answer,
    Customer,
    Decision,
    Delivery,
    Enclosure,
    InboxItem,
    Interaction,
    OutboxItem,
    Scored,
    Session,
    Timer,
    Wish,
)
from feedback.store.documents import (
    TALK_JSON,
    Chats,
    Details,
    Talk,
    write_details,
    write_facts,
    write_place,
    write_shares,
    write_texts,
)
from feedback.store.keys import Keys
from feedback.store.sql import Values, day_number, micros, micros_or_none
from feedback.vault import DataKey
from feedback.work import Cell, Fetched

_NOTHING_SAID = Chats()


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Turns records into rows of one workspace; `wrapped` holds the keys of the customers they speak of."""

    keys: Keys
    wrapped: Mapping[str, bytes]

    def customer(self, record: Customer) -> Values:
        """Return the row of a customer."""
        chats = Chats(
            preferred=record.preferred,
            may_fall_back=record.may_fall_back,
            is_apart=record.is_apart,
            asked_before=record.asked_before,
            vetoes=record.vetoes,
            follow_ups=record.follow_ups,
        )
        details = Details(
            external_id=record.external_id,
            name=record.name,
            attributes=record.attributes,
            chats=None if chats == _NOTHING_SAID else chats,
        )
        external = record.external_id
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "external_hash": None if external is None else self.keys.external_hash(external),
            "data_key": self.wrapped[record.id],
            "details": self._seal("customer", "details", record.id, record.id, write_details(details)),
            "language": record.language,
            "timezone": record.timezone,
            "consent": record.consent,
            "stopped_at": micros_or_none(record.stopped_at),
            "paused_until": micros_or_none(record.paused_until),
            "created_at": micros(record.created_at),
        }

    def address(self, record: Address) -> Values:
        """Return the row of an address."""
        found_by = self.keys.address_hash(record.channel, record.address)
        return {
            "workspace": self.keys.workspace,
            "address_hash": found_by,
            "channel": record.channel,
            "address": self._seal("address", "address", found_by, record.customer, record.address.encode()),
            "customer": record.customer,
            "created_at": micros(record.created_at),
            "gone_at": micros_or_none(record.gone_at),
        }

    def interaction(self, record: Interaction) -> Values:
        """Return the row of an interaction."""
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "source": record.source,
            "source_id": record.source_id,
            "customer": record.customer,
            "journey": record.journey,
            "version": record.version,
            "stage": record.stage,
            "touchpoint": record.touchpoint,
            "occurred_at": micros(record.occurred_at),
            "received_at": micros(record.received_at),
            "imported": record.imported,
            "campaign": record.campaign,
        }

    def decision(self, record: Decision) -> Values:
        """Return the row of a decision."""
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "interaction": record.interaction,
            "customer": record.customer,
            "touchpoint": record.touchpoint,
            "survey": record.survey,
            "outcome": record.outcome,
            "reason": record.reason,
            "facts": write_facts(record.facts),
            "decided_at": micros(record.decided_at),
            "until": micros_or_none(record.until),
            "session": record.session,
        }

    def session(self, record: Session) -> Values:
        """Return the row of a session."""
        talk = Talk(
            address=record.address,
            question=record.question,
            prompts=record.prompts,
            misfits=record.misfits,
            reminders=record.reminders,
            given=record.given,
            prompted=record.prompted,
            doubt=record.doubt,
            moved_from=record.moved_from,
            veiled=record.veiled,
            held_back=record.held_back,
        )
        document = TALK_JSON.dump_json(talk, exclude_defaults=True)
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "customer": record.customer,
            "interaction": record.interaction,
            "journey": record.journey,
            "version": record.version,
            "survey": record.survey,
            "stage": record.stage,
            "touchpoint": record.touchpoint,
            "channel": record.channel,
            "language": record.language,
            "state": record.state,
            "started_at": micros(record.started_at),
            "expires_at": micros(record.expires_at),
            "finished_at": micros_or_none(record.finished_at),
            "revision": record.revision,
            "answered": _is_answered(record),
            "document": self._seal("session", "document", record.id, record.customer, document),
        }

    def answer(self, record: Answer, *, superseded: bool) -> Values:
        """Return the row of an answer."""
        text, scale = record.text, record.scale
        words = None if text is None else text.encode()
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "session": record.session,
            "interaction": record.interaction,
            "customer": record.customer,
            "journey": record.journey,
            "version": record.version,
            "stage": record.stage,
            "touchpoint": record.touchpoint,
            "survey": record.survey,
            "question": record.question,
            "kind": record.kind,
            "revision": record.revision,
            "wording": record.wording,
            "language": record.language,
            "channel": record.channel,
            "answered_at": micros(record.answered_at),
            "value": record.value,
            "choices": write_texts(record.choices).decode() if record.choices else None,
            "words": words and self._seal("answer", "words", record.id, record.customer, words),
            "scale_low": scale and scale.low,
            "scale_high": scale and scale.high,
            "scale_best": scale and scale.best,
            "valence": record.valence,
            "rated": record.rated,
            "skipped": record.skipped,
            "superseded": superseded,
            "message_hash": None if record.message is None else self.keys.message_hash(record.message),
            "expired_at": None,
        }

    def score(self, record: Scored) -> Values:
        """Return the row of a score; its evidence quotes the answer, so that is sealed."""
        score = record.score
        evidence = write_texts(score.evidence) if score.evidence else None
        return {
            "workspace": self.keys.workspace,
            "answer": record.answer,
            "scorer": score.scorer,
            "version": score.version,
            "customer": record.customer,
            "label": score.label,
            "valence": score.valence,
            "confidence": score.confidence,
            "emotions": write_shares(score.emotions),
            "language": score.language,
            "evidence": evidence
            and self._seal("score", "evidence", record.answer, record.customer, evidence),
            "themes": write_shares(score.themes),
            "contradiction": score.contradiction,
            "scored_at": micros(record.scored_at),
        }

    def enclosure(self, record: Enclosure) -> Values:
        """Return the row of something sent along."""
        place = write_place(record.address, record.reference, record.name)
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "answer": record.answer,
            "customer": record.customer,
            "channel": record.channel,
            "kind": record.kind,
            "mime": record.mime,
            "size": record.size,
            "seconds": record.seconds,
            "details": self._seal("enclosure", "details", record.id, record.customer, place),
            "state": record.state,
            "tries": record.tries,
            "created_at": micros(record.created_at),
            "due_at": micros(record.due_at),
            "failure": record.failure,
        }

    def content(self, record: Fetched, content: bytes) -> Values:
        """Return the row of what an enclosure holds."""
        return {
            "workspace": self.keys.workspace,
            "enclosure": record.id,
            "customer": record.customer,
            "content": self._seal("content", "content", record.id, record.customer, content),
        }

    def wish(self, record: Wish) -> Values:
        """Return the row of a question of no survey."""
        return {
            "workspace": self.keys.workspace,
            "prompt": record.prompt,
            "customer": record.customer,
            "kind": record.kind,
            "asked_at": micros(record.asked_at),
            "until": micros(record.until),
        }

    def errand(self, record: Errand) -> Values:
        """Return the row of a command that waits for its answer."""
        content = COMMAND_JSON.dump_json(record.command, exclude_defaults=True)
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "customer": record.customer,
            "content": self._seal("errand", "content", record.id, record.customer, content),
            "at": micros(record.at),
            "due_at": micros(record.due_at),
            "tries": record.tries,
        }

    def use(self, record: Errand) -> Values:
        """Return the row that a command was given, without what it says."""
        return {
            "workspace": self.keys.workspace,
            "errand": record.id,
            "customer": record.customer,
            "at": micros(record.at),
            "own_order": None,
        }

    def delivery(self, record: Delivery) -> Values:
        """Return the row of a delivery."""
        return {
            "workspace": self.keys.workspace,
            "session": record.session,
            "prompt": record.prompt,
            "customer": record.customer,
            "journey": record.journey,
            "stage": record.stage,
            "touchpoint": record.touchpoint,
            "channel": record.channel,
            "shown_at": micros(record.shown_at),
            "first": record.first,
        }

    def outbox(self, record: OutboxItem) -> Values:
        """Return the row of a prompt on its way out; where it went is known by its hash once it is there."""
        key, prompt = self._key(record.customer), PROMPT_JSON.dump_json(record.prompt, exclude_defaults=True)
        amends = write_texts((record.amends, *record.chosen)) if record.amends is not None else None
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "customer": record.customer,
            "session": record.session,
            "prompt_id": record.prompt.id,
            "asks": record.prompt.question is not None and record.amends is None,
            "channel": record.channel,
            "address_hash": self.keys.address_hash(record.channel, record.address),
            "address": key.seal(
                record.address.encode(), about=self.keys.about("outbox", "address", record.id)
            ),
            "prompt": key.seal(prompt, about=self.keys.about("outbox", "prompt", record.id)),
            "priority": record.priority,
            "due_at": micros(record.due_at),
            "created_at": micros(record.created_at),
            "state": record.state,
            "attempts": record.attempts,
            "lease_until": micros_or_none(record.lease_until),
            "owner": record.owner,
            "receipt_hash": None,
            "amends": amends and key.seal(amends, about=self.keys.about("outbox", "amends", record.id)),
            "failure": record.failure,
            "settled_at": micros_or_none(record.settled_at),
            "forget_at": micros_or_none(record.forget_at),
        }

    def timer(self, record: Timer) -> Values:
        """Return the row of a timer."""
        return {
            "workspace": self.keys.workspace,
            "id": record.id,
            "kind": record.kind,
            "subject": record.subject,
            "due_at": micros(record.due_at),
        }

    def dirty(self, cell: Cell) -> Values:
        """Return the mark on a partial that must be recomputed."""
        return {
            "workspace": self.keys.workspace,
            "journey": cell.journey,
            "touchpoint": cell.touchpoint,
            "customer": cell.customer,
            "week": day_number(cell.week),
            "marks": 1,
            "claimed": False,
        }

    def _key(self, customer: str) -> DataKey:
        return self.keys.of_customer(customer, self.wrapped[customer])

    def _seal(self, table: str, column: str, owner: str, customer: str, plain: bytes) -> bytes:
        return self._key(customer).seal(plain, about=self.keys.about(table, column, owner))


def _is_answered(session: Session) -> bool:
    """Say whether anything was answered; of who wanted no name it is only known that they came to the end."""
    if session.veiled:
        return session.state == "complete"
    return any(not given.skipped for given in session.given.values())


def inbox_row(item: InboxItem, *, keys: Keys) -> Values:
    """Return the row of something a platform told us, under the workspace's key."""
    owner = f"{item.channel}\0{item.key}"
    return {
        "workspace": keys.workspace,
        "channel": item.channel,
        "key": item.key,
        "address_hash": keys.address_hash(item.channel, item.address),
        "address": keys.own.seal(item.address.encode(), about=keys.about("inbox", "address", owner)),
        "payload": keys.own.seal(item.payload, about=keys.about("inbox", "payload", owner)),
        "received_at": micros(item.received_at),
        "state": item.state,
        "attempts": item.attempts,
        "lease_until": None,
        "owner": None,
        "failure": item.failure,
        "customer": item.customer,
        "session": item.session,
    }
