"""Many follow-ups from a list: who would be asked, who not and why, and when the last goes out; then a yes.

The plan goes out as a file with the preview and is read from there again, so that what is done is what was
shown. It names customers by ids of ours that lead nowhere once somebody is erased.
"""

import asyncio
import csv
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from bot.caring.deciding import reason_of
from bot.caring.looking import when
from bot.caring.naming import find_known, find_touchpoint, touchpoint_hint, touchpoint_title
from bot.caring.refusing import refuse
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call
from bot.counter import Counter
from config import formats
from feedback.desk import Desk
from feedback.eligibility import Ask, Defer, Skip, look_back
from feedback.intake import FollowedUp, FollowUp
from feedback.pointing import look_ahead
from feedback.prompts import Document
from feedback.reachable import reachable_at
from feedback.records import Customer
from feedback.work import Wanted

_LIST = frozenset({"list", "liste", "bulk"})
_HEADS = frozenset({
    "customer", "customers", "id", "external_id", "email", "e-mail", "kunde", "kundin", "kunden",
    "kundennummer",
})  # fmt: skip
_MOST = 5_000
_AT_ONCE = 200
_FILE = "follow-ups.csv"
_COLUMNS = ("row", "customer", "touchpoint", "decision", "reason", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list, with who that is and what would be decided."""

    number: int
    customer: Customer | None
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
    touchpoint, lines = find_touchpoint(said, journey)
    if touchpoint is None:
        fix = touchpoint_hint(said, journey, language)
        return refuse("where_unknown", language, said=said.split("\n")[0], fix=fix)
    names = list(_names(lines))
    for each in call.attachments:
        content = await counter.fetch(each, call.actor)
        names += _names((content or b"").decode("utf-8-sig", errors="replace"))
    if not names:
        return refuse("list_empty", language)
    if len(names) > _MOST:
        return refuse("list_long", language, most=formats.number(_MOST, language))
    rows = await asyncio.to_thread(_look_ahead, call, counter, touchpoint, names)
    return _previewed(call, counter, touchpoint, rows)


async def confirm(call: Call, counter: Counter) -> Answer:
    """Have everybody asked whom the preview showed; twice is once."""
    language = call.actor.language
    put = await asyncio.to_thread(counter.store.find_put, call.prompt or "")
    plan = next((each for each in put.prompt.documents if each.name == _FILE), None) if put else None
    if plan is None:
        return refuse("list_gone", language)
    wanted = [row for row in csv.DictReader(StringIO(plan.text)) if row["decision"] in {"ask", "later"}]
    items = [
        FollowUp(
            key=f"{call.prompt}:{row['customer']}",
            touchpoint=row["touchpoint"],
            by=call.actor.name or "",
            at=call.at,
            customer=row["customer"],
        )
        for row in wanted
    ]
    results: list[object] = []
    for first in range(0, len(items), _AT_ONCE):
        results += await counter.handle(items[first : first + _AT_ONCE])
    return _summed_up(results, language)


def _names(text: str) -> Iterator[str]:
    """Yield whom each line of a list names: its first cell; a head and empty lines name nobody.

    Where commands are one line, such as in Slack, each word of it names somebody.
    """
    lines = text.splitlines()
    if len(lines) == 1:
        lines = text.replace(",", " ").replace(";", " ").split()
    for number, line in enumerate(lines):
        separator = next((sign for sign in "\t;," if sign in line), ",")
        cells = next(csv.reader([line], delimiter=separator), [])
        name = cells[0].strip() if cells else ""
        if name and not (number == 0 and name.casefold() in _HEADS):
            yield name


def _look_ahead(call: Call, counter: Counter, touchpoint: str, names: Sequence[str]) -> Sequence[Row]:
    journey, house = counter.loaded.journey, counter.house
    place, now = journey.place(touchpoint), counter.now()
    length = look_back(journey)
    since = Wanted(history_since=None if length is None else now - length)
    known, found = find_known(tuple(dict.fromkeys(names)), call.actor, counter.store, more=since)
    desk = Desk(snapshot=found, now=now)
    rows, met = [], set[str]()
    for number, name in enumerate(names, start=1):
        customer = known.get(name)
        if customer is None or customer.id in met or place is None:
            rows.append(Row(number=number, customer=None))
            continue
        met.add(customer.id)
        verdict = look_ahead(desk, house, customer, place, key=f"{call.key}:{number}")
        at = reachable_at(desk, house, customer)
        rows.append(
            Row(number=number, customer=customer, verdict=verdict, channel=at.channel if at else None)
        )
    return rows


def _previewed(call: Call, counter: Counter, touchpoint: str, rows: Sequence[Row]) -> Answer:
    language = call.actor.language
    title = touchpoint_title(touchpoint, counter.loaded.journey, language)
    asked = [row for row in rows if isinstance(row.verdict, Ask)]
    later = [row for row in rows if isinstance(row.verdict, Defer)]
    lines = [CARE.say("list_title", language, place=title)]
    lines.append(CARE.count("list_now", len(asked), language))
    lines += _by_reason(later, "list_later", language)
    lines += _by_reason([row for row in rows if isinstance(row.verdict, Skip)], "list_not", language)
    unknown = [row for row in rows if row.customer is None]
    if unknown:
        numbers = formats.names([str(row.number) for row in unknown[:10]], language)
        lines.append(CARE.count("list_unknown", len(unknown), language, rows=numbers))
    if asked or later:
        lines.append(CARE.say("list_last", language, when=_last(call, counter, asked, later)))
    buttons = (
        Button(
            label=CARE.count("list_confirm", len(asked) + len(later), language), command="/followup confirm"
        ),
    )
    return Answer(
        text="\n".join(lines),
        documents=(Document(name=_FILE, mime="text/csv", text=_file(rows, touchpoint)),),
        buttons=buttons if asked or later else (),
        seen=tuple(row.customer.id for row in rows if row.customer is not None),
    )


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


def _file(rows: Sequence[Row], touchpoint: str) -> str:
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        who = row.customer.id if row.customer else ""
        match row.verdict:
            case Ask():
                writer.writerow((row.number, who, touchpoint, "ask", "", ""))
            case Defer(reason=reason, until=until):
                writer.writerow((row.number, who, touchpoint, "later", reason, until.isoformat()))
            case Skip(reason=reason):
                writer.writerow((row.number, who, touchpoint, "not", reason, ""))
            case None:
                writer.writerow((row.number, "", touchpoint, "unknown", "", ""))
    return written.getvalue()


def _summed_up(results: Sequence[object], language: str) -> Answer:
    made = [each for each in results if isinstance(each, FollowedUp)]
    fresh = [each for each in made if not each.is_repeat]
    tally = Tally(each.decision.outcome for each in fresh)
    lines = [CARE.count("done_now", tally["ask"], language)]
    if tally["defer"]:
        lines.append(CARE.count("done_later", tally["defer"], language))
    if tally["skip"]:
        lines.append(CARE.count("done_not", tally["skip"], language))
    if len(made) > len(fresh):
        lines.append(CARE.count("done_before", len(made) - len(fresh), language))
    if len(results) > len(made):
        lines.append(CARE.count("done_gone", len(results) - len(made), language))
    return Answer(text="\n".join(lines), seen=tuple(each.customer.id for each in made))
