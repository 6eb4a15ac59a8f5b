"""The terminal as a person has it: a command line in, words and an exit code out."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from bot.cli import main

JOURNEY = """\
id: cafe
title: {en: Our café, de: Unser Café}
languages: [en, de]
stages:
  - id: visit
    title: Visit
    touchpoints:
      - {id: counter, title: Counter, where: offline, medium: store, survey: taste}
      - {id: newsletter, title: Newsletter, medium: email}
  - id: order
    title: Order
    touchpoints:
      - {id: delivery, title: Delivery, survey: taste, ask_after: 1h}
surveys:
  - id: taste
    title: Taste
    questions:
      - id: coffee
        kind: rating
        ask: {en: How was your coffee?, de: Wie war dein Kaffee?}
        branches:
          - {when: score < 0, go: wrong}
        next: end
      - id: wrong
        kind: text
        about: problem
        ask: {en: What was wrong?, de: Was war nicht gut?}
    thanks: {en: Thank you!, de: Danke!}
policy: {wait: 7d}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    code: int
    out: str
    err: str


class Terminal(Protocol):
    def __call__(self, *arguments: str, typed: str | bytes = "") -> Outcome: ...


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a journey in it, which is where we are."""
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "JOURNEY", "KEY_FILE", "KEY", "WORKSPACE"):
        monkeypatch.delenv(f"AFTERTOUCH_{name}", raising=False)
    return tmp_path


@pytest.fixture
def terminal(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    def run(*arguments: str, typed: str | bytes = "") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["aftertouch", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(_encoded(typed)), encoding="utf-8"))
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        told = capsys.readouterr()
        return Outcome(code=code, out=told.out, err=told.err)

    return run


def _encoded(typed: str | bytes) -> bytes:
    return typed if isinstance(typed, bytes) else typed.encode()
