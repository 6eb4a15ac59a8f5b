"""Answers to commands as the clerk hands them to channels: one of each kind, in English and German."""

import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime

from feedback.prompts import Choice, Document, Grid, Picture, Prompt, Purpose, Shape
from feedback.records import OutboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ID = "0192f0c0ffee7abc8def0123456789ab"
NASTY = (
    "<b>x</b> & <!channel> <@U1|a> *b* _i_ `c` ~s~ @here @ada #general https://evil.example/?a=1 "
    "evil.example \u202eright\u202c \x07bell </pre> :smile: [l](https://evil.example) ||s|| > q"
)
"""What somebody may write who wants to be more than quoted."""

TEXT = {
    "en": "**Your journey, last 30 days**\n\nDelivery is what hurts: 2.4 of 5 from 318 answers.\n\n"
    "What people say: “It came two days late.”",
    "de": "**Ihre Journey, letzte 30 Tage**\n\nDie Lieferung tut weh: 2,4 von 5 aus 318 Antworten.\n\n"
    "Was die Leute sagen: „Zwei Tage zu spät.“",
}
LABELS = {
    "en": ("Persona", "Period", "Delivery", "Segments", "As a file", "Trend", "Why?"),
    "de": ("Persona", "Zeitraum", "Lieferung", "Segmente", "Als Datei", "Verlauf", "Warum?"),
}
COMMANDS = (
    "/map persona busy-parent last 30 days",
    "/map period",
    "/map stage delivery",
    "/segments",
    "//export png",
    "//trend",
    "//why delivery",
)
GRID = Grid(
    title="Pain points",
    head=("Stage", "n", "Score"),
    rows=(("Delivery", "318", "2.4"), ("Returns", "97", "3.1"), ("Checkout", "1,204", "4.2")),
    right=frozenset({1, 2}),
)
WIDE = Grid(
    title="What was done",
    head=("Touchpoint", "Since", "Owner", "Before", "After"),
    rows=(("Parcel arrives", "1 Apr 2026", "Logistics", "2.1 of 5", "2.9 of 5"),),
    right=frozenset({3, 4}),
)


def png(width: int = 320, height: int = 200) -> bytes:
    """Return a grey picture."""
    rows = b"".join(b"\0" + b"\xc0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


PICTURE = Picture(
    name="map.png", mime="image/png", described="A map of five stages; delivery is lowest.", data=png()
)
FILE = Document(name="map.pdf", mime="application/pdf", data=b"%PDF-1.7 a file")


def answer(
    text: str = TEXT["en"],
    *,
    number: int = 1,
    language: str = "en",
    picture: Picture | None = None,
    grids: tuple[Grid, ...] = (),
    documents: tuple[Document, ...] = (),
    buttons: int = 0,
    wants: str | None = None,
    audience: str | None = None,
    purpose: Purpose = "answer",
) -> Prompt:
    """Return an answer as `bot.answering` makes it."""
    told = zip(LABELS[language], COMMANDS, strict=True)
    choices = tuple(Choice(value=value, label=label, spoken=label) for label, value in told)[:buttons]
    return Prompt(
        id=f"{ID}.{number}", session="", question=None, purpose=purpose, text=text, language=language,
        shape=Shape(look="list", choices=choices) if choices else Shape(look="text"),
        documents=documents, picture=picture, grids=grids, wants=wants, audience=audience,
    )  # fmt: skip


def sent(prompt: Prompt, *, channel: str, address: str, amends: str | None = None) -> OutboxItem:
    """Return the item by which an answer goes out."""
    return OutboxItem(
        id=prompt.id, customer="c1", session=None, channel=channel, address=address, prompt=prompt,
        priority=0, due_at=NOON, created_at=NOON, state="sending", amends=amends,
    )  # fmt: skip


def every_kind(language: str) -> dict[str, Prompt]:
    """Return one answer of each kind, by name."""
    words = TEXT[language]
    long = "\n\n".join([words, *[f"{number}. " + words.split("\n\n")[1] * 4 for number in range(1, 9)]])
    made = {
        "words": answer(words, language=language),
        "map": answer(words, language=language, picture=PICTURE, buttons=7),
        "long": answer(long, language=language, picture=PICTURE, grids=(GRID,), buttons=3),
        "tables": answer(words, language=language, grids=(GRID, WIDE), buttons=2),
        "file": answer(words, language=language, documents=(FILE,)),
        "wants": answer(words, language=language, wants="/followup 4711 delivery"),
        "nasty": answer(f"**Quotes**\n\n“{NASTY}”", language=language, grids=(replace(GRID, title=NASTY),)),
    }
    return {name: replace(prompt, id=f"{ID}.{at}") for at, (name, prompt) in enumerate(made.items(), 1)}
