"""Errors a user can do something about, said without a traceback."""

import errno
from pathlib import Path

from config.errors import ConfigError
from config.template import UnknownTemplate
from feedback.errors import FeedbackError


def told(error: Exception) -> str | None:
    """Return what to tell the user about `error`; None for a defect of ours, which deserves its traceback."""
    match error:
        case ConfigError(problems=problems):
            count = len(problems)
            return f"{error}\n\n{count} problem{'s' if count > 1 else ''} found; nothing was changed."
        case FeedbackError() | UnknownTemplate():
            return f"Error: {error}"
        case FileNotFoundError(filename=str(name)) if not _folder(name).is_dir():
            return f"Error: {name}: the folder {_folder(name)} does not exist; make it, or name another"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT, filename=name):
            where = f"{name}: " if name is not None else ""
            return f"Error: {where}the disk is full, so not all was written; make room, and run this again"
        case OSError(filename=str(name)):
            return f"Error: {name}: {(error.strerror or 'cannot be used').lower()}"
        case _:
            return None


def _folder(name: str) -> Path:
    return Path(name).absolute().parent
