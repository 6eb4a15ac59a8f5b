"""Whole conversations, played through everything a real one goes through, and compared word for word.

AFTERTOUCH_UPDATE_GOLDENS=1 writes what was said and kept this time into the files; read the difference
before you commit it. `aftertouch chat --scratch --repro FILE` makes a new one.
"""

import asyncio
import os
from pathlib import Path

import pytest

from bot.app import Surroundings, open_app
from bot.plugins import question_options
from bot.terminal.conversation import Conversation, Step, read_conversation, write_conversation
from bot.terminal.talk import Talk
from config.loader import LoadedJourney, load_journey, read_journey
from config.settings import Settings
from config.template import read_template, template_names
from feedback.clock import FakeClock
from feedback.ids import counting_ids

FOLDER = Path(__file__).parent / "conversations"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
def test_a_conversation_goes_as_it_went(file: Path, tmp_path: Path) -> None:
    golden = read_conversation(file)

    played = write_conversation(asyncio.run(play(golden, file=file, folder=tmp_path)))

    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        file.write_text(played, encoding="utf-8")
    assert played == write_conversation(read_conversation(file))


def test_every_template_is_talked_through() -> None:
    talked = {read_conversation(file).journey for file in FILES}

    assert talked >= set(template_names())


async def play(golden: Conversation, *, file: Path, folder: Path) -> Conversation:
    clock, loaded = FakeClock(golden.start), journey_of(golden, file)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=counting_ids())
    settings = Settings(
        database_url=f"sqlite:///{folder / 'conversation.db'}", key_file=folder / "conversation.key"
    )
    talk = Talk(
        lambda channel: open_app(settings, around=around, channels=lambda *_: (channel,), journey=loaded),
        guest=golden.customer,
        clock=clock,
        new_id=around.new_id,
    )
    try:
        for step in golden.steps:
            await take(step, talk, clock)
        return talk.written(journey=golden.journey, about=golden.about)
    finally:
        talk.app.close()


async def take(step: Step, talk: Talk, clock: FakeClock) -> None:
    if step.touch is not None:
        await talk.touch(step.touch, ago=step.ago)
    elif step.say is not None:
        await talk.say(step.say, to=step.to)
    elif step.tap is not None:
        await talk.tap(step.tap, to=step.to)
    elif step.wait is not None:
        clock.advance(step.wait)
        await talk.catch_up()
    elif step.restart:
        talk.restart()


def journey_of(golden: Conversation, file: Path) -> LoadedJourney:
    if golden.journey in template_names():
        template = read_template(golden.journey)
        return load_journey(template.text, file=template.name, kinds=question_options())
    return read_journey(file.parent / golden.journey, kinds=question_options())
