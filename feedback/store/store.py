"""The store: one class, put together from parts that are split by who asks."""

from feedback.store.batch import BatchStore
from feedback.store.inbox import InboxStore
from feedback.store.outbox import OutboxStore


class Store(BatchStore, InboxStore, OutboxStore):
    """Everything that is remembered about one workspace."""
