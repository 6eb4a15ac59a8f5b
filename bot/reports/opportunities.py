"""What could be done better, with what speaks for it: whom it hurts, how much, and how much work it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.filters import asked_stages, stage_titles
from bot.report_cells import cells, whole_of
from bot.report_words import IMPACT, INTERVAL, REACH, SEVERITY, Voice
from bot.reporting import Grounds, Query, ReportSpec
from bot.stage_weights import stage_weights
from config.journey import Opportunity
from feedback.intake import Refused
from mapping.charts.scatter import Axis, Corners, Spot, scatter
from mapping.contrasts import Side
from mapping.layout import Drawing
from mapping.pains import LEAST_FOR_IMPACT, Pain, pains
from mapping.palette import Ink
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made
from mapping.wrapping import tidy

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

MUCH = 3
"""From this effort (of 1 to 5) on, it is much work."""

LARGE = 0.1
"""A gain above this is large: less is not seen on a map, which shows one digit after the point."""

Verdict = Literal["quick win", "big bet", "fill in", "leave for later", "can't tell"]

_OVER = frozenset({"done", "dropped"})
_RANK: Mapping[Verdict, int] = {
    "quick win": 0, "big bet": 1, "can't tell": 2, "fill in": 3, "leave for later": 4,
}  # fmt: skip
_NAMES: Mapping[Verdict, str] = {
    "quick win": "quick_win", "big bet": "big_bet", "fill in": "fill_in",
    "leave for later": "leave_for_later", "can't tell": "cannot_tell",
}  # fmt: skip
"""The phrase for each."""

_MOST_SPOTS = 20
_INKS: Mapping[Verdict, Ink] = {"quick win": Ink.VERY_POSITIVE, "big bet": Ink.POSITIVE}

_LIST = (
    Column(key="id", title="head_id"),
    Column(key="opportunity", title="head_opportunity"),
    Column(key="stage", title="head_stage"),
    Column(key="owner", title="head_owner"),
    Column(key="status", title="head_status"),
    Column(key="effort", title="head_effort", kind="number"),
    Column(key="verdict", title="head_so"),
)
_EVIDENCE = (
    Column(key="opportunity", title="head_opportunity"),
    Column(key="theme", title="head_theme"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="reach", title="head_reach", kind="share"),
    Column(key="severity", title="head_severity", kind="number"),
    Column(key="gain", title="head_to_gain", kind="change"),
    Column(key="gap", title="head_to_target", kind="change"),
    Column(key="voters", title="head_n_of_stage", kind="count"),
)
_FORMULAS = (
    Formula(
        what="verdict_what",
        formula="verdict_how",
        n="n_theme_stage",
        source="the impact-effort matrix; docs/reports.md",
    ),
    Formula(what="gain_what", formula="gain_how", n=IMPACT.n, source=IMPACT.source),
    REACH,
    SEVERITY,
    IMPACT,
    Formula(
        what="to_target_what",
        formula="to_target_how",
        n="n_scored_stage",
        source="docs/methods.md, 'Score, and one customer one vote'",
    ),
    INTERVAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """One opportunity with what is known about its theme at its stage, and about its stage."""

    what: Opportunity
    pain: Pain | None
    gain: Bounded | None
    here: Side | None
    verdict: Verdict


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Set each opportunity beside what hurts at its stage."""
    about = grounds.about(query)
    voice = Voice(about.language)
    asked = asked_stages(grounds.journey, query)
    wanted = [
        each
        for each in grounds.opportunities
        if each.stage in asked and each.touchpoint in {None, *asked[each.stage]}
    ]
    chances = _weighed(grounds, query, wanted)
    findings = tuple(_findings(grounds, query, chances, voice))
    return Report(
        name="opportunities",
        title=voice.say("opportunities_title"),
        about=about,
        findings=findings,
        tables=(_list(grounds, query, chances, voice), _evidence(grounds, query, chances, voice)),
        notes=tuple(_notes(chances, voice, has_words=grounds.mentions(query) is not None)),
        formulas=voice.formulas(_FORMULAS, much=MUCH, large=voice.words.plain(LARGE)),
        drawing=_drawing(grounds, query, chances, voice, subtitle=made(about, voice.words)),
        description="; ".join(findings),
    )


