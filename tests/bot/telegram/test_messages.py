"""Every kind of question as it goes over the wire, asked and answered; goldens stand in data/.

Set AFTERTOUCH_UPDATE_GOLDENS=1 to write the goldens anew, then look at them before you commit.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from feedback.outbox import Receipt
from feedback.prompts import Choice, Prompt, Purpose, Shape
from tests.bot.telegram.fake_telegram import FakeTelegram, channel, item

DATA = Path(__file__).parent / "data"
KINDS = sorted((Path(__file__).parents[2] / "feedback" / "data" / "questions").glob("*.json"))
UPDATE = bool(os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"))
PROMPT = "0192f0c0ffee7abc8def0123456789ab.3"


class Shown(BaseModel):
    language: str
    shape: Shape


class Kind(BaseModel):
    model_config = ConfigDict(extra="ignore")

    shapes: list[Shown]


def asking(shape: Shape, *, language: str = "en", skip: str | None = "Skip", text: str = "") -> Prompt:
    return Prompt(
        id=PROMPT, session=PROMPT.partition(".")[0], question="q", purpose="ask",
        text=text or "How was it, on a scale of <1> & up?", language=language, shape=shape, skip=skip,
    )  # fmt: skip


def saying(purpose: Purpose, text: str) -> Prompt:
    return Prompt(
        id=PROMPT, session=PROMPT.partition(".")[0], question=None, purpose=purpose, text=text, language="en",
        shape=Shape(look="text"),
    )  # fmt: skip


async def on_the_wire(prompt: Prompt) -> list[object]:
    """Send a prompt, then answer it with its first choice (the first two where several may be)."""
    telegram = FakeTelegram()
    bot = channel(telegram)
    receipt = await bot.send(item(prompt))
    chosen = tuple(choice.value for choice in prompt.shape.choices[: 2 if prompt.shape.many else 1])
    if chosen:
        await bot.send(item(prompt, amends="4711:100", chosen=chosen))
    await bot.close()
    assert receipt == Receipt(reference=f"4711:{telegram.messages}")
    return [{call.method: call.arguments} for call in telegram.calls]


def check(name: str, messages: Sequence[object]) -> None:
    golden = DATA / f"{name}.json"
    if UPDATE:
        golden.write_text(json.dumps(messages, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert golden.exists(), f"{name} has no golden {golden.name}; see this module's docstring"
    assert messages == json.loads(golden.read_text(encoding="utf-8"))


def kind_in(path: Path) -> Kind:
    return Kind.model_validate_json(path.read_bytes())


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
async def test_a_kind_of_question_goes_out_as_its_golden_says(path: Path) -> None:
    kind = kind_in(path)

    messages = [
        await on_the_wire(asking(each.shape, language=each.language, skip=None if place % 2 else "Skip"))
        for place, each in enumerate(kind.shapes)
    ]

    check(path.stem, messages)


def doubt() -> Shape:
    return Shape(
        look="list",
        choices=(
            Choice(value="keep", label="Keep 5 of 5", spoken="Keep 5 of 5"),
            Choice(value="change", label="Change my answer", spoken="Change my answer"),
        ),
    )


def long_options() -> Shape:
    labels = ("The parcel came two days late and nobody told me so", "It was wet", "Something else")
    return Shape(
        look="list",
        choices=tuple(Choice(value=f"a-rather-long-id-{place}", label=label, spoken=label)
                      for place, label in enumerate(labels)),
        writable=True,
    )  # fmt: skip


def others() -> Iterator[tuple[str, Prompt]]:
    yield "thanks", saying("thanks", "Thank you! <3")
    yield "notice", saying("notice", "We will leave you in peace until 2026-06-01.")
    yield "doubt", asking(doubt(), skip=None, text="You chose “5 of 5”. Which should count?")
    yield "long_options", asking(long_options())
    yield "long_text", saying("notice", "\n\n".join(f"Paragraph {n}. {'All of it. ' * 80}" for n in range(7)))


@pytest.mark.parametrize(("name", "prompt"), [pytest.param(*each, id=each[0]) for each in others()])
async def test_what_else_is_said_goes_out_as_its_golden_says(name: str, prompt: Prompt) -> None:
    check(name, await on_the_wire(prompt))
