"""Opening the store: schema brought up to date, keys checked, the workspace made on first use."""

from datetime import datetime

from sqlalchemy import insert, select

from feedback.errors import StaleError, WrongKeyError
from feedback.store.engine import Engines, connect
from feedback.store.keys import Keys, WrappedKeys, make_keys, open_keys
from feedback.store.migrate import bring_up_to_date
from feedback.store.sql import AnyRow, micros
from feedback.store.store import Store
from feedback.store.tables.workspace import WORKSPACE
from feedback.vault import Entropy, Keyring, Master


def open_store(url: str, *, keyring: Keyring, workspace: str, entropy: Entropy, now: datetime) -> Store:
    """Open `workspace` in the database at `url`, making either where there is none.

    Raises StoreUnavailableError, NewerDatabaseError or WrongKeyError, and then nothing was written.
    """
    engines = connect(url)
    try:
        bring_up_to_date(engines)
        master = Master(keyring, entropy=entropy)
        row = _workspace(engines, workspace) or _make(engines, workspace, master=master, now=now)
        keys = _opened(row, master=master, place=engines.place, entropy=entropy)
    except BaseException:
        engines.dispose()
        raise
    return Store(engines, keys, entropy=entropy)


def _workspace(engines: Engines, workspace: str) -> AnyRow | None:
    with engines.reading() as connection:
        return connection.execute(select(WORKSPACE).where(WORKSPACE.c.workspace == workspace)).one_or_none()


def _make(engines: Engines, workspace: str, *, master: Master, now: datetime) -> AnyRow:
    made = make_keys(workspace, master)
    row = {
        "workspace": workspace,
        "key_id": master.current,
        "key_check": made.key_check,
        "data_key": made.data_key,
        "index_key": made.index_key,
        "created_at": micros(now),
    }
    try:
        with engines.writing() as connection:
            connection.execute(insert(WORKSPACE), row)
    except StaleError:
        pass  # another process made it in this moment: its keys count, not ours
    found = _workspace(engines, workspace)
    if found is None:
        raise WrongKeyError(
            f"workspace {workspace!r} was made and is gone again; is {engines.place} restored?"
        )
    return found


def _opened(row: AnyRow, *, master: Master, place: str, entropy: Entropy) -> Keys:
    needed = [key_id for key_id in (row.key_id, row.rotating_to) if key_id is not None]
    missing = [key_id for key_id in needed if not master.knows(key_id)]
    if missing:
        raise WrongKeyError(
            f"{place}, workspace {row.workspace!r}: made with master key {' and '.join(missing)}, "
            f"given was {master.current}; give that key, in AFTERTOUCH_KEY or the key file"
            + (" (a rotation was not finished: give both keys and run it again)" if row.rotating_to else "")
        )
    wrapped = WrappedKeys(key_check=row.key_check, data_key=row.data_key, index_key=row.index_key)
    return open_keys(row.workspace, master, wrapped, entropy=entropy)
