"""Style sheets, scripts, words and pictures of the pages, read from the package once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from bot.http.pages.words import catalogue_scripts

_MEDIA_TYPES: Final[Mapping[str, str]] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file as it is served; its tag changes with its content."""

    content: bytes
    media_type: str
    etag: str


@cache
def assets() -> Mapping[str, Asset]:
    """Return every asset by its path under /static."""
    found = dict(_walk(files("bot.http.pages") / "static", ""))
    scripts = {path: _asset(script, _MEDIA_TYPES["js"]) for path, script in catalogue_scripts()}
    return {**found, **scripts}


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Asset]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _walk(each, f"{prefix}{each.name}/")
        elif (media_type := _MEDIA_TYPES.get(each.name.rpartition(".")[2])) is not None:
            yield f"{prefix}{each.name}", _asset(each.read_bytes(), media_type)


def _asset(content: bytes, media_type: str) -> Asset:
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return Asset(content=content, media_type=media_type, etag=etag)
