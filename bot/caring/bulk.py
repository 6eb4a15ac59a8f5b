"""Many follow-ups from a list: who would be asked, who not and why, and when the last goes out; then a yes.

The plan goes out as a file with the preview and is read from there again, so that what is done is what was
shown. It names customers by ids of ours that lead nowhere once somebody is erased.
"""

import asyncio
import csv
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from textwrap import shorten

from bot.caring.deciding import reason_of
from bot.caring.going_out import FILE, Sums, again, plan_of
from bot.caring.listing import Line, read_list
from bot.caring.looking import when
from bot.caring.naming import find_known, find_touchpoint, touchpoint_hint, touchpoint_title
from bot.caring.refusing import refuse
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call
from bot.counter import Counter
from config import formats
from feedback.case_cards import called
from feedback.desk import Desk
from feedback.eligibility import Ask, Defer, Skip, look_back
from feedback.intake import FollowedUp, FollowUp
from feedback.pointing import look_ahead
from feedback.prompts import Document
from feedback.reachable import reachable_at
from feedback.records import Customer
from feedback.work import Wanted
from mapping.only_text import no_formula

_LIST = frozenset({"list", "liste", "bulk"})
_MOST = 5_000
_AT_ONCE = 200
_NOTES_SHOWN, _NOTE_SHOWN = 5, 120
_COLUMNS = ("row", "customer", "touchpoint", "decision", "reason", "when", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list, with who that is and what would be decided; `is_lost`: its touchpoint is none."""

    number: int
    customer: Customer | None
    touchpoint: str = ""
    note: str | None = field(default=None, repr=False)
    is_lost: bool = False
    verdict: Ask | Skip | Defer | None = None
    channel: str | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether this one would be asked, now or later."""
        return isinstance(self.verdict, Ask | Defer)


def is_bulk(call: Call) -> bool:
    """Say whether a command brings a list."""
    first = call.words.strip().split(maxsplit=1)[:1]
    return any(word.casefold() in _LIST for word in first) or any(
        each.kind == "file" for each in call.attachments
    )


async def preview(call: Call, counter: Counter) -> Answer:
    """Say who of a list would be asked, and who not and why; nobody is asked yet."""
    language, journey = call.actor.language, counter.loaded.journey
    words = call.words.strip()
    first, *_ = [*words.split(maxsplit=1), ""]
    said = words[len(first) :].strip() if first.casefold() in _LIST else words
    touchpoint, listed = find_touchpoint(said, journey)
    if touchpoint is None:
        fix = touchpoint_hint(said, journey, language)
        named = said.split("\n")[0].strip()
        return refuse("where_unknown" if named else "where_lacking", language, said=named, fix=fix)
    lines = list(read_list(listed))
    for each in call.attachments:
        content = await counter.fetch(each, call.actor)
        text = (content or b"").decode("utf-8-sig", errors="replace")
        lines += read_list(text, since=len(lines) + 1)
    if not lines:
        return refuse("list_empty", language)
    if len(lines) > _MOST:
        return refuse("list_long", language, most=formats.number(_MOST, language))
    rows = await asyncio.to_thread(_look_ahead, call, counter, touchpoint, lines)
    return _previewed(call, counter, touchpoint, rows)


async def confirm(call: Call, counter: Counter) -> Answer:
    """Have everybody asked whom the preview showed; twice is once."""
    language = call.actor.language
    put = await asyncio.to_thread(counter.store.find_put, call.prompt or "")
    plan = plan_of(put)
    if plan is None:
        return refuse("list_gone", language)
    items = [
        FollowUp(
            key=f"{call.prompt}:{row['customer']}",
            touchpoint=row["touchpoint"],
            by=call.actor.name or "",
            at=call.at,
            customer=row["customer"],
            note=row["note"] or None,
        )
        for row in plan
        if row["decision"] in {"ask", "later"}
    ]
    results: list[object] = []
    for first in range(0, len(items), _AT_ONCE):
        results += await counter.handle(items[first : first + _AT_ONCE])
    return _summed_up(results, call, counter)


def _look_ahead(call: Call, counter: Counter, touchpoint: str, lines: Sequence[Line]) -> Sequence[Row]:
    journey = counter.loaded.journey
    length = look_back(journey)
    since = Wanted(history_since=None if length is None else counter.now() - length)
    said = tuple(dict.fromkeys(name for line in lines for name, _ in line.ways))
    known, found = find_known(said, call.actor, counter.store, more=since)
    desk = Desk(snapshot=found, now=counter.now())
    met = set[str]()
    return [_row(line, touchpoint, known, met, desk=desk, call=call, counter=counter) for line in lines]


def _row(
    line: Line,
    usual: str,
    known: Mapping[str, Customer],
    met: set[str],
    *,
    desk: Desk,
    call: Call,
    counter: Counter,
) -> Row:
    """Return a line with who that is and what would be decided; `met` are those of the lines before."""
    journey = counter.loaded.journey
    name, where = next((way for way in line.ways if way[0] in known), line.ways[0])
    customer = known.get(name)
    if customer is None or customer.id in met:
        return Row(number=line.number, customer=None)
    touchpoint, left = find_touchpoint(where, journey) if where else (usual, "")
    place = journey.place(touchpoint or "")
    if place is None or touchpoint is None or left:
        return Row(number=line.number, customer=None, is_lost=True)
    met.add(customer.id)
    at = reachable_at(desk, counter.house, customer)
    return Row(
        number=line.number,
        customer=customer,
        touchpoint=touchpoint,
        note=line.note,
        verdict=look_ahead(desk, counter.house, customer, place, key=f"{call.key}:{line.number}"),
        channel=at.channel if at else None,
    )


def _previewed(call: Call, counter: Counter, touchpoint: str, rows: Sequence[Row]) -> Answer:
    language = call.actor.language
    title = touchpoint_title(touchpoint, counter.loaded.journey, language)
    asked = [row for row in rows if isinstance(row.verdict, Ask)]
    later = [row for row in rows if isinstance(row.verdict, Defer)]
    lines = [CARE.say("list_title", language, place=title)]
    lines.append(CARE.count("list_now", len(asked), language))
    lines += _by_reason(later, "list_later", language)
    lines += _by_reason([row for row in rows if isinstance(row.verdict, Skip)], "list_not", language)
    nobody = [row for row in rows if row.customer is None]
    lines += _not_read([row for row in nobody if not row.is_lost], "list_unknown", language)
    lines += _not_read([row for row in nobody if row.is_lost], "list_lost", language)
    lines += _notes([*asked, *later], language)
    if asked or later:
        lines.append(CARE.say("list_last", language, when=_last(call, counter, asked, later)))
    buttons = (
        Button(
            label=CARE.count("list_confirm", len(asked) + len(later), language), command="/followup confirm"
        ),
    )
    return Answer(
        text="\n".join(lines),
        documents=(Document(name=FILE, mime="text/csv", text=_file(rows)),),
        buttons=buttons if asked or later else (),
        seen=tuple(row.customer.id for row in rows if row.customer is not None),
    )


def _not_read(rows: Sequence[Row], key: CareKey, language: str) -> Iterator[str]:
    if rows:
        numbers = formats.names([str(row.number) for row in rows[:10]], language)
        yield CARE.count(key, len(rows), language, rows=numbers)


def _notes(rows: Sequence[Row], language: str) -> Iterator[str]:
    """Yield the notes that would be kept, the first few in full."""
    noted = [row for row in rows if row.note]
    if noted:
        yield CARE.count("list_notes", len(noted), language)
    for row in noted[:_NOTES_SHOWN]:
        note = shorten(" ".join((row.note or "").split()), _NOTE_SHOWN, placeholder="…")
        yield CARE.say("list_note", language, who=called(row.customer, language), note=note)


def _by_reason(rows: Sequence[Row], key: CareKey, language: str) -> Iterator[str]:
    reasons = Tally(row.verdict.reason for row in rows if isinstance(row.verdict, Skip | Defer))
    for reason, count in reasons.most_common():
        why = reason_of(reason, language)
        yield CARE.count(key, count, language, why=why)


def _last(call: Call, counter: Counter, asked: Sequence[Row], later: Sequence[Row]) -> str:
    """Say when the last one goes out: those of now by the limits of their platform, the others when due."""
    channels = Tally(row.channel for row in asked if row.channel is not None)
    ends = [counter.now() + counter.pace(channel, count) for channel, count in channels.items()]
    ends += [row.verdict.until for row in later if isinstance(row.verdict, Defer)]
    return when(max(ends, default=counter.now()), call.actor, counter)


def _file(rows: Sequence[Row]) -> str:
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        who = row.customer.id if row.customer else ""
        writer.writerow((row.number, who, row.touchpoint, *_decided(row), no_formula(row.note or "")))
    return written.getvalue()


def _decided(row: Row) -> tuple[str, str, str]:
    """Return the decision of a line, its reason and when, as the file has them."""
    match row.verdict:
        case Ask():
            return "ask", "", ""
        case Defer(reason=reason, until=until):
            return "later", reason, until.isoformat()
        case Skip(reason=reason):
            return "not", reason, ""
        case None:
            return "unknown", "touchpoint" if row.is_lost else "", ""


def _summed_up(results: Sequence[object], call: Call, counter: Counter) -> Answer:
    """Say what became of all; how far those are that go out now is told in the same message later on."""
    made = [each for each in results if isinstance(each, FollowedUp)]
    fresh = [each for each in made if not each.is_repeat]
    tally = Tally(each.decision.outcome for each in fresh)
    sums = Sums(
        now=tally["ask"],
        later=tally["defer"],
        left_out=tally["skip"],
        before=len(made) - len(fresh),
        gone=len(results) - len(made),
    )
    return Answer(
        text="\n".join(sums.lines(call.actor.language)),
        again=again(sums, since=call.at, now=counter.now()) if sums.now else None,
        seen=tuple(each.customer.id for each in made),
    )
