"""From settled rows to records: what a chunk of a file changes in the store, and what is to be scored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from feedback.desk import Desk
from feedback.importing.rows import Fate
from feedback.importing.slots import Found
from feedback.importing.understanding import Fingerprint
from feedback.importing.visits import Settled
from feedback.records import Answer, Customer, Interaction
from feedback.scorer import ToScore
from feedback.work import Wanted

CHANNEL = "import"
"""The channel of answers that came from a file."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_MARK_DIGITS = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What all rows of a run share; the ids of its records are a mark of the run and the row's number.

    So they sort like the ids of `feedback.ids`, row after row: indexes grow at their end, which is fast.
    """

    source: str
    journey: str
    version: str
    started_at: datetime
    visit_mark: str
    customer_mark: str
    answer_mark: str


def marked_import(
    name: str, *, source: str, journey: str, version: str, started_at: datetime, fingerprint: Fingerprint
) -> Import:
    """Return the import of that `name`; resumed, it has the same name and began at the same moment."""

    def mark(kind: str) -> str:
        return f"{(started_at - _EPOCH) // _MS:012x}{fingerprint(kind, name)}"[:_MARK_DIGITS]

    return Import(
        source=source,
        journey=journey,
        version=version,
        started_at=started_at,
        visit_mark=mark("interaction"),
        # The moment of the run is in the id: a customer once erased comes back as somebody new.
        customer_mark=mark("customer"),
        answer_mark=mark("answer"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """An answer that comes in, and what it was read from."""

    answer: Answer
    found: Found
    rating: float | None

    def to_score(self) -> ToScore:
        """Return what a judge is to be asked about it."""
        found = self.found
        return ToScore(
            text=found.parsed.text,
            # A tap that means something itself is judged by that; words, by the rating of their visit.
            rating=self.rating if found.parsed.valence is None else found.parsed.valence,
            led=found.parsed.valence is None,
            wording=found.wording,
            about=found.asked.question.about,
            language=found.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What became of each row of a chunk, and the answers it brought."""

    fates: tuple[Fate, ...]
    visits: tuple[tuple[str, str], ...]
    """The name of each visit that is this run's own, and whose it is."""
    brought: tuple[Brought, ...]


def wanted(rows: Sequence[Settled], run: Import) -> Wanted:
    """Name the customers and interactions that a chunk may find already there."""
    return Wanted(
        external_ids=frozenset(one.row.customer for one in rows if one.row.customer is not None),
        sources=frozenset((run.source, one.row.visit) for one in rows),
    )


def plan(rows: Sequence[Settled], desk: Desk, *, run: Import) -> Planned:
    """Enter `rows` on the desk; what an earlier import brought in is left as it is."""
    fates: list[Fate] = []
    visits: list[tuple[str, str]] = []
    brought: list[Brought] = []
    for settled in rows:
        interaction = _visited(settled, desk, run) if settled.fate in {"imported", "empty"} else None
        known = interaction is not None and not _is_own(interaction, settled, desk, run)
        fates.append("known" if known and settled.fate == "imported" else settled.fate)
        if interaction is not None and not known:
            visits.append((settled.row.visit, settled.row.customer or settled.row.visit))
            brought.extend([_brought(found, settled, interaction, desk, run) for found in settled.answers])
    return Planned(fates=tuple(fates), visits=tuple(visits), brought=tuple(brought))


def _visited(settled: Settled, desk: Desk, run: Import) -> Interaction:
    row = settled.row
    earlier = desk.snapshot.by_source.get((run.source, row.visit))
    if earlier is not None:
        return desk.snapshot.interactions[earlier]
    interaction = Interaction(
        id=f"{run.visit_mark}{row.number:010x}",
        source=run.source,
        source_id=row.visit,
        customer=_meet(settled, desk, run).id,
        journey=run.journey,
        version=run.version,
        stage=row.spot.stage,
        touchpoint=row.spot.touchpoint,
        occurred_at=settled.at,
        received_at=run.started_at,
        imported=True,
        campaign=row.campaign,
    )
    desk.keep_interaction(interaction)
    return interaction


def _is_own(interaction: Interaction, settled: Settled, desk: Desk, run: Import) -> bool:
    """Say whether this run made `interaction`, and its customer was not erased since."""
    customer = desk.snapshot.customers.get(interaction.customer)
    is_erased = settled.row.customer is not None and customer is not None and customer.external_id is None
    return interaction.id.startswith(run.visit_mark) and not is_erased


def _meet(settled: Settled, desk: Desk, run: Import) -> Customer:
    """Return whose row it is; what the file says of a customer we know is added to what we know."""
    row = settled.row
    earlier = desk.snapshot.by_external_id.get(row.customer) if row.customer is not None else None
    if earlier is None:
        new = Customer(
            id=f"{run.customer_mark}{row.number:010x}",
            external_id=row.customer,
            attributes=row.attributes,
            created_at=run.started_at,
        )
        desk.keep_customer(new)
        return new
    customer = desk.snapshot.customers[earlier]
    attributes = {**customer.attributes, **row.attributes}
    if attributes != customer.attributes:
        customer = replace(customer, attributes=attributes)
        desk.keep_customer(customer)
    return customer


def _brought(found: Found, settled: Settled, interaction: Interaction, desk: Desk, run: Import) -> Brought:
    asked, parsed = found.asked, found.parsed
    answer = Answer(
        id=f"{run.answer_mark}{settled.row.number:08x}{found.slot.number:02x}",
        session=None,
        interaction=interaction.id,
        customer=interaction.customer,
        journey=interaction.journey,
        version=interaction.version,
        stage=interaction.stage,
        touchpoint=interaction.touchpoint,
        survey=asked.survey,
        question=asked.question.id,
        kind=asked.question.kind,
        revision=1,
        wording=found.wording,
        language=found.language,
        channel=CHANNEL,
        answered_at=interaction.occurred_at,
        value=parsed.value,
        choices=parsed.choices,
        text=parsed.text,
        scale=parsed.scale,
        valence=parsed.valence,
        rated=parsed.rated,
    )
    desk.keep_answer(answer, supersedes=None)
    return Brought(answer=answer, found=found, rating=settled.rating)
