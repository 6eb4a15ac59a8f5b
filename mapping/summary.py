"""What a director reads of a period: findings, what changed, what hurts, what was done; all from figures.

Nothing is claimed that an interval does not bear: a difference counts where its interval leaves zero out and
it is kept among all that were compared (Benjamini & Hochberg 1995), a stage is the worst where its interval
lies below every other one. What cannot be told is not said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from mapping.contrasts import EVERYWHERE, Contrast
from mapping.disclosure import Cell, Visibility
from mapping.interval import wilson
from mapping.summary_facts import Fact, Sentence, SentenceKey, name
from mapping.summary_material import Hurt, Material, Standing

FINDINGS = 3
"""So many things a director keeps in mind."""

MOST_PAINS = 3
SURE = 0.95
"""So sure must a monitor be of a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is told, in order; `quoted` are pains whose words may be shown."""

    lead: Sentence
    findings: tuple[Sentence, ...]
    changed: tuple[Sentence, ...]
    hurts: tuple[Sentence, ...]
    quoted: tuple[Hurt, ...]
    done: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Everything that is told."""
        return (self.lead, *self.findings, *self.changed, *self.hurts, *self.done)


def summarise(material: Material) -> Summary:
    """Return what can be told."""
    lead = _lead(material)
    if lead.key == "nobody":
        done = tuple(_done(material))
        return Summary(lead=lead, findings=(), changed=(), hurts=(), quoted=(), done=done)
    findings = tuple(islice(_findings(material), FINDINGS))
    hurts = [each for each in material.hurts if each.customers >= material.k][:MOST_PAINS]
    return Summary(
        lead=lead,
        findings=findings,
        changed=tuple(each for each in _changed(material) if each not in findings),
        hurts=tuple(_pain(each, material) for each in hurts) or (Sentence(key="painless", facts={}),),
        quoted=tuple(each for each in hurts if each.quote),
        done=tuple(_done(material)),
    )


def _lead(of: Material) -> Sentence:
    cell = of.shown.overall
    if cell.score is None or cell.low is None or cell.high is None:
        return Sentence(key="nobody", facts={})
    # As they are written: "more good than bad" beside an interval from 0.0 would not be believed.
    low, high = round(cell.low, 1), round(cell.high, 1)
    key: SentenceKey = "lead_good" if low > 0 else "lead_bad" if high < 0 else "lead_mixed"
    return Sentence(key=key, facts=_of_cell(cell, f"scores{of.asked}"))


def _findings(of: Material) -> Iterator[Sentence]:
    """Yield what matters most first: what became worse, where it is worst, what hurts, then what is good."""
    by_size = sorted(_counting(of), key=lambda each: -abs(_gap(each)))
    worse = [each for each in by_size if _gap(each) < 0]
    better = [each for each in by_size if _gap(each) > 0]
    pains = [_pain(each, of) for each in of.hurts if each.customers >= of.k]
    yield from chain(
        (_change(each, of) for each in worse[:1]),
        _lowest(of),
        pains[:1],
        (_change(each, of) for each in better[:1]),
        _highest(of),
        _apart(of),
        (_change(each, of) for each in worse[1:]),
        pains[1:],
    )


def _changed(of: Material) -> Iterator[Sentence]:
    yield from (_change(each, of) for each in _counting(of))
    since = [each for each in of.standing if _is_sure(each, k=of.k) and each.at <= of.until]
    yield from (_since(each, of) for each in since)
    compared = [each for each in of.changes if _is_shown(each, of)]
    if not compared:
        yield Sentence(key="incomparable", facts={})
    elif not since and not any(True for _ in _counting(of)):
        query = f"compare{of.asked} --with previous"
        yield Sentence(key="unchanged", facts={"n": Fact(value=len(compared), kind="count", query=query)})


def _counting(of: Material) -> Iterator[Contrast]:
    """Yield the changes that are no chance, the journey's before those of its stages."""
    for each in of.changes:
        gap = each.difference
        if gap is None or not each.counts or gap.verdict == "cannot_tell" or not _is_shown(each, of):
            continue
        if (gap.high < 0 or gap.low > 0) and round(abs(gap.difference), 1):
            yield each


def _is_shown(change: Contrast, of: Material) -> bool:
    """Say whether both sides may be told: where one is hidden, the other would help to find it out."""
    if not change.is_told:
        return False
    if change.place == EVERYWHERE:
        return _are_alike(of)
    return all(side.stages[change.place].score is not None for side in (of.shown, of.before))


