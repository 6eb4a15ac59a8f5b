"""The port of reports: what a manager may ask for beside the map, and from what it is answered."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.watching import Stream
from config.journey import Journey, Opportunity
from feedback.case_figures import CaseFate
from feedback.intake import Refused
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.parts import About
from mapping.quote import Quote
from mapping.report import Report
from mapping.table import ScoreTable
from mapping.tapped import Tapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which part of the answers is meant; None does not restrict. Days are whole, both ends included.

    `own` holds what only one report knows, by the name of its option.
    """

    language: str | None = None
    persona: str | None = None
    segment: str | None = None
    medium: str | None = None
    stage: str | None = None
    since: date | None = None
    until: date | None = None
    own: Mapping[str, str] = field(default_factory=dict)


class Grounds(Protocol):
    """What a report stands on: the store's figures, or those in files of another tool."""

    @property
    def journey(self) -> Journey:
        """The journey asked about."""

    @property
    def as_of(self) -> datetime:
        """The moment the figures are read at; aware."""

    @property
    def min_customers(self) -> int:
        """Of fewer customers than this nothing is told."""

    def about(self, query: Query) -> About:
        """Return what stands over every report."""

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""

    def apart(
        self, query: Query, *, persona: str | None = None, segment: str | None = None
    ) -> tuple[ScoreTable, ScoreTable]:
        """Return the scores of a persona's or a segment's customers, and those of everybody else."""

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt."""

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question; None where that is not known."""

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES, in order of time; None where nobody knows them."""

    @property
    def themes(self) -> Mapping[str, str]:
        """The titles of the themes in force by their ids."""

    @property
    def opportunities(self) -> Sequence[Opportunity]:
        """What could be done better, as managers have left it."""

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of, merged themes as one; None where nobody read their words."""

    def words(self, mentions: MentionTable) -> tuple[str | None, ...]:
        """Return the words of each mention, scrubbed; None where they may not be shown."""

    def agreed(self, customers: Collection[str]) -> Mapping[str, str]:
        """Return what the operator calls those customers who agreed to be asked, by their ids here."""

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown, already scrubbed."""

    def cases(self, query: Query) -> Sequence[CaseFate] | None:
        """Return what became of the cases opened in the weeks meant; None where nobody keeps any."""

    def watched(self) -> Sequence[Stream]:
        """Return the streams that monitors watch; none where nobody watches."""

    def members(self, *, persona: str | None = None, segment: str | None = None) -> frozenset[str]:
        """Return the customers of a persona or a segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A report's own option: `--by NAME`. With `choices` it takes one of these and nothing else."""

    name: str
    metavar: str
    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSpec:
    """A report that can be asked for on every channel; a module in `reports/` holds one as `SPEC`.

    `make` refuses what cannot be answered, with what would help. Where it `reads_words`, those in files of
    other tools are judged for it first.
    """

    name: str
    summary: str
    make: Callable[[Grounds, Query], Report | Refused]
    options: tuple[Option, ...] = ()
    reads_words: bool = False
