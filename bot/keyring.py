"""Where the master key comes from: the environment, or a key file that we make on first use."""

import os
from collections.abc import Callable
from pathlib import Path

from config.settings import Settings
from feedback.errors import WrongKeyError
from feedback.vault import Keyring

_PRIVATE = 0o600


def open_keyring(settings: Settings, *, entropy: Callable[[int], bytes]) -> Keyring:
    """Return the keyring of the settings; make a key file where database and key are both still to come."""
    if settings.key is not None:
        return Keyring.parse(settings.key.get_secret_value())
    if settings.key_file.exists():
        return read_keyring(settings.key_file)
    if not _is_new(settings.database_url):
        raise WrongKeyError(_missing(settings.key_file))
    return make_key_file(settings.key_file, entropy=entropy)


def read_keyring(path: Path) -> Keyring:
    """Read a key file."""
    try:
        return Keyring.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongKeyError(_missing(path)) from None
    except UnicodeDecodeError:
        raise WrongKeyError(f"{path}: is no key file; `aftertouch keys new` makes one") from None
    except WrongKeyError as error:
        raise WrongKeyError(f"{path}: {error}; put back the one this database was made with") from None


def _missing(path: Path) -> str:
    return (
        f"{path}: there is no such key file; put back the one this database was made with, "
        "or, for a database that is still empty, make one with `aftertouch keys new`"
    )


def make_key_file(path: Path, *, entropy: Callable[[int], bytes]) -> Keyring:
    """Make a new key and keep it in a file that only its owner may read; an existing file is refused."""
    keyring = Keyring.generate(entropy=entropy)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(keyring.to_json() + "\n")
    return keyring


def _is_new(database_url: str) -> bool:
    """Say whether the database is an SQLite file that does not exist yet; of a server we cannot know."""
    file = database_url.removeprefix("sqlite:///")
    return database_url.startswith("sqlite:///") and not Path(file).exists()