def verdict(effort: int | None, gain: Bounded | None) -> Verdict:
    """Return which of the four it is; nobody can tell without effort or gain, or where `LARGE` is inside."""
    if effort is None or gain is None or gain.low <= LARGE <= gain.high:
        return "can't tell"
    if gain.low > LARGE:
        return "quick win" if effort < MUCH else "big bet"
    return "fill in" if effort < MUCH else "leave for later"


def _weighed(grounds: Grounds, query: Query, wanted: Sequence[Opportunity]) -> list[_Chance]:
    """Return the opportunities, the best first."""
    found = _pains(grounds, query)
    gains = {key: _gain(pain) for key, pain in found.items()}
    sides = _sides(grounds, query)
    chances = [
        _Chance(
            what=each,
            pain=found.get((each.stage, each.theme or "")),
            gain=(gain := gains.get((each.stage, each.theme or ""))),
            here=sides.get(each.stage),
            verdict=verdict(each.effort, gain),
        )
        for each in wanted
        if each.status != "dropped"
    ]
    chances.sort(key=lambda each: (each.what.status in _OVER, _RANK[each.verdict], _worst_first(each)))
    return chances


def _worst_first(chance: _Chance) -> tuple[float, str]:
    return -(chance.pain.priority if chance.pain else 0.0), chance.what.id


def _pains(grounds: Grounds, query: Query) -> dict[tuple[str, str], Pain]:
    """Return what hurts enough customers, by stage and theme."""
    mentions = grounds.mentions(whole_of(query))
    if mentions is None:
        return {}
    found = pains(
        mentions,
        grounds.scores(whole_of(query)),
        stages=asked_stages(grounds.journey, query),
        least=grounds.min_customers,
        seed=SEED,
        importance=stage_weights(grounds, query),
    )
    return {(pain.stage, pain.theme): pain for pain in found.pains if pain.theme}


def _gain(pain: Pain) -> Bounded | None:
    impact = pain.impact
    return None if impact is None else Bounded(-impact.value, -impact.high, -impact.low)


def _sides(grounds: Grounds, query: Query) -> dict[str, Side]:
    """Return the score of each stage that may be told."""
    return {
        stage: Side(voters=cell.voters or 0, score=Bounded(cell.score, cell.low, cell.high))
        for stage, cell in cells(grounds, query).stages.items()
        if cell.score is not None and cell.low is not None and cell.high is not None
    }


def _title(grounds: Grounds, query: Query, each: Opportunity) -> str:
    return tidy(grounds.journey.say(each.title, query.language))


def _list(grounds: Grounds, query: Query, chances: Sequence[_Chance], voice: Voice) -> Table:
    titles = stage_titles(grounds.journey, query.language)
    rows = tuple(
        (
            each.what.id,
            _title(grounds, query, each.what),
            titles.get(each.what.stage, each.what.stage),
            each.what.owner,
            voice.say(f"status_{each.what.status}"),
            each.what.effort,
            voice.say(_NAMES[each.verdict]) if each.what.status not in _OVER else None,
        )
        for each in chances
    )
    return Table(
        key="opportunities",
        title=voice.say("opportunities_list"),
        columns=voice.columns(_LIST),
        rows=rows,
        empty=voice.say("opportunities_none"),
    )


def _evidence(grounds: Grounds, query: Query, chances: Sequence[_Chance], voice: Voice) -> Table:
    targets = {stage.id: stage.target for stage in grounds.journey.stages}
    voted = {stage for stage, own in _sides(grounds, query).items() if own.voters}
    rows = tuple(
        (
            _title(grounds, query, each.what),
            grounds.themes.get(each.what.theme, each.what.theme) if each.what.theme else None,
            *_hurt(each, k=grounds.min_customers, is_asked=each.what.stage in voted),
            *_gap(each, targets.get(each.what.stage)),
        )
        for each in chances
    )
    return Table(
        key="evidence",
        title=voice.say("opportunities_evidence"),
        columns=voice.columns(_EVIDENCE),
        rows=rows,
        empty=voice.say("opportunities_nothing"),
    )


