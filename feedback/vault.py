"""Sealing: what customers say and who they are is stored encrypted, under keys kept apart from the data.

The master key never touches the database. Under it lie, wrapped, one data key per customer (destroying it
erases the customer), one data key and one index key per workspace.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from feedback.errors import WrongKeyError

Entropy = Callable[[int], bytes]
"""Returns that many unforeseeable bytes: `os.urandom`."""

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = 1
_BARE = bytes((_VERSION, 0))
_MASTER_HINT = "give the key it was made with (AFTERTOUCH_KEY or the key file)"


def about(workspace: str, table: str, column: str, owner: str) -> bytes:
    """Return what binds a sealed value to its place: moved elsewhere, it no longer opens."""
    return f"{workspace}\0{table}\0{column}\0{owner}".encode()


class DataKey:
    """One key that seals values; format: version, length of key id (0), nonce, ciphertext."""

    __slots__ = ("_aead", "_entropy")

    def __init__(self, key: bytes, *, entropy: Entropy) -> None:
        self._aead = AESGCM(key)
        self._entropy = entropy

    def seal(self, plain: bytes, *, about: bytes) -> bytes:
        """Encrypt `plain` so that it opens only in the place it is about."""
        nonce = self._entropy(_NONCE_BYTES)
        return _BARE + nonce + self._aead.encrypt(nonce, plain, about)

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """Decrypt; anything tampered with, moved or sealed under another key is refused."""
        if sealed[:2] != _BARE:
            raise WrongKeyError("a sealed value has a format that this version of Aftertouch does not know")
        try:
            return self._aead.decrypt(sealed[2:14], sealed[14:], about)
        except InvalidTag:
            raise WrongKeyError("a sealed value does not open: another key, or tampered with") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The master keys by id; `current` wraps what is new, the others still open what is old."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str

    def __post_init__(self) -> None:
        """Refuse a ring without its current key, and keys of the wrong length."""
        if self.current not in self.keys:
            raise WrongKeyError(f"the keyring has no key {self.current!r}, which it names as current")
        for key_id, key in self.keys.items():
            if len(key) != KEY_BYTES or not 0 < len(key_id.encode()) < 256:  # noqa: PLR2004 - one length byte
                raise WrongKeyError(f"key {key_id!r} has {len(key)} bytes; a master key has {KEY_BYTES}")

    @classmethod
    def generate(cls, *, entropy: Entropy) -> "Keyring":
        """Make a ring with one new key, named after its own fingerprint."""
        key = entropy(KEY_BYTES)
        return cls(keys={key_id_of(key): key}, current=key_id_of(key))

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read base64 keys parted by commas (the first is current), or the JSON of a key file."""
        if text.lstrip().startswith("{"):
            return _from_key_file(text)
        keys = [_decode(part.strip()) for part in text.split(",") if part.strip()]
        if not keys:
            raise WrongKeyError("the master key is empty; `aftertouch keys new` makes one")
        return cls(keys={key_id_of(key): key for key in keys}, current=key_id_of(keys[0]))

    def joined(self, older: "Keyring") -> "Keyring":
        """Return this ring with the keys of an older one behind its current: what a rotation needs."""
        return Keyring(keys={**older.keys, **self.keys}, current=self.current)

    def to_json(self) -> str:
        """Write the ring as a key file."""
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys})


def key_id_of(key: bytes) -> str:
    """Name a key that came without a name: the same key gets the same name everywhere, and tells nothing."""
    return hashlib.sha256(b"aftertouch key id" + key).hexdigest()[:12]


