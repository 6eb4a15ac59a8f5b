"""A summary claims nothing that its figures do not bear, whatever customers have said.

The prose is read back as a person would: its sentences by their templates, its numbers as their language
writes them; each number is counted again from the raw visits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from babel.numbers import parse_decimal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.grounds import FileGrounds
from bot.plugins import report_forms
from bot.reporting import Query
from bot.reports.summary import SPEC
from bot.watching import Stream
from mapping.columns import Floats
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.mention_table import MentionTable
from mapping.methods.many import benjamini_hochberg
from mapping.methods.means import MeanDifference, mean_difference
from mapping.methods.monitors.digest import Started
from mapping.methods.monitors.states import Alarm, Monitor, Phase
from mapping.methods.ranks import RankTest, brunner_munzel
from mapping.report import Report
from mapping.summary_facts import SUMMARY, SentenceKey
from tests.bot.reports.standing import NOW, START, Visit, at, lively, made_up, shop

STAGES = {"find": ("search", "advert"), "buy": ("checkout",), "receive": ("courier", "help")}
TITLES = {"find": "Find it", "buy": "=Buy & pay", "receive": "Receive 📦"}
STAGE_OF = {title: stage for stage, title in TITLES.items()}
WEEKS_NOW = (date(2026, 9, 7), date(2026, 10, 4))
WEEKS_BEFORE = (date(2026, 8, 10), date(2026, 9, 6))
K = 5


class Told(FileGrounds):
    """A shop in which unhappy customers of odd numbers said why, and cases were opened."""

    streams: Sequence[Stream] = ()
    fixed: tuple[int, int] = (0, 0)
    done: Mapping[str, date] = {}

    def mentions(self, query: Query) -> MentionTable | None:
        events = self.events(query)
        rows = np.flatnonzero(events.score < 0).tolist()
        names = [events.customers[events.customer[row]] for row in rows]
        return MentionTable.of_columns(
            customer=names,
            touchpoint=[events.touchpoints[events.touchpoint[row]] for row in rows],
            theme=["waiting" if complains(name) else None for name in names],
            at=events.at[rows],
            valence=events.score[rows],
            is_negative=[True] * len(rows),
            may_quote=[True] * len(rows),
            answer=[str(row) for row in rows],
            place=[0] * len(rows),
        )

    def words(self, mentions: MentionTable) -> tuple[str | None, ...]:
        return ("we waited for 3 hours at gate 7",) * len(mentions)

    def watched(self) -> Sequence[Stream]:
        return self.streams

    def rescued(self, query: Query) -> tuple[int, int]:
        del query
        return self.fixed

    def done_days(self) -> Mapping[str, date]:
        return self.done


def complains(customer: str) -> bool:
    return int(customer[1:]) % 2 == 1


@dataclass(frozen=True)
class Life:
    """What customers said before and now; hundreds of visits are nothing to read in a report of a failure."""

    visits: list[Visit] = field(repr=False)
    seed: int


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Draw what customers said before and now: moods and numbers differ from stage to stage."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    visits: list[Visit] = []
    for begin, many in ((5, draw(st.integers(0, 60))), (9, draw(st.integers(0, 60)))):
        for points in STAGES.values():
            mood, spread = draw(st.sampled_from((-1.5, -0.5, 0.3, 1.2))), draw(st.sampled_from((0.2, 1.0)))
            for number in rng.choice(60, size=many, replace=False).tolist():
                score = float(np.clip(np.round(rng.normal(mood, spread)), -2, 2))
                hours = float(rng.uniform(begin * 168, (begin + 3) * 168))
                visits.append(
                    Visit(
                        customer=f"c{number:03}",
                        touchpoint=points[int(rng.integers(len(points)))],
                        hours=hours,
                        score=score,
                    )
                )
    return Life(visits=visits, seed=seed)


def stream_of(seed: int) -> Stream:
    """Return a stream with an alarm that may or may not be sure."""
    rng = np.random.default_rng(seed)
    size = float(rng.normal(0, 0.8))
    half = float(rng.uniform(0.05, 0.9))
    day = datetime(2026, 9, 14, 8, tzinfo=UTC)
    started = Started(
        at=day, low=day - timedelta(days=4), high=day + timedelta(days=3), size=size,
        size_low=size - half, size_high=size + half, sure=float(rng.uniform(0.8, 1)), answers=40,
    )  # fmt: skip
    alarm = Alarm(number=1, raised_at=day, direction="down" if size < 0 else "up")
    return Stream(
        stage="buy",
        monitor=Monitor(phase=Phase.ALARM, alarm=alarm, alarms=1),
        started=started,
        customers=int(rng.integers(1, 40)),
    )


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as it was read: its key, and what stands in its blanks."""

    key: str
    blanks: Mapping[str, str]


