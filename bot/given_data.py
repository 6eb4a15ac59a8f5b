"""Figures of files that another tool wrote: the same tables as from the store, without any database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import nan
from pathlib import Path
from typing import TypeVar

from bot.analyst import media_of, rules_of, weeks_of
from bot.charting import EMOTION_NAMES
from bot.filters import Among, Filters, filters_named, part_asked
from bot.overlaying import GroupName
from config.errors import ConfigError, Problem
from config.facts import Fact
from config.journey import Journey
from config.loader import LoadedJourney
from config.suggestion import suggest
from feedback.importing.encodings import UnreadableFileError, contents
from feedback.mention import Mention
from feedback.scorer import ToScore
from feedback.scoring import Scorer
from mapping.columns import moment
from mapping.deliveries import DeliveryTable
from mapping.journey_map import JourneyMap, build_map
from mapping.methods.events import EventTable
from mapping.reading import VALENCE, Field, ReadAnswer, Scale, read_answers, tabulated
from mapping.reading_events import Field as LogField
from mapping.reading_events import read_xes
from mapping.reading_times import USUAL
from mapping.table import ScoreTable

_XES = ".xes"
_ZIP = b"PK\x03\x04"
"""How an Excel workbook begins."""

_JUDGED_AT_ONCE = 256
_SHOWN = 20
_LOG_FIELDS: frozenset[LogField] = frozenset(
    {"customer", "touchpoint", "at", "score", "text", "medium", "campaign"}
)

Waiting = TypeVar("Waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenData:
    """What files hold, as an analyst reads it: events of everybody, scores of those who said something."""

    loaded: LoadedJourney
    scorer: tuple[str, str]
    as_of: datetime
    rows: Sequence[ReadAnswer]
    judge: Callable[[], Scorer]
    """Makes who judges words, where somebody asks what they are about."""
    left_out: int = 0
    """How many lines took place nowhere on the journey."""

    def now(self) -> datetime:
        """Return the moment up to which it is known: that of the last line, after which nobody was seen."""
        return min(self.as_of, max((row.at for row in self.rows), default=self.as_of))

    def events(self, query: Among) -> EventTable:
        """Return who came where when, and how it felt."""
        rows, media = self.answers(query), media_of(self.loaded.journey)
        return EventTable.of_columns(
            customer=[row.customer for row in rows],
            touchpoint=[row.touchpoint for row in rows],
            at=[moment(row.at) for row in rows],
            score=[nan if row.valence is None else row.valence for row in rows],
            medium=[row.medium or media.get(row.touchpoint, "") for row in rows],
            campaign=[row.campaign for row in rows],
        )

    def scores(self, query: Among) -> ScoreTable:
        """Return what was answered."""
        return tabulated(self.answers(query), emotion_names=EMOTION_NAMES)

    def deliveries(self, query: Among) -> DeliveryTable:  # noqa: ARG002 - what the protocol asks
        """Return what was put to whom: files do not say."""
        return DeliveryTable.of(())

    def draw(
        self, query: Filters, *, language: str | None = None, overlay: Sequence[GroupName] = ()
    ) -> JourneyMap:
        """Return the map; it quotes nobody, for nobody in a file has agreed to it."""
        return build_map(
            self.loaded.journey,
            self.scores(query),
            version=self.loaded.version,
            period=weeks_of(query),
            as_of=self.as_of,
            scorer=self.scorer[1],
            channels=filters_named(self.loaded.journey, query, language=language),
            part=part_asked(self.loaded.journey, query),
            persona=query.persona,
            segment=query.segment,
            language=language,
            groups=[
                each.of(frozenset(row.customer for row in self.answers(each.query)), language=language)
                for each in overlay
            ],
        )

    def heard(self) -> Iterator[tuple[ReadAnswer, Mention]]:
        """Judge all words anew, also those beside a score; yield what each answer speaks of."""
        judge = self.judge()
        worded = [row for row in self.rows if row.text]
        for batch in _batches(worded):
            asked = [ToScore(text=row.text, rating=row.valence if row.is_rated else None) for row in batch]
            for row, score in zip(batch, judge.score(asked), strict=True):
                yield from ((row, mention) for mention in score.mentions)

    def answers(self, query: Among) -> Sequence[ReadAnswer]:
        """Return the answers of a query."""
        weeks = weeks_of(query)
        rules = rules_of(self.loaded.journey, query)
        meant = {
            customer
            for customer, facts in (self._facts() if rules else {}).items()
            if all(rule.holds(facts) for rule in rules)
        }
        return [row for row in self.rows if weeks.holds(row.at) and (not rules or row.customer in meant)]

    def _facts(self) -> Mapping[str, Mapping[str, Fact]]:
        """Return what is known of each customer; what was said last counts."""
        known: dict[str, dict[str, Fact]] = {}
        for row in sorted(self.rows, key=lambda row: row.at):
            known.setdefault(row.customer, {}).update(row.attributes)
        return known


def read_given(
    path: Path,
    *,
    loaded: LoadedJourney,
    scorer: Callable[[], Scorer],
    as_of: datetime,
    names: Mapping[Field, str] | None = None,
    scale: Scale = VALENCE,
    times: Sequence[str] = USUAL,
    skip_unknown: bool = False,
) -> GivenData:
    """Read a CSV file or an XES log; raise `ConfigError` or `FeedbackError` with what is wrong, all at once.

    Touchpoints go by id or title. Lines elsewhere are refused, or left out with `skip_unknown`. Words without
    a score are judged by `scorer`, which is made only then.
    """
    if path.suffix.lower() == _XES:
        rows = _read_xes(path, names=names or {})
    else:
        rows = _read_csv(path, names, scale, times)
    placed = _placed(rows, loaded.journey, file=str(path), skip_unknown=skip_unknown)
    judged, by = _judged(placed, scorer)
    return GivenData(
        loaded=loaded, scorer=by, as_of=as_of, rows=judged, judge=scorer, left_out=len(rows) - len(placed)
    )  # fmt: skip


def _read_csv(
    path: Path, names: Mapping[Field, str] | None, scale: Scale, times: Sequence[str]
) -> Sequence[ReadAnswer]:
    with path.open("rb") as start:
        if start.read(len(_ZIP)) == _ZIP:
            raise UnreadableFileError(f"{path}: is a workbook or an archive; save the sheet as CSV")
    found = contents(path, declared=None, fix="save the file as UTF-8")
    with path.open(encoding=found.encoding, newline="") as lines:
        return read_answers(lines, names=names, scale=scale, times=times, file=str(path))


def _read_xes(path: Path, *, names: Mapping[Field, str]) -> Sequence[ReadAnswer]:
    wanted: dict[LogField, str] = {field: names[field] for field in _LOG_FIELDS if field in names}
    with path.open("rb") as source:
        return [
            ReadAnswer(
                customer=event.customer,
                touchpoint=event.touchpoint,
                at=event.at,
                valence=event.score,
                is_rated=event.score is not None,
                text=event.text,
                medium=event.medium,
                campaign=event.campaign,
            )
            for event in read_xes(source, names=wanted, file=str(path))
        ]


def _placed(
    rows: Sequence[ReadAnswer], journey: Journey, *, file: str, skip_unknown: bool
) -> Sequence[ReadAnswer]:
    """Return the rows at the touchpoints of the journey, by their ids."""
    points = [point for stage in journey.stages for point in stage.touchpoints]
    languages = (None, *journey.languages)
    ids = {journey.say(point.title, each).casefold(): point.id for point in points for each in languages}
    ids |= {point.id: point.id for point in points}
    place = {name: ids.get(name, ids.get(name.casefold())) for name in {row.touchpoint for row in rows}}
    unknown: dict[str, int] = {}
    for row in rows:
        if place[row.touchpoint] is None:
            unknown.setdefault(row.touchpoint, row.line)
    if unknown and not skip_unknown:
        raise ConfigError(tuple(_unknown(unknown, [point.id for point in points], journey, file=file)))
    return [replace(row, touchpoint=found) for row in rows if (found := place[row.touchpoint]) is not None]


def _unknown(
    unknown: Mapping[str, int], known: Sequence[str], journey: Journey, *, file: str
) -> Iterable[Problem]:
    for number, (name, line) in enumerate(unknown.items()):
        if number == _SHOWN:
            what = f"and {len(unknown) - _SHOWN} more names that are no touchpoints"
            yield Problem(file=file, line=0, column=1, path="", what=what, fix="")
            return
        what = f'"{name}" is no touchpoint of journey "{journey.id}"'
        fix = f"{suggest(name, known)}; or leave such lines out with --skip-unknown"
        yield Problem(file=file, line=line, column=1, path="touchpoint", what=what, fix=fix)


def _judged(
    rows: Sequence[ReadAnswer], scorer: Callable[[], Scorer]
) -> tuple[Sequence[ReadAnswer], tuple[str, str]]:
    """Return the rows with a valence for words that have no score, and by whose judgement."""
    waiting = [place for place, row in enumerate(rows) if row.text and row.valence is None]
    if not waiting:
        return rows, ("given", "given")
    judge, judged = scorer(), list(rows)
    for batch in _batches(waiting):
        scores = judge.score([ToScore(text=rows[place].text) for place in batch])
        for place, score in zip(batch, scores, strict=True):
            found = None if score.emotions is None else frozenset(score.emotions)
            judged[place] = replace(rows[place], valence=score.valence, emotions=found)
    return judged, (judge.name, judge.version)


def _batches(these: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    return (these[first : first + _JUDGED_AT_ONCE] for first in range(0, len(these), _JUDGED_AT_ONCE))