def _are_alike(of: Material) -> bool:
    """Say whether the same stages are told of both times: else 'over all' would not set like beside like."""
    told = [
        {stage for stage, cell in side.stages.items() if cell.visibility is not Visibility.EMPTY}
        for side in (of.shown, of.before)
    ]
    cells = [side.stages[stage] for side in (of.shown, of.before) for stage in told[0]]
    overall = (of.shown.overall.score, of.before.overall.score)
    return told[0] == told[1] and None not in {*overall, *(cell.score for cell in cells)}


def _gap(change: Contrast) -> float:
    return change.difference.difference if change.difference else 0.0


def _change(change: Contrast, of: Material) -> Sentence:
    gap, own, others = change.difference, change.own, change.others
    if gap is None or own is None or others is None:
        raise ValueError("a change that is not told cannot be written")
    query = f"compare{_at(change.place)}{of.asked} --with previous"
    ends = sorted((abs(gap.low), abs(gap.high)))
    size = Fact(
        value=abs(gap.difference), kind="size", query=query, n=gap.n_a + gap.n_b, low=ends[0], high=ends[1]
    )
    now, was = own.score, others.score
    facts = {
        **_bounded("size", size),
        "now": Fact(value=now.value, kind="score", query=query, n=gap.n_a, low=now.low, high=now.high),
        "n": Fact(value=gap.n_a, kind="count", query=query),
        "was": Fact(value=was.value, kind="score", query=query, n=gap.n_b, low=was.low, high=was.high),
        "n_before": Fact(value=gap.n_b, kind="count", query=query),
    }
    if change.place == EVERYWHERE:
        return Sentence(key="fell_all" if gap.difference < 0 else "rose_all", facts=facts)
    facts["stage"] = name(of.titles[change.place])
    return Sentence(key="fell" if gap.difference < 0 else "rose", facts=facts)


def _is_sure(each: Standing, *, k: int) -> bool:
    is_apart = each.low > 0 or each.high < 0
    return each.sure >= SURE and is_apart and each.customers >= k and bool(round(abs(each.size), 1))


def _since(each: Standing, of: Material) -> Sentence:
    query = f"alerts{_at(each.stage)}"
    ends = sorted((abs(each.low), abs(each.high)))
    size = Fact(value=abs(each.size), kind="size", query=query, n=each.customers, low=ends[0], high=ends[1])
    is_one_day = each.earliest == each.latest == each.at
    around = {} if is_one_day else {"earliest": each.earliest, "latest": each.latest}
    days = {"day": each.at, **around}
    facts = {
        "stage": name(of.titles[each.stage]),
        **_bounded("size", size),
        "n": Fact(value=each.customers, kind="count", query=query),
        **{key: Fact(value=day, kind="day", query=query) for key, day in days.items()},
    }
    key: SentenceKey = "since_worse" if each.size < 0 else "since_better"
    if is_one_day:
        key = "on_worse" if each.size < 0 else "on_better"
    return Sentence(key=key, facts=facts)


def _scored(of: Material) -> list[tuple[float, float, float, str]]:
    """Return (score, low, high, stage) of the stages that may be told, the lowest first."""
    return sorted(
        (cell.score, cell.low, cell.high, stage)
        for stage, cell in of.shown.stages.items()
        if cell.score is not None and cell.low is not None and cell.high is not None
    )


def _lowest(of: Material) -> Iterator[Sentence]:
    found = _scored(of)
    if len(found) > 1 and all(found[0][2] < low for _, low, _, _ in found[1:]):
        yield _extreme("worst", found[0][3], of)


def _highest(of: Material) -> Iterator[Sentence]:
    found = _scored(of)
    if len(found) > 1 and all(found[-1][1] > high for _, _, high, _ in found[:-1]):
        yield _extreme("best", found[-1][3], of)


def _apart(of: Material) -> Iterator[Sentence]:
    """Yield that two stages can be told apart, where neither is the worst nor the best of all."""
    found = _scored(of)
    is_named = any(True for _ in chain(_lowest(of), _highest(of)))
    if len(found) > 1 and not is_named and found[0][2] < found[-1][1]:
        bad, good = found[0][3], found[-1][3]
        low = _of_cell(of.shown.stages[bad], f"scores{_at(bad)}{of.asked}")
        facts = _of_cell(of.shown.stages[good], f"scores{_at(good)}{of.asked}")
        facts |= {f"{key}_there": fact for key, fact in low.items()}
        facts |= {"stage": name(of.titles[good]), "stage_there": name(of.titles[bad])}
        yield Sentence(key="apart", facts=facts)