@cache
def templates(language: str) -> Mapping[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for key in get_args(SentenceKey):
        text = re.escape(SUMMARY.all(language).plain[key])
        found[key] = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", text))
    return found


def read(sentence: str, language: str) -> Read:
    """Return what a sentence says; there is one template at most that it can be."""
    found = [
        Read(key, match.groupdict())
        for key, pattern in templates(language).items()
        if (match := pattern.fullmatch(sentence)) and match.groupdict().get("stage", "Find it") in STAGE_OF
    ]
    assert len(found) == 1, (sentence, found)
    return found[0]


def number(text: str, language: str) -> float:
    """Read a number as people who speak the language write it; a share as percent."""
    bare = text.replace("−", "-").replace("+", "").replace("\u202f", "").replace("%", "")
    return float(parse_decimal(bare, locale=language, strict=True))


class Counted:
    """Everything counted again from the raw visits, one customer one vote."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits
        self.kept = cache(self._kept)

    def votes(self, days: tuple[date, date], stage: str | None) -> Floats:
        said: dict[str, list[float]] = {}
        for visit in self.visits:
            here = stage is None or visit.touchpoint in STAGES[stage]
            if visit.score is not None and here and days[0] <= at(visit).date() <= days[1]:
                said.setdefault(visit.customer, []).append(visit.score)
        return np.array([sum(each) / len(each) for _, each in sorted(said.items())], dtype=np.float64)

    def prior(self, *times: tuple[date, date]) -> Floats:
        levels = [bins(self.votes(days, stage)).sum(axis=0) for days in times for stage in STAGES]
        return pooled_prior(np.array(levels))

    def interval(self, votes: Floats, prior: Floats) -> tuple[float, float]:
        low, high = mean_intervals(
            bins(votes).sum(axis=0, keepdims=True), prior=prior, means=votes.mean(keepdims=True)
        )
        return float(low[0]), float(high[0])

    def naming(self, days: tuple[date, date], stage: str) -> tuple[int, int]:
        here = [
            visit
            for visit in self.visits
            if visit.touchpoint in STAGES[stage] and days[0] <= at(visit).date() <= days[1]
        ]
        names = {each.customer for each in here if (each.score or 0) < 0 and complains(each.customer)}
        return len(names), len({each.customer for each in here})

    def _kept(self) -> Mapping[str, MeanDifference]:
        """Return the differences that count among all that can be tested, by stage; '' is over all."""
        prior, tests, gaps = self.prior(WEEKS_NOW, WEEKS_BEFORE), {}, {}
        for stage in (None, *STAGES):
            one, other = self.votes(WEEKS_NOW, stage), self.votes(WEEKS_BEFORE, stage)
            gap = mean_difference(one, other, prior=prior, least=K)
            test = brunner_munzel(one, other, least=K)
            if isinstance(gap, MeanDifference):
                gaps[stage or ""] = gap
                if isinstance(test, RankTest):
                    tests[stage or ""] = test.p
        kept = benjamini_hochberg(list(tests.values())).kept.tolist()
        return {stage: gaps[stage] for stage, is_kept in zip(tests, kept, strict=True) if is_kept}


def wilson_ends(count: int, of: int) -> tuple[float, float]:
    z = 1.959963984540054
    middle = (count / of + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(count / of * (1 - count / of) / of + z * z / (4 * of * of))
    return middle - half, middle + half


class Checker:
    """Checks each sentence against the raw visits."""

    def __init__(self, grounds: Told, visits: Sequence[Visit], language: str) -> None:
        self.grounds = grounds
        self.counted = Counted(visits)
        self.language = language

    def check(self, sentence: Read) -> None:
        key, blanks = sentence.key, sentence.blanks
        if key.startswith("lead_"):
            self.cell(blanks, stage=None)
            low, high = number(blanks["low"], self.language), number(blanks["high"], self.language)
            assert {"lead_good": low > 0, "lead_bad": high < 0, "lead_mixed": low <= 0 <= high}[key]
        elif key in {"worst", "best", "apart"}:
            self.place(key, blanks)
        elif key in {"fell", "rose", "fell_all", "rose_all"}:
            self.change(key, blanks)
        elif key in {"pain", "fewer_name_it", "more_name_it"}:
            self.pain(blanks, WEEKS_NOW)
        elif key in {"taken_up", "not_taken_up"}:
            self.pain(blanks, WEEKS_BEFORE)
        elif key == "rescued":
            self.rescued(blanks)
        elif key in {"since_worse", "since_better", "on_worse", "on_better"}:
            self.since(key, blanks)
        elif key == "ahead":
            assert {blank: blanks[blank] for blank in ("doing", "planned", "idea")} == {
                "doing": "0", "planned": "1", "idea": "1",
            }  # fmt: skip
        elif key == "unchanged":
            assert not self.told_changes()
        else:
            assert key in {"nobody", "incomparable", "painless", "done_since"}

    def same(self, text: str, value: float, *, decimals: int = 1) -> None:
        assert number(text, self.language) == pytest.approx(float(f"{value:.{decimals}f}"), abs=1e-9)

    def cell(self, blanks: Mapping[str, str], *, stage: str | None, also: str = "") -> None:
        votes = self.counted.votes(WEEKS_NOW, stage)
        low, high = self.counted.interval(votes, self.counted.prior(WEEKS_NOW))
        assert len(votes) >= K
        self.same(blanks[f"n{also}"], len(votes), decimals=0)
        self.same(blanks[f"score{also}"], float(votes.mean()))
        self.same(blanks[f"low{also}"], low)
        self.same(blanks[f"high{also}"], high)

    def place(self, key: str, blanks: Mapping[str, str]) -> None:
        stage = STAGE_OF[blanks["stage"]]
        self.cell(blanks, stage=stage)
        prior = self.counted.prior(WEEKS_NOW)
        ends = {
            each: self.counted.interval(votes, prior)
            for each in STAGES
            if len(votes := self.counted.votes(WEEKS_NOW, each)) >= K
        }
        own = ends.pop(stage)
        if key == "apart":
            there = STAGE_OF[blanks["stage_there"]]
            self.cell(blanks, stage=there, also="_there")
            assert own[0] > ends[there][1]
        else:
            assert ends
            assert all(own[1] < low if key == "worst" else own[0] > high for low, high in ends.values())

    def told_changes(self) -> Mapping[str, MeanDifference]:
        return {
            stage: gap
            for stage, gap in self.counted.kept().items()
            if (gap.low > 0 or gap.high < 0) and gap.verdict != "cannot_tell" and stage
            and round(abs(gap.difference), 1)
        }  # fmt: skip

    def change(self, key: str, blanks: Mapping[str, str]) -> None:
        place = STAGE_OF.get(blanks.get("stage", ""), "")
        gap = self.counted.kept()[place]
        now, was = (self.counted.votes(days, place or None) for days in (WEEKS_NOW, WEEKS_BEFORE))
        difference = float(now.mean() - was.mean())
        assert gap.low > 0 or gap.high < 0
        assert (difference < 0) is key.startswith("fell")
        low, high = sorted((abs(gap.low), abs(gap.high)))
        self.same(blanks["size"], abs(difference))
        self.same(blanks["low"], low)
        self.same(blanks["high"], high)
        self.same(blanks["now"], float(now.mean()))
        self.same(blanks["was"], float(was.mean()))
        self.same(blanks["n"], len(now), decimals=0)
        self.same(blanks["n_before"], len(was), decimals=0)
        assert min(len(now), len(was)) >= K

    def pain(self, blanks: Mapping[str, str], days: tuple[date, date]) -> None:
        customers, of = self.counted.naming(days, STAGE_OF[blanks["stage"]])
        low, high = wilson_ends(customers, of)
        assert customers >= K
        assert blanks["theme"] == "Waiting"
        self.same(blanks["customers"], customers, decimals=0)
        self.same(blanks["n"], of, decimals=0)
        self.same(blanks["share"], 100 * customers / of, decimals=0)
        self.same(blanks["low"], 100 * low, decimals=0)
        self.same(blanks["high"], 100 * high, decimals=0)

    def rescued(self, blanks: Mapping[str, str]) -> None:
        said, rescued = self.grounds.fixed
        assert said >= K
        assert not 0 < rescued < K
        assert not 0 < said - rescued < K
        self.same(blanks["n"], said, decimals=0)
        self.same(blanks["rescued"], rescued, decimals=0)
        self.same(blanks["share"], 100 * rescued / said, decimals=0)

    def since(self, key: str, blanks: Mapping[str, str]) -> None:
        (stream,) = self.grounds.streams
        assert stream.started is not None
        assert stream.started.sure >= 0.95
        assert stream.customers >= K
        assert stream.started.size_high < 0 if key.endswith("_worse") else stream.started.size_low > 0
        self.same(blanks["size"], abs(stream.started.size))
        self.same(blanks["n"], stream.customers, decimals=0)
        assert "14" in blanks["day"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


def sentences(report: Report) -> Iterator[str]:
    told = [table for table in report.tables if table.key in {"changed", "hurts", "done"}]
    yield from chain(report.findings, (str(row[0]) for table in told for row in table.rows))


def told_by(grounds: FileGrounds, language: str = "en") -> Report:
    report = SPEC.make(grounds, Query(language=language))
    assert isinstance(report, Report)
    return report


@given(lives(), st.sampled_from(("en", "de")), st.tuples(st.integers(0, 40), st.integers(0, 40)))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_is_a_figure_counted_again_and_no_claim_outruns_its_interval(
    folder: Path, life: Life, language: str, cases: tuple[int, int]
) -> None:
    visits, seed = life.visits, life.seed
    grounds = Told(made_up(folder, visits), min_customers=K)
    grounds.streams = (stream_of(seed),)
    grounds.fixed = (sum(cases), cases[0])

    report = told_by(grounds, language)

    checker = Checker(grounds, visits, language)
    for sentence in sentences(report):
        checker.check(read(sentence, language))


def test_templates_hold_no_digit_of_their_own() -> None:
    for language in SUMMARY.languages:
        for key in get_args(SentenceKey):
            assert not re.search(r"\d", SUMMARY.all(language).plain[key]), (language, key)


def fallen(folder: Path, *, now: float = -1.0) -> Told:
    """Return a shop where the courier was fine before and is not now; nothing else changed."""
    rng = np.random.default_rng(3)
    visits: list[Visit] = []
    for week, mood in ((5, 1.0), (9, now)):
        for number in range(40):
            hours = 168 * week + float(rng.uniform(0, 160))
            late = float(np.clip(np.round(rng.normal(mood, 0.5)), -2, 2))
            visits.append(Visit(customer=f"c{number:03}", touchpoint="courier", hours=hours, score=late))
            visits.append(
                Visit(customer=f"c{number:03}", touchpoint="checkout", hours=hours, score=float(number % 2))
            )
    return Told(made_up(folder, visits), min_customers=K)


def test_a_fall_is_found_told_first_with_its_interval_and_traced_to_what_was_asked(tmp_path: Path) -> None:
    report = told_by(fallen(tmp_path))

    assert (
        report.findings[1].startswith("Overall, it became worse")
        or "Receive 📦 became worse" in (report.findings[1])
    )
    sources = next(table for table in report.tables if table.key == "sources")
    asked = {str(row[-1]) for row in sources.rows}
    assert "aftertouch compare --stage receive --since 2026-09-07 --until 2026-09-30 --with previous" in asked
    traced = {row[0] for row in sources.rows}
    for sentence in sentences(report):
        assert sentence in traced or "worked on" in sentence or "compared:" in sentence


def test_where_nothing_changed_that_is_said_and_no_side_is_taken(tmp_path: Path) -> None:
    report = told_by(fallen(tmp_path, now=1.0))

    changed = next(table for table in report.tables if table.key == "changed")
    assert [str(row[0]) for row in changed.rows] == [
        "Nothing changed by more than chance (figures compared: 3)."
    ]
    assert not any("became" in finding for finding in report.findings)


@pytest.mark.parametrize(("good", "said"), [(61, "neither good nor bad"), (63, "more good than bad")])
def test_no_side_is_taken_where_the_interval_as_it_is_written_begins_at_nought(
    tmp_path: Path, good: int, said: str
) -> None:
    visits = [
        Visit(
            customer=f"c{number:03}", touchpoint="courier", hours=1600, score=1.0 if number < good else -1.0
        )
        for number in range(100)
    ]

    report = told_by(Told(made_up(tmp_path, visits), min_customers=K))

    assert said in report.findings[0]


def standing(*, low: datetime, at: datetime, high: datetime) -> Stream:
    """Return a stream that is surely worse since a day that lies between two others."""
    started = Started(
        at=at, low=low, high=high, size=-1.2, size_low=-1.5, size_high=-0.9, sure=1.0, answers=40
    )
    alarm = Alarm(number=1, raised_at=at, direction="down")
    monitor = Monitor(phase=Phase.ALARM, alarm=alarm, alarms=1)
    return Stream(stage="buy", monitor=monitor, started=started, customers=30)


@pytest.mark.parametrize(("days", "key"), [(0, "on_worse"), (2, "since_worse")])
def test_the_days_between_which_it_began_are_told_where_there_are_several(
    days: int, key: str, tmp_path: Path
) -> None:
    day, around = datetime(2026, 9, 14, 8, tzinfo=UTC), timedelta(days=days)
    grounds = fallen(tmp_path)
    grounds.streams = (standing(low=day - around, at=day, high=day + around),)

    keys = {read(each, "en").key for each in sentences(told_by(grounds))}

    assert keys & {"on_worse", "since_worse"} == {key}


def test_of_a_time_that_is_over_nothing_is_told_that_began_afterwards(tmp_path: Path) -> None:
    day = datetime(2026, 9, 14, 8, tzinfo=UTC)
    grounds = fallen(tmp_path)
    grounds.streams = (standing(low=day, at=day, high=day),)

    august = SPEC.make(grounds, Query(since=date(2026, 8, 10), until=date(2026, 9, 6)))
    assert isinstance(august, Report)
    keys = {read(each, "en").key for each in sentences(august)}

    assert keys
    assert not keys & {"on_worse", "since_worse"}


def test_of_few_customers_nothing_is_told(tmp_path: Path) -> None:
    report = told_by(lively(tmp_path, customers=3))

    assert report.findings == ("Too few customers have answered to tell how they feel.",)


def test_what_was_done_about_the_pains_of_the_time_before_is_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    visits = [
        Visit(customer=f"c{number:03}", touchpoint="courier", hours=168 * week + number, score=score)
        for week, share in ((5, 0.9), (9, 0.3))
        for number in range(60)
        for score in (-1.0 if rng.uniform() < share else 1.0,)
    ]
    grounds = Told(made_up(tmp_path, visits), min_customers=K)
    plans = [replace_status(each.id == "warn", each) for each in grounds.journey.opportunities]
    grounds.journey = grounds.journey.model_copy(update={"opportunities": tuple(plans)})
    grounds.done, grounds.fixed = {"warn": date(2026, 9, 10)}, (20, 12)

    done = next(table for table in told_by(grounds).tables if table.key == "done")
    lines = [str(row[0]) for row in done.rows]

    assert "“Warn of delays” is done." in lines[0]
    assert lines[1].startswith("Fewer name Waiting at Receive 📦 now:")
    assert "Done on 10 Sept 2026: “Warn of delays”." in " ".join(lines).replace("10 Sep ", "10 Sept ")
    assert (
        lines[-1]
        == "Of 20 customers with a case who told us whether it is fixed, 12 say it is: 60% (39% to 78%)."
    )


def replace_status(is_it: bool, each: object) -> object:  # noqa: FBT001 - read at one place
    return each.model_copy(update={"status": "done"}) if is_it else each  # type: ignore[attr-defined]


def test_words_are_quoted_beside_the_pain_and_nowhere_in_a_sentence(tmp_path: Path) -> None:
    report = told_by(fallen(tmp_path))

    quotes = next(table for table in report.tables if table.key == "quotes")
    assert quotes.rows[0] == ("Waiting", "Receive 📦", "we waited for 3 hours at gate 7")
    assert not any("gate" in sentence for sentence in sentences(report))


def test_a_period_before_which_there_is_no_time_is_refused(tmp_path: Path) -> None:
    refused = SPEC.make(shop(tmp_path), Query(since=date(1, 1, 1), until=date(2000, 1, 1)))

    assert not isinstance(refused, Report)
    assert NOW > START


@pytest.mark.parametrize("form", ["pdf", "markdown", "html", "text"])
def test_a_summary_can_be_written_down(form: str, tmp_path: Path) -> None:
    assert report_forms()[form].write(told_by(fallen(tmp_path)), True)  # noqa: FBT003 - explained
