"""The program in a folder of its own."""

from pathlib import Path

from config.settings import Settings


def settings_in(folder: Path, *, journey: str) -> Settings:
    """Write a journey file; return settings that name it, with the database and the key beside it."""
    (folder / "journey.yaml").write_text(journey, encoding="utf-8")
    return Settings(
        database_url=f"sqlite:///{folder / 'aftertouch.db'}",
        key_file=folder / "aftertouch.key",
        journey=folder / "journey.yaml",
    )
