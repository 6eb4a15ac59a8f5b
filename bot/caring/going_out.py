"""How far many follow-ups have gone out: told in the message that had them asked, again and again.

The count is an errand of our own, put off a little each time. So it goes on after a restart, by one process
alone, and as rarely as a platform likes its messages edited.
"""

import asyncio
import csv
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from io import StringIO

from bot.caring.words import CARE, CareKey
from bot.command import Again, Answer, Call
from bot.counter import Counter
from feedback.records import OutboxItem
from mapping.only_text import no_formula

GOING = "going"
"""What our own errand is called behind `/followup`."""

FILE = "follow-ups.csv"

_LONGEST = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What became of a list: so many asked now or later, left out, asked before, or gone by now."""

    now: int
    later: int = 0
    left_out: int = 0
    before: int = 0
    gone: int = 0

    def lines(self, language: str) -> list[str]:
        """Say it, a line each."""
        lines = [CARE.count("done_now", self.now, language)]
        if self.later:
            lines.append(CARE.count("done_later", self.later, language))
        if self.left_out:
            lines.append(CARE.count("done_not", self.left_out, language))
        if self.before:
            lines.append(CARE.count("done_before", self.before, language))
        if self.gone:
            lines.append(CARE.count("done_gone", self.gone, language))
        return lines


_COUNTS = tuple(each.name for each in fields(Sums))


def again(sums: Sums, *, since: datetime, now: datetime, told: str = "") -> Again:
    """Return when to count next: often at first, then ever more rarely."""
    passed = now - since
    wait = timedelta(seconds=5 if passed < timedelta(minutes=1) else 15)
    if passed >= timedelta(minutes=10):
        wait = timedelta(minutes=1)
    counts = ",".join(str(getattr(sums, name)) for name in _COUNTS)
    return Again(words=f"{GOING} {counts} {since.isoformat()} {told}".strip(), after=wait)


async def tell_progress(call: Call, counter: Counter) -> Answer:
    """Show how many have gone out by now; nothing is said where nothing is new."""
    read = _read(call.words)
    if read is None or call.prompt is None or call.on is None:
        return Answer(text="")
    sums, since, told = read
    put = await asyncio.to_thread(counter.store.find_put, call.prompt)
    who = [row["customer"] for row in plan_of(put) or () if row["decision"] == "ask"]
    out = await asyncio.to_thread(counter.store.gone_out, who, since=since)
    now, language = counter.now(), call.actor.language
    goes_on = out.waiting > 0 and now - since < _LONGEST
    new = f"{out.sent}/{out.lost}/{out.waiting}"
    then = again(sums, since=since, now=now, told=new) if goes_on else None
    if new == told:
        return Answer(text="", again=then)
    lines = sums.lines(language)
    key: CareKey = "going_out" if goes_on else "gone_out"
    lines.append(CARE.count(key, out.sent, language, all=str(out.sent + out.lost + out.waiting)))
    if out.lost:
        lines.append(CARE.count("gone_lost", out.lost, language))
    return Answer(text="\n".join(lines), again=then)


def plan_of(put: OutboxItem | None) -> list[dict[str, str]] | None:
    """Return the rows of the plan that a preview showed; None where it is gone."""
    plan = next((each for each in put.prompt.documents if each.name == FILE), None) if put else None
    return None if plan is None else [_as_written(row) for row in csv.DictReader(StringIO(plan.text))]


def _as_written(row: dict[str, str]) -> dict[str, str]:
    """Return a row with its note as it was before it was kept from being a formula."""
    note = row["note"]
    return row | {"note": note[1:] if note.startswith("'") and no_formula(note[1:]) == note else note}


def _read(words: str) -> tuple[Sums, datetime, str] | None:
    """Return what our errand says; None for words that somebody typed."""
    try:
        _, counts, since, *told = words.split()
        sums = Sums(**dict(zip(_COUNTS, map(int, counts.split(",")), strict=True)))
        return sums, datetime.fromisoformat(since), "".join(told)
    except ValueError:
        return None
