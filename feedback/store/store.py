"""The store: one class, put together from parts that are split by who asks."""

from feedback.store.addresses import AddressStore
from feedback.store.api_keys import ApiKeyStore
from feedback.store.audit import AuditStore
from feedback.store.batch import BatchStore
from feedback.store.cases import CaseStore
from feedback.store.codes import CodeStore
from feedback.store.dossiers import DossierStore
from feedback.store.editions import EditionStore
from feedback.store.enclosures import EnclosureStore
from feedback.store.errands import ErrandStore
from feedback.store.expiring import ExpiryStore
from feedback.store.facts import FactsStore
from feedback.store.figures import FiguresStore
from feedback.store.finding import FindingStore
from feedback.store.given import GivenStore
from feedback.store.grants import GrantStore
from feedback.store.hearing_back import HearBackStore
from feedback.store.imports import ImportStore
from feedback.store.inbox import InboxStore
from feedback.store.journeys import JourneyStore
from feedback.store.keeping import KeyKeepingStore
from feedback.store.leader import LeaderStore
from feedback.store.ledger import LedgerStore
from feedback.store.mentions import MentionStore
from feedback.store.monitors import MonitorStore
from feedback.store.opportunities import OpportunityStore
from feedback.store.outbox import OutboxStore
from feedback.store.pulses import PulseStore
from feedback.store.rollups import RollupStore
from feedback.store.safe import SafeStore
from feedback.store.schedules import ScheduleStore
from feedback.store.tapped import TappedStore
from feedback.store.teams import TeamStore
from feedback.store.themes import ThemeStore
from feedback.store.transcript import TranscriptStore
from feedback.store.waiting import WaitingStore


class Store(
    BatchStore,
    InboxStore,
    OutboxStore,
    RollupStore,
    FiguresStore,
    FindingStore,
    MentionStore,
    ThemeStore,
    OpportunityStore,
    FactsStore,
    GivenStore,
    TappedStore,
    LedgerStore,
    JourneyStore,
    ImportStore,
    TranscriptStore,
    ApiKeyStore,
    KeyKeepingStore,
    LeaderStore,
    WaitingStore,
    CodeStore,
    SafeStore,
    TeamStore,
    CaseStore,
    AddressStore,
    EnclosureStore,
    ErrandStore,
    AuditStore,
    GrantStore,
    DossierStore,
    ExpiryStore,
    PulseStore,
    EditionStore,
    MonitorStore,
    ScheduleStore,
    HearBackStore,
):
    """Everything that is remembered about one workspace.

    Reading methods may be called from any thread; writing ones belong to the one thread that writes
    (`feedback.grouping`), and called from elsewhere they wait for it.
    """
