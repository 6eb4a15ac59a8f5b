"""Whatever customers are shown goes over the wire as its golden says, and platforms take it.

AFTERTOUCH_UPDATE_GOLDENS=1 writes the goldens anew, then `make gallery` draws the pictures of
docs/gallery.md: look at both before you commit them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TypeVar, get_args

import pytest

from bot.channels.slack.words import SLACK
from bot.channels.slack.words import Key as SlackKey
from bot.channels.telegram.phrases import TELEGRAM, Phrase
from bot.plugins import question_kinds
from feedback.catalogue import Key
from feedback.wording import TALK
from tests.emulators.common.process import Emulator, emulator
from tests.emulators.slack.testing import slack_process
from tests.emulators.telegram_client import DATA, TOKEN
from tests.goldens import answers
from tests.goldens.playing import SCENES, played
from tests.goldens.putting import emulated_slack, emulated_telegram, put
from tests.goldens.script import (
    PLATFORMS,
    UPDATE,
    Platform,
    calls_in,
    golden_of,
    goldens_of,
    read_golden,
    words_in,
)

ENGLISH = TALK.own("en").plain
ALL = [pytest.param(each, name, id=f"{each}-{name}") for each in PLATFORMS for name in SCENES[each]]

Said = TypeVar("Said", bound=str)

_BUTTONS = "it stands on a button or in a scale, not by itself"
_IN_A_FILE = "it stands in the file that is handed out, and in the tests of that"
_BY_COMMAND = "the operator has it said, by a command that has tests of its own"
_NEVER_EMPTY = "platforms let nobody send nothing"
UNSAID: Mapping[Key, str] = {
    **dict.fromkeys(
        ("keep", "change", "forget_yes", "forget_no", "language_name", "rather_disagree", "neither_agree",
         "rather_agree"), _BUTTONS,
    ),
    **dict.fromkeys(
        ("file_title", "file_you", "file_addresses", "file_visits", "file_messages", "file_answers",
         "file_enclosures", "file_raw", "file_nothing", "file_replaced", "file_skipped", "file_chat",
         "file_chat_newest", "file_falls_back", "file_stays", "file_stopped", "file_paused", "file_apart",
         "file_asked_before"), _IN_A_FILE,
    ),
    "team_hello": _BY_COMMAND,
    "reask_empty": _NEVER_EMPTY,
}  # fmt: skip
"""Phrases that no golden needs to hold."""

UNSAID_ON_TELEGRAM: Mapping[Key, str] = {
    "late_tap": "Telegram has no forms that could be opened too late",
    "reply_number": "where there are buttons, nobody is told to type",
}
"""The same, on Telegram."""

UNSAID_ON_SLACK: Mapping[Key, str] = dict.fromkeys(
    ("help", "help_room"), "the slash command is answered at once, in words of its own"
)
"""The same, on Slack."""

NOT_TYPED = frozenset({"reply_choice", "reply_choices", "reply_skip"})


@pytest.mark.parametrize(("platform", "name"), ALL)
async def test_a_scene_goes_over_the_wire_as_its_golden_says(
    platform: Platform, name: str, tmp_path: Path
) -> None:
    script = await played(platform, name, tmp_path)

    golden = golden_of(platform, name)
    if UPDATE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(script.written(), encoding="utf-8")
    assert golden.exists(), f"{platform} has no golden {golden.name}; see this module's docstring"
    assert script.written() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_there_is_no_golden_that_nothing_plays(platform: Platform) -> None:
    assert set(goldens_of(platform)) <= set(SCENES[platform])


def test_every_kind_of_question_is_played_on_every_platform() -> None:
    for platform in PLATFORMS:
        assert question_kinds().keys() <= set(SCENES[platform])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", question_kinds())
def test_a_question_is_seen_in_every_state(platform: Platform, kind: str) -> None:
    steps = read_golden(platform, kind)

    assert [step.name for step in steps] == ["asked", "answered", "changed", "skipped", "misfit", "closed"]
    assert all(list(calls_in([step])) for step in steps)


# phrases


def said_on(platform: Platform) -> str:
    """Return all words in the goldens of a platform, as people read them."""
    texts = [
        text
        for name in goldens_of(platform)
        for call in calls_in(read_golden(platform, name))
        for text in words_in(call.arguments)
    ]
    return unescape("\n".join(texts))


def unsaid(phrases: Mapping[Said, str], words: str) -> list[Said]:
    """Return the phrases that stand nowhere in `words`, whatever their gaps are filled with."""
    patterns = {key: re.sub(r"\\\{\w+\\\}", r".+?", re.escape(phrase)) for key, phrase in phrases.items()}
    return [key for key, pattern in patterns.items() if not re.search(pattern, words)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_everything_the_product_says_of_its_own_accord_is_in_a_golden(platform: Platform) -> None:
    excused = (
        {*UNSAID, *NOT_TYPED, *UNSAID_ON_TELEGRAM} if platform == "telegram" else {*UNSAID, *UNSAID_ON_SLACK}
    )
    known: Sequence[Key] = get_args(Key)
    phrases: dict[str, str] = {key: ENGLISH[key] for key in known if key not in excused}

    assert unsaid(phrases, said_on(platform)) == []


def test_nothing_is_excused_that_is_in_a_golden_after_all() -> None:
    long = {key for key in UNSAID if UNSAID[key] != _BUTTONS and " " in ENGLISH[key]}
    phrases: dict[str, str] = {key: ENGLISH[key] for key in long}

    for platform in PLATFORMS:
        assert set(unsaid(phrases, said_on(platform))) == set(phrases)


def test_slack_is_told_of_no_command_that_it_does_not_have() -> None:
    assert set(re.findall(r"(?:^|\s)(/\w+)", said_on("slack"))) == {"/journey"}


def test_all_that_slack_alone_needs_said_is_in_a_golden() -> None:
    elsewhere = {"write_title", "home_cases"}  # in a form and in Homes of agents, which tests open
    known = {key: SLACK.own("en").plain[key] for key in get_args(SlackKey) if key not in elsewhere}
    answered = answers.golden("slack", "en").read_text(encoding="utf-8")

    assert unsaid(known, f"{said_on('slack')}\n{answered}") == []


def test_all_that_is_said_on_telegram_alone_is_in_a_golden() -> None:
    # Connecting sets what is in the menu; who never wrote to us is met by tests of answers.
    in_the_menu = ("command_", "about", "short_about", "write_first")
    said = {key: TELEGRAM.own("en").plain[key] for key in get_args(Phrase) if not key.startswith(in_the_menu)}

    assert unsaid(said, said_on("telegram")) == []


# what the platforms make of it


@pytest.fixture(scope="module")
def telegram() -> Iterator[Emulator]:
    with emulator(
        "tests.emulators.telegram", "--token", TOKEN, environment={"AFTERTOUCH_DATA_DIR": str(DATA)}
    ) as running:
        yield running


@pytest.fixture(scope="module")
def slack() -> Iterator[str]:
    with slack_process() as url:
        yield url


@pytest.mark.parametrize("name", SCENES["telegram"])
async def test_telegram_takes_every_call_of_a_golden(telegram: Emulator, name: str) -> None:
    async with emulated_telegram(telegram.url) as emulated:
        await put(emulated, read_golden("telegram", name))

        assert await emulated.violations() == []


@pytest.mark.parametrize("name", SCENES["slack"])
async def test_slack_takes_every_call_of_a_golden(slack: str, name: str) -> None:
    async with emulated_slack(slack) as emulated:
        await put(emulated, read_golden("slack", name))

        assert await emulated.violations() == []
