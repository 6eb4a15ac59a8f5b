"""What a benchmark is given: how much to do, a folder, databases; and how it opens the program."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Literal
from uuid import uuid4

from benchmarks.figure import Figure
from benchmarks.postgres import NoPostgresError, postgres
from bot.app import App, ChannelMaker, Surroundings, open_app
from bot.connections import connected
from bot.keyring import make_key_file
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id

Size = Literal["full", "quick", "tiny"]
"""How much is done: for figures to note down, for a first look, for a test that it works at all."""

NOON = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)  # a Wednesday
JOURNEY = Path(__file__).with_name("journey.yaml")


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where a benchmark works; `tell` puts a line before whoever waits."""

    size: Size
    folder: Path
    tell: Callable[[str], None]
    stack: ExitStack
    started: dict[str, str | None] = field(default_factory=dict)

    def rounds(self, most: int, *, within: timedelta) -> Iterator[int]:
        """Yield 0, to warm up with, then 1 to `most`; after round 1, none begins when the time is over."""
        began = monotonic()
        for number in range(most + 1):
            if number > 1 and monotonic() - began > within.total_seconds():
                self.tell(f"(stopped after {number - 1} of {most} rounds: {within.total_seconds():.0f} s)")
                return
            yield number

    def postgres_url(self) -> str | None:
        """Return the URL of a PostgreSQL, the same all along; None, told loudly, where there is none."""
        if "postgres" not in self.started:
            try:
                self.started["postgres"] = self.stack.enter_context(postgres())
            except NoPostgresError as error:
                self.tell(f"!!! PostgreSQL is left out: {error}")
                self.started["postgres"] = None
        return self.started["postgres"]

    def databases(self) -> Iterator[tuple[str, str]]:
        """Yield name and URL of an empty SQLite file and, where there is one, of PostgreSQL."""
        yield "SQLite", self.sqlite_url()
        url = self.postgres_url()
        if url is not None:
            yield "PostgreSQL", url

    def sqlite_url(self) -> str:
        """Return the URL of an SQLite file that is not there yet."""
        return f"sqlite:///{self.folder / uuid4().hex}.db"


Measure = Callable[[Bench], Iterator[Figure]]
"""A benchmark: measures, and yields one figure after the other."""


def settings_for(url: str, folder: Path) -> Settings:
    """Return settings with a workspace of their own in the database at `url`."""
    name = f"bench-{uuid4().hex[:12]}"
    return Settings(
        database_url=url, journey=JOURNEY, key_file=folder / f"{name}.key", workspace=name, host="127.0.0.1"
    )


def environment(settings: Settings) -> Mapping[str, str]:
    """Return the environment in which `aftertouch` finds the same settings."""
    ours = {
        "AFTERTOUCH_DATABASE_URL": settings.database_url,
        "AFTERTOUCH_JOURNEY": str(settings.journey),
        "AFTERTOUCH_KEY_FILE": str(settings.key_file),
        "AFTERTOUCH_WORKSPACE": settings.workspace,
        "AFTERTOUCH_LOG_LEVEL": "error",
    }
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("AFTERTOUCH_")}
    return {**foreign, **ours}


@contextmanager
def opened(
    settings: Settings, *, clock: FakeClock | None = None, channels: ChannelMaker = connected
) -> Iterator[App]:
    """Open the program as `aftertouch run` does, at a clock that stands still; no worker runs yet."""
    around = Surroundings(clock=clock or FakeClock(NOON), entropy=os.urandom, new_id=new_id)
    if not settings.key_file.exists():
        make_key_file(settings.key_file, entropy=os.urandom)
    app = open_app(settings, around=around, channels=channels)
    try:
        yield app
    finally:
        app.close()
