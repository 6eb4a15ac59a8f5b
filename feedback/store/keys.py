"""The keys of one workspace at work, and the blind indexes they make."""

from dataclasses import dataclass

from feedback.vault import BlindIndex, DataKey, Entropy, KeyCache, Master, about

KEY_CHECK = b"Aftertouch opens this workspace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What seals and opens everything of one workspace."""

    workspace: str
    master: Master
    cache: KeyCache
    own: DataKey
    index: BlindIndex

    def about(self, table: str, column: str, owner: str) -> bytes:
        """Return what binds a sealed value to its place."""
        return about(self.workspace, table, column, owner)

    def of_customer(self, customer: str, wrapped: bytes) -> DataKey:
        """Return a customer's own key."""
        known = self.cache.find(wrapped)
        return known or self.cache.key(wrapped, about=self.about("customer", "data_key", customer))

    def new_for_customer(self, customer: str) -> bytes:
        """Make a key for a new customer; return it wrapped."""
        key, wrapped = self.master.fresh(about=self.about("customer", "data_key", customer))
        self.cache.keep(wrapped, key)
        return wrapped

    def rewrapped(self, customer: str, wrapped: bytes) -> bytes:
        """Return a customer's key under the current master key."""
        place = self.about("customer", "data_key", customer)
        return self.master.wrap(self.master.unwrap(wrapped, about=place), about=place)

    def address_hash(self, channel: str, address: str) -> str:
        """Return what an address is found by."""
        return self.index.hash("address", channel, address)

    def external_hash(self, external_id: str) -> str:
        """Return what a customer is found by."""
        return self.index.hash("external_id", external_id)

    def message_hash(self, reference: str) -> str:
        """Return what a message is found by; its reference itself may name the chat of a customer."""
        return self.index.hash("message", reference)

    def code_hash(self, code: str) -> str:
        """Return what a short code is found by: whoever reads the database cannot come with one."""
        return self.index.hash("code", code)

    def safe_hash(self, name: str) -> str:
        """Return what something secret is found by; its name may be a company's."""
        return self.index.hash("safe", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKeys:
    """The keys of one workspace as they lie in the database."""

    key_check: bytes
    data_key: bytes
    index_key: bytes


def make_keys(workspace: str, master: Master) -> WrappedKeys:
    """Make the keys of a new workspace."""
    return WrappedKeys(
        key_check=master.wrap(KEY_CHECK, about=_place(workspace, "key_check")),
        data_key=master.fresh(about=_place(workspace, "data_key"))[1],
        index_key=master.fresh(about=_place(workspace, "index_key"))[1],
    )


def rewrap_keys(workspace: str, master: Master, wrapped: WrappedKeys) -> WrappedKeys:
    """Return the keys of a workspace under the current master key."""

    def again(column: str, value: bytes) -> bytes:
        place = _place(workspace, column)
        return master.wrap(master.unwrap(value, about=place), about=place)

    return WrappedKeys(
        key_check=again("key_check", wrapped.key_check),
        data_key=again("data_key", wrapped.data_key),
        index_key=again("index_key", wrapped.index_key),
    )


def open_keys(workspace: str, master: Master, wrapped: WrappedKeys, *, entropy: Entropy) -> Keys:
    """Unwrap the keys of a workspace; the wrong master key is refused here, before anything is written."""
    master.unwrap(wrapped.key_check, about=_place(workspace, "key_check"))
    own = master.unwrap(wrapped.data_key, about=_place(workspace, "data_key"))
    index = master.unwrap(wrapped.index_key, about=_place(workspace, "index_key"))
    return Keys(
        workspace=workspace,
        master=master,
        cache=KeyCache(master, entropy=entropy),
        own=DataKey(own, entropy=entropy),
        index=BlindIndex(index),
    )


def _place(workspace: str, column: str) -> bytes:
    return about(workspace, "workspace", column, workspace)