def _hurt(each: _Chance, *, k: int, is_asked: bool) -> tuple[Value, ...]:
    """Return customers, reach, severity and gain; all but a few of a stage tell of the few."""
    if each.what.theme is None or not is_asked:
        return (None,) * 4
    pain = each.pain
    if pain is None or 0 < pain.of - pain.customers < k:
        return (HIDDEN,) * 4
    reach = Bounded(pain.reach.value, pain.reach.low, pain.reach.high)
    return pain.customers, reach, pain.severity, each.gain


def _gap(each: _Chance, target: float | None) -> tuple[Value, Value]:
    if each.here is None:
        return HIDDEN, HIDDEN
    score = each.here.score
    gap = None if target is None else Bounded(target - score.value, target - score.high, target - score.low)
    return gap, each.here.voters


def _findings(grounds: Grounds, query: Query, chances: Sequence[_Chance], voice: Voice) -> Iterator[str]:
    still = [each for each in chances if each.what.status not in _OVER]
    if not still:
        yield voice.say("opportunities_all_done" if chances else "opportunities_not_one")
        return
    for kind, key in (("quick win", "opportunities_quick"), ("big bet", "opportunities_big")):
        names = [_title(grounds, query, each.what) for each in still if each.verdict == kind]
        if names:
            yield voice.say(key, titles=", ".join(names))
    if all(each.verdict == "can't tell" for each in still):
        yield voice.count("opportunities_unknown", len(still))


def _notes(chances: Sequence[_Chance], voice: Voice, *, has_words: bool) -> Iterator[str]:
    if not has_words:
        yield voice.say("opportunities_no_words")
    still = [each for each in chances if each.what.status not in _OVER]
    bare = sum(each.what.theme is None for each in still)
    if bare:
        yield voice.count("opportunities_bare", bare)
    idle = sum(each.what.effort is None for each in still)
    if idle:
        yield voice.say("opportunities_idle", n=idle)
    if any(each.what.theme is not None and each.gain is None for each in still):
        yield voice.say("opportunities_least", n=LEAST_FOR_IMPACT)


def _drawing(
    grounds: Grounds, query: Query, chances: Sequence[_Chance], voice: Voice, *, subtitle: str
) -> Drawing | None:
    words = voice.words
    drawn = [
        (each.what.effort, each.gain, each)
        for each in chances
        if each.what.effort is not None and each.gain is not None and each.what.status not in _OVER
    ][:_MOST_SPOTS]
    if not drawn:
        return None
    spots = [
        Spot(
            name=_title(grounds, query, each.what),
            said=voice.say(
                "opportunities_spot",
                effort=effort,
                gain=words.signed(gain.value),
                verdict=voice.say(_NAMES[each.verdict]),
            ),
            x=float(effort),
            y=gain.value,
            low=gain.low,
            high=gain.high,
            ink=_INKS.get(each.verdict, Ink.NEUTRAL),
        )
        for effort, gain, each in drawn
    ]
    top = max(0.1, *(spot.high for spot in spots), LARGE) * 1.12
    bottom = min(0.0, *(spot.low for spot in spots)) * 1.12
    step = next(size for size in (0.1, 0.2, 0.5, 1.0) if (top - bottom) / size <= 8 or size == 1.0)  # noqa: PLR2004 - as many lines as a reader can tell apart
    ticks = [
        (number * step, words.signed(number * step))
        for number in range(int(bottom / step), int(top / step) + 1)
    ]
    method = voice.say(
        "opportunities_method", large=words.plain(LARGE), much=MUCH, when=voice.when(grounds.as_of)
    )
    return scatter(
        spots,
        across=Axis(
            name=voice.say("opportunities_across"), low=0.5, high=5.5,
            ticks=[(float(number), str(number)) for number in range(1, 6)], border=MUCH - 0.5,
        ),
        up=Axis(name=voice.say("opportunities_up"), low=bottom, high=top, ticks=ticks, border=LARGE),
        corners=Corners(
            top_left=voice.say("quick_win"), top_right=voice.say("big_bet"),
            bottom_left=voice.say("fill_in"), bottom_right=voice.say("leave_for_later"),
        ),
        title=voice.say("opportunities_title"), subtitle=subtitle, method=method,
    )  # fmt: skip


SPEC = ReportSpec(
    name="opportunities",
    summary="Tell what could be done better, with its effort and with what speaks for it.",
    make=make,
    reads_words=True,
)
