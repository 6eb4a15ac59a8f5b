"""Keys of the HTTP API: shown once, then only a keyed hash of each is kept."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, micros, moment, moment_or_none
from feedback.store.tables.workspace import API_KEY

_TOKEN_BYTES = 32
_BY_HASH = select(API_KEY).where(
    API_KEY.c.workspace == HERE, API_KEY.c.key_hash == bindparam("hash"), API_KEY.c.revoked_at.is_(None)
)
_ALL = select(API_KEY).where(API_KEY.c.workspace == HERE).order_by(API_KEY.c.created_at, API_KEY.c.id)
_REVOKE = (
    update(API_KEY)
    .where(API_KEY.c.workspace == HERE, API_KEY.c.id == bindparam("key"), API_KEY.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A caller we know; one with a secret signs its requests."""

    id: str
    name: str
    created_at: datetime
    secret: bytes | None = field(default=None, repr=False)
    revoked_at: datetime | None = None


class ApiKeyStore(StoreBase):
    """For the API and its operator: who may call."""

    def add_api_key(
        self, key_id: str, *, name: str, now: datetime, signs: bool = False
    ) -> tuple[str, ApiKey]:
        """Make a key; its token is returned here and can never be read again."""
        token = "at_" + base64.urlsafe_b64encode(self._entropy(_TOKEN_BYTES)).decode().rstrip("=")
        secret = self._entropy(_TOKEN_BYTES) if signs else None
        sealed = secret and self._keys.own.seal(secret, about=self._keys.about("api_key", "secret", key_id))
        row = {
            "workspace": self.workspace,
            "id": key_id,
            "name": name,
            "key_hash": self._hash(token),
            "secret": sealed,
            "created_at": micros(now),
        }
        with self._engines.writing() as connection:
            connection.execute(insert(API_KEY), row)
        return token, ApiKey(id=key_id, name=name, created_at=now, secret=secret)

    def check_api_key(self, token: str) -> ApiKey | None:
        """Return the key that `token` stands for; None when it is unknown or revoked."""
        with self._engines.reading() as connection:
            row = connection.execute(_BY_HASH, self._here(hash=self._hash(token))).one_or_none()
        return None if row is None else self._api_key(row)

    def api_keys(self) -> tuple[ApiKey, ...]:
        """Return every key, revoked ones too, oldest first."""
        with self._engines.reading() as connection:
            rows = connection.execute(_ALL, self._here()).all()
        return tuple(self._api_key(row) for row in rows)

    def revoke_api_key(self, key_id: str, *, now: datetime) -> bool:
        """Take a key out of use; False when there is none of that id in use."""
        with self._engines.writing() as connection:
            return connection.execute(_REVOKE, self._here(key=key_id, now=micros(now))).rowcount == 1

    def _hash(self, token: str) -> str:
        return self._keys.index.hash("api_key", token)

    def _api_key(self, row: AnyRow) -> ApiKey:
        place = self._keys.about("api_key", "secret", row.id)
        return ApiKey(
            id=row.id,
            name=row.name,
            created_at=moment(row.created_at),
            secret=None if row.secret is None else self._keys.own.open(row.secret, about=place),
            revoked_at=moment_or_none(row.revoked_at),
        )
