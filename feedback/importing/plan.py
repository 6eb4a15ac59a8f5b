"""From settled rows to records: what a chunk of a file changes in the store, and what is to be scored."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feedback.desk import Desk
from feedback.importing.rows import Fate
from feedback.importing.slots import Found
from feedback.importing.understanding import Fingerprint, Understood
from feedback.importing.visits import Settled
from feedback.records import Answer, Customer, Interaction
from feedback.scorer import ToScore
from feedback.work import Wanted

CHANNEL = "import"
"""The channel of answers that came from a file."""

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What all rows of a run share; its `name`, the same when it is resumed, is in the ids of its records."""

    name: str
    source: str
    journey: str
    version: str
    started_at: datetime
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What became of each row of a chunk, and the answers it brought, with what a judge is to be asked."""

    fates: tuple[Fate, ...]
    visits: tuple[tuple[str, str], ...]
    """The id and the customer of each interaction that is this run's own."""
    to_score: tuple[tuple[Answer, ToScore], ...]


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
    to_score: list[tuple[Answer, ToScore]] = []
    for row in rows:
        interaction = _visited(row, desk, run) if row.fate in {"imported", "empty"} else None
        known = interaction is not None and not _is_own(interaction, row, desk, run)
        fates.append("known" if known and row.fate == "imported" else row.fate)
        if interaction is not None and not known:
            visits.append((interaction.id, interaction.customer))
            to_score.extend(_answer(found, row, interaction, desk) for found in row.answers)
    return Planned(fates=tuple(fates), visits=tuple(visits), to_score=tuple(to_score))


def _visited(settled: Settled, desk: Desk, run: Import) -> Interaction:
    row = settled.row
    earlier = desk.snapshot.by_source.get((run.source, row.visit))
    if earlier is not None:
        return desk.snapshot.interactions[earlier]
    interaction = Interaction(
        id=_visit_id(row, run),
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
    )
    desk.keep_interaction(interaction)
    return interaction


def _visit_id(row: Understood, run: Import) -> str:
    return run.fingerprint("interaction", run.name, run.source, row.visit)


def _is_own(interaction: Interaction, settled: Settled, desk: Desk, run: Import) -> bool:
    """Say whether this run made `interaction`, and its customer was not erased since."""
    customer = desk.snapshot.customers.get(interaction.customer)
    is_erased = settled.row.customer is not None and customer is not None and customer.external_id is None
    return interaction.id == _visit_id(settled.row, run) and not is_erased


def _meet(settled: Settled, desk: Desk, run: Import) -> Customer:
    """Return whose row it is; what the file says of a customer we know is added to what we know."""
    row = settled.row
    earlier = desk.snapshot.by_external_id.get(row.customer) if row.customer is not None else None
    if earlier is None:
        who = ("external", row.customer) if row.customer is not None else (run.source, row.visit)
        # The moment of the run is in the id: a customer once erased comes back as somebody new.
        new = Customer(
            id=run.fingerprint("customer", *who, run.started_at.isoformat()),
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


def _answer(found: Found, settled: Settled, interaction: Interaction, desk: Desk) -> tuple[Answer, ToScore]:
    asked, parsed = found.asked, found.parsed
    answer = Answer(
        id=_answer_id(found, settled, interaction),
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
    return answer, _to_score(found, settled)


def _answer_id(found: Found, settled: Settled, interaction: Interaction) -> str:
    # The interaction's id is the run's own already, so the row's place in the file is enough.
    name = f"{interaction.id}\0{settled.row.number}\0{found.slot.number}"
    return hashlib.blake2b(name.encode(), digest_size=_ID_BYTES).hexdigest()


def _to_score(found: Found, settled: Settled) -> ToScore:
    return ToScore(
        text=found.parsed.text,
        # A tap that means something itself is judged by that; words, by the rating of their visit.
        rating=settled.rating if found.parsed.valence is None else found.parsed.valence,
        wording=found.wording,
        about=found.asked.question.about,
        language=found.language,
    )