class Master:
    """A keyring at work: wraps data keys under the current key and unwraps them under the one they name."""

    def __init__(self, keyring: Keyring, *, entropy: Entropy) -> None:
        self.current = keyring.current
        self._aeads = {key_id: AESGCM(key) for key_id, key in keyring.keys.items()}
        self._entropy = entropy
        prefix = keyring.current.encode()
        self._prefix = bytes((_VERSION, len(prefix))) + prefix

    def knows(self, key_id: str) -> bool:
        """Say whether the ring holds that key."""
        return key_id in self._aeads

    def wrap(self, key: bytes, *, about: bytes) -> bytes:
        """Seal a data key under the current master key; the result names it."""
        nonce = self._entropy(_NONCE_BYTES)
        return self._prefix + nonce + self._aeads[self.current].encrypt(nonce, key, about)

    def unwrap(self, wrapped: bytes, *, about: bytes) -> bytes:
        """Open a data key under whichever master key it names."""
        key_id, rest = wrapper_of(wrapped), wrapped[2 + wrapped[1] :]
        aead = self._aeads.get(key_id)
        if aead is None:
            raise WrongKeyError(f"sealed under master key {key_id}, which was not given; {_MASTER_HINT}")
        try:
            return aead.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], about)
        except InvalidTag:
            raise WrongKeyError(f"does not open with the key called {key_id}; {_MASTER_HINT}") from None

    def fresh(self, *, about: bytes) -> tuple[bytes, bytes]:
        """Make a new data key; return it plain and wrapped."""
        key = self._entropy(KEY_BYTES)
        return key, self.wrap(key, about=about)


def wrapper_of(wrapped: bytes) -> str:
    """Return the id of the master key that wraps a data key."""
    if len(wrapped) < 2 or wrapped[0] != _VERSION:  # noqa: PLR2004 - version and length of the key id
        raise WrongKeyError("a wrapped key has a format that this version of Aftertouch does not know")
    return wrapped[2 : 2 + wrapped[1]].decode()


class BlindIndex:
    """Finds sealed values again: equal values give equal hashes, and only the index key can make them."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod=hashlib.sha256)

    def hash(self, kind: str, *parts: str) -> str:
        """Return 128 bits of HMAC-SHA256 in hex: enough that no two customers ever meet by chance."""
        keyed = self._keyed.copy()
        keyed.update("\0".join((kind, *parts)).encode())
        return keyed.hexdigest()[:32]


class KeyCache:
    """The data keys used last, unwrapped; found by their wrapping, so a re-wrapped key is looked up anew."""

    def __init__(self, master: Master, *, entropy: Entropy, most: int = 16_384) -> None:
        self._master = master
        self._entropy = entropy
        self._most = most
        self._keys: OrderedDict[bytes, DataKey] = OrderedDict()
        self._lock = Lock()

    def find(self, wrapped: bytes) -> DataKey | None:
        """Return the data key inside `wrapped` if it was used lately."""
        with self._lock:
            found = self._keys.get(wrapped)
            if found is not None:
                self._keys.move_to_end(wrapped)
            return found

    def key(self, wrapped: bytes, *, about: bytes) -> DataKey:
        """Return the data key inside `wrapped`."""
        return self.find(wrapped) or self.keep(wrapped, self._master.unwrap(wrapped, about=about))

    def keep(self, wrapped: bytes, key: bytes) -> DataKey:
        """Remember a data key just made or unwrapped; the one unused for longest goes."""
        made = DataKey(key, entropy=self._entropy)
        with self._lock:
            self._keys[wrapped] = made
            if len(self._keys) > self._most:
                self._keys.popitem(last=False)
        return made

    def forget(self, wrapped: bytes) -> None:
        """Drop a key whose customer was erased."""
        with self._lock:
            self._keys.pop(wrapped, None)


def _from_key_file(text: str) -> Keyring:
    try:
        read: object = json.loads(text)
    except ValueError:
        raise WrongKeyError(f"the key file is no JSON; {_EXPECTED}") from None
    match read:
        case {"current": str(current), "keys": dict(keys)}:
            return Keyring(keys={str(name): _decode(str(key)) for name, key in keys.items()}, current=current)
        case _:
            raise WrongKeyError(f"the key file has another shape; {_EXPECTED}")


_EXPECTED = 'expected {"current": "ID", "keys": {"ID": "BASE64 OF 32 BYTES"}}'


def _decode(text: str) -> bytes:
    try:
        key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise WrongKeyError("a master key is no base64; `aftertouch keys new` makes one") from None
    if len(key) != KEY_BYTES:
        raise WrongKeyError(f"a master key has {len(key)} bytes; {KEY_BYTES} are needed (base64 of 32 bytes)")
    return key
