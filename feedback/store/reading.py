"""Rows to records, opening what is sealed; what belonged to an erased customer reads as empty."""

from dataclasses import dataclass

from feedback.errand import COMMAND_JSON, Errand
from feedback.prompts import PROMPT_JSON
from feedback.question import Scale
from feedback.records import (
    Address,
    Answer,
    Code,
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
from feedback.scorer import Score
from feedback.store.documents import (
    TALK_JSON,
    Chats,
    Details,
    Talk,
    read_details,
    read_facts,
    read_place,
    read_shares,
    read_texts,
)
from feedback.store.keys import Keys
from feedback.store.sql import AnyRow, moment, moment_or_none

_ERASED = Talk(address="")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns rows of one workspace into records; rows with sealed columns bring `data_key` along."""

    keys: Keys

    def customer(self, row: AnyRow) -> Customer:
        """Return the customer in a row."""
        document = self._open("customer", "details", row.id, row.id, row.data_key, row.details)
        details = read_details(document) if document is not None else Details()
        chats = details.chats or Chats()
        return Customer(
            id=row.id,
            external_id=details.external_id,
            name=details.name,
            language=row.language,
            timezone=row.timezone,
            attributes=details.attributes,
            consent=row.consent,
            stopped_at=moment_or_none(row.stopped_at),
            paused_until=moment_or_none(row.paused_until),
            created_at=moment(row.created_at),
            preferred=chats.preferred,
            may_fall_back=chats.may_fall_back,
            is_apart=chats.is_apart,
            asked_before=chats.asked_before,
            vetoes=chats.vetoes,
            follow_ups=chats.follow_ups,
        )

    def address(self, row: AnyRow, data_key: bytes | None) -> Address:
        """Return the address in a row."""
        found_by = row.address_hash
        address = self._open("address", "address", found_by, row.customer, data_key, row.address)
        return Address(
            channel=row.channel,
            address=(address or b"").decode(),
            customer=row.customer,
            created_at=moment(row.created_at),
            gone_at=moment_or_none(row.gone_at),
        )

    def code(self, row: AnyRow, code: str) -> Code:
        """Read what `code` stands for."""
        return Code(
            code=code,
            kind=row.kind,
            subject=row.subject,
            created_at=moment(row.created_at),
            expires_at=moment_or_none(row.expires_at),
            used_at=moment_or_none(row.used_at),
        )

    def interaction(self, row: AnyRow) -> Interaction:
        """Return the interaction in a row."""
        return Interaction(
            id=row.id,
            source=row.source,
            source_id=row.source_id,
            customer=row.customer,
            journey=row.journey,
            version=row.version,
            stage=row.stage,
            touchpoint=row.touchpoint,
            occurred_at=moment(row.occurred_at),
            received_at=moment(row.received_at),
            imported=bool(row.imported),
            campaign=row.campaign,
        )

    def decision(self, row: AnyRow) -> Decision:
        """Return the decision in a row."""
        return Decision(
            id=row.id,
            interaction=row.interaction,
            customer=row.customer,
            touchpoint=row.touchpoint,
            survey=row.survey,
            outcome=row.outcome,
            reason=row.reason,
            facts=read_facts(row.facts),
            decided_at=moment(row.decided_at),
            until=moment_or_none(row.until),
            session=row.session,
        )

    def session(self, row: AnyRow, data_key: bytes | None) -> Session:
        """Return the session in a row."""
        document = self._open("session", "document", row.id, row.customer, data_key, row.document)
        talk = TALK_JSON.validate_json(document) if document is not None else _ERASED
        return Session(
            id=row.id,
            customer=row.customer,
            interaction=row.interaction,
            journey=row.journey,
            version=row.version,
            survey=row.survey,
            stage=row.stage,
            touchpoint=row.touchpoint,
            channel=row.channel,
            address=talk.address,
            language=row.language,
            state=row.state,
            started_at=moment(row.started_at),
            expires_at=moment(row.expires_at),
            question=talk.question,
            prompts=talk.prompts,
            misfits=talk.misfits,
            reminders=talk.reminders,
            revision=row.revision,
            given=talk.given,
            prompted=talk.prompted,
            doubt=talk.doubt,
            moved_from=talk.moved_from,
            veiled=talk.veiled,
            held_back=talk.held_back,
            finished_at=moment_or_none(row.finished_at),
        )

    def answer(self, row: AnyRow) -> Answer:
        """Return the answer in a row."""
        words = self._open("answer", "words", row.id, row.customer, row.data_key, row.words)
        best = row.scale_best
        scale = None if best is None else Scale(low=row.scale_low, high=row.scale_high, best=best)
        return Answer(
            id=row.id,
            session=row.session,
            interaction=row.interaction,
            customer=row.customer,
            journey=row.journey,
            version=row.version,
            stage=row.stage,
            touchpoint=row.touchpoint,
            survey=row.survey,
            question=row.question,
            kind=row.kind,
            revision=row.revision,
            wording=row.wording,
            language=row.language,
            channel=row.channel,
            answered_at=moment(row.answered_at),
            value=row.value,
            choices=read_texts(row.choices),
            text=None if words is None else words.decode(),
            scale=scale,
            valence=row.valence,
            rated=bool(row.rated),
            skipped=bool(row.skipped),
        )

    def scored(self, row: AnyRow) -> Scored:
        """Return the score in a row."""
        evidence = self._open("score", "evidence", row.answer, row.customer, row.data_key, row.evidence)
        score = Score(
            scorer=row.scorer,
            version=row.version,
            label=row.label,
            valence=row.valence,
            confidence=row.confidence,
            emotions=read_shares(row.emotions),
            language=row.language,
            evidence=read_texts(evidence),
            themes=read_shares(row.themes),
            contradiction=bool(row.contradiction),
        )
        return Scored(answer=row.answer, customer=row.customer, score=score, scored_at=moment(row.scored_at))

    def enclosure(self, row: AnyRow) -> Enclosure | None:
        """Return what was sent along, if its customer was not erased."""
        place = self._open("enclosure", "details", row.id, row.customer, row.data_key, row.details)
        if place is None:
            return None
        address, reference, name = read_place(place)
        return Enclosure(
            id=row.id,
            answer=row.answer,
            customer=row.customer,
            channel=row.channel,
            address=address,
            kind=row.kind,
            reference=reference,
            name=name,
            mime=row.mime,
            size=row.size,
            seconds=row.seconds,
            state=row.state,
            tries=row.tries,
            created_at=moment(row.created_at),
            due_at=moment(row.due_at),
            failure=row.failure,
        )

    def content(self, row: AnyRow) -> bytes | None:
        """Return what an enclosure holds, if its customer was not erased."""
        return self._open("content", "content", row.enclosure, row.customer, row.data_key, row.content)

    def wish(self, row: AnyRow) -> Wish:
        """Return a question of no survey."""
        return Wish(
            prompt=row.prompt,
            customer=row.customer,
            kind=row.kind,
            asked_at=moment(row.asked_at),
            until=moment(row.until),
        )

    def errand(self, row: AnyRow) -> Errand | None:
        """Return the command in a row, if who gave it was not erased."""
        content = self._open("errand", "content", row.id, row.customer, row.data_key, row.content)
        if content is None:
            return None
        return Errand(
            id=row.id,
            customer=row.customer,
            command=COMMAND_JSON.validate_json(content),
            at=moment(row.at),
            due_at=moment(row.due_at),
            tries=row.tries,
        )

    def delivery(self, row: AnyRow) -> Delivery:
        """Return the delivery in a row."""
        return Delivery(
            prompt=row.prompt,
            session=row.session,
            customer=row.customer,
            journey=row.journey,
            stage=row.stage,
            touchpoint=row.touchpoint,
            channel=row.channel,
            shown_at=moment(row.shown_at),
            first=bool(row.first),
        )

    def outbox(self, row: AnyRow) -> OutboxItem | None:
        """Return the prompt in a row, if its customer was not erased."""
        address = self._open("outbox", "address", row.id, row.customer, row.data_key, row.address)
        prompt = self._open("outbox", "prompt", row.id, row.customer, row.data_key, row.prompt)
        if address is None or prompt is None:
            return None
        amends, *chosen = self._amends(row) or (None,)
        return OutboxItem(
            id=row.id,
            customer=row.customer,
            session=row.session,
            channel=row.channel,
            address=address.decode(),
            prompt=PROMPT_JSON.validate_json(prompt),
            priority=row.priority,
            due_at=moment(row.due_at),
            created_at=moment(row.created_at),
            state=row.state,
            attempts=row.attempts,
            lease_until=moment_or_none(row.lease_until),
            owner=row.owner,
            failure=row.failure,
            settled_at=moment_or_none(row.settled_at),
            forget_at=moment_or_none(row.forget_at),
            amends=amends,
            chosen=tuple(chosen),
        )

    def _amends(self, row: AnyRow) -> tuple[str, ...]:
        if row.amends is None:
            return ()
        return read_texts(self._open("outbox", "amends", row.id, row.customer, row.data_key, row.amends))

    def inbox(self, row: AnyRow) -> InboxItem:
        """Return what a platform told us."""
        owner = f"{row.channel}\0{row.key}"
        address = self.keys.own.open(row.address, about=self.keys.about("inbox", "address", owner))
        return InboxItem(
            channel=row.channel,
            key=row.key,
            address=address.decode(),
            payload=self.keys.own.open(row.payload, about=self.keys.about("inbox", "payload", owner)),
            received_at=moment(row.received_at),
            state=row.state,
            attempts=row.attempts,
            failure=row.failure,
            customer=row.customer,
            session=row.session,
        )

    def timer(self, row: AnyRow) -> Timer:
        """Return the timer in a row."""
        return Timer(id=row.id, kind=row.kind, subject=row.subject, due_at=moment(row.due_at))

    def _open(  # noqa: PLR0917 - a sealed value's whole place, its key, and itself
        self, table: str, column: str, owner: str, customer: str, data_key: bytes | None, sealed: bytes | None
    ) -> bytes | None:
        if data_key is None or sealed is None:
            return None
        key = self.keys.of_customer(customer, data_key)
        return key.open(sealed, about=self.keys.about(table, column, owner))