def _extreme(key: str, stage: str, of: Material) -> Sentence:
    facts = _of_cell(of.shown.stages[stage], f"scores{_at(stage)}{of.asked}")
    facts["stage"] = name(of.titles[stage])
    return Sentence(key="worst" if key == "worst" else "best", facts=facts)


def _of_cell(cell: Cell, query: str) -> dict[str, Fact]:
    if cell.score is None or cell.voters is None:
        raise ValueError("a hidden cell cannot be written")
    score = Fact(value=cell.score, kind="score", query=query, n=cell.voters, low=cell.low, high=cell.high)
    return {**_bounded("score", score), "n": Fact(value=cell.voters, kind="count", query=query)}


def _bounded(key: str, fact: Fact) -> dict[str, Fact]:
    """Return a figure and both ends of its interval."""
    ends = {"low": fact.low, "high": fact.high}
    return {
        key: fact,
        **{
            end: Fact(value=value, kind=fact.kind, query=fact.query, n=fact.n)
            for end, value in ends.items()
            if value is not None
        },
    }


def _pain(each: Hurt, of: Material) -> Sentence:
    return Sentence(key="pain", facts=_of_pain(each, of, query=f"pains{_at(each.stage)}{of.asked}"))


def _of_pain(each: Hurt, of: Material, *, query: str) -> dict[str, Fact]:
    reach = each.reach
    share = Fact(value=reach.value, kind="share", query=query, n=each.of, low=reach.low, high=reach.high)
    return {
        "theme": name(of.themes.get(each.theme, each.theme)),
        "stage": name(of.titles[each.stage]),
        **_bounded("share", share),
        "customers": Fact(value=each.customers, kind="count", query=query),
        "n": Fact(value=each.of, kind="count", query=query),
    }


def _done(of: Material) -> Iterator[Sentence]:
    """Yield what became of the pains of the period before, what was done, and how cases ended."""
    for each in [each for each in of.hurt if each.customers >= of.k][:MOST_PAINS]:
        yield from _since_then(each, of)
    for plan in of.plans:
        if plan.done_on is not None and of.since <= plan.done_on <= of.until and plan.status == "done":
            facts = {
                "title": name(plan.title),
                "day": Fact(value=plan.done_on, kind="day", query="opportunities"),
            }
            yield Sentence(key="done_since", facts=facts)
    ahead = {
        status: sum(plan.status == status for plan in of.plans) for status in ("doing", "planned", "idea")
    }
    if any(ahead.values()):
        yield Sentence(
            key="ahead",
            facts={
                status: Fact(value=count, kind="count", query="opportunities")
                for status, count in ahead.items()
            },
        )
    yield from _rescued(of)


def _since_then(was: Hurt, of: Material) -> Iterator[Sentence]:
    """Yield what was done about a pain, and whether fewer name it now."""
    query = f"pains{_at(was.stage)}{of.asked_before}"
    facts = _of_pain(was, of, query=query)
    taken = [
        plan
        for plan in of.plans
        if plan.stage == was.stage and plan.theme == was.theme and plan.status != "dropped"
    ]
    for plan in taken[:1]:
        about = {"title": name(plan.title), "status": Fact(value=plan.status, kind="status")}
        yield Sentence(key="taken_up", facts=facts | about)
    if not taken:
        yield Sentence(key="not_taken_up", facts=facts)
    now = next((each for each in of.hurts if (each.stage, each.theme) == (was.stage, was.theme)), None)
    if now is not None and now.customers >= of.k:
        key: SentenceKey = "fewer_name_it" if now.reach.high < was.reach.low else "more_name_it"
        if now.reach.high < was.reach.low or now.reach.low > was.reach.high:
            yield Sentence(key=key, facts=_of_pain(now, of, query=f"pains{_at(now.stage)}{of.asked}"))


def _rescued(of: Material) -> Iterator[Sentence]:
    """Yield how many cases were put right, unless those who say so, or do not, are few."""
    reach, left = wilson(of.rescued, of=of.said), of.said - of.rescued
    if reach is None or of.said < of.k or 0 < of.rescued < of.k or 0 < left < of.k:
        return
    share = Fact(value=reach.value, kind="share", query="cases", n=of.said, low=reach.low, high=reach.high)
    facts = {
        **_bounded("share", share),
        "n": Fact(value=of.said, kind="count", query="cases"),
        "rescued": Fact(value=of.rescued, kind="count", query="cases"),
    }
    yield Sentence(key="rescued", facts=facts)


def _at(place: str) -> str:
    return f" --stage {place}" if place else ""
