from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.terminal.conversation import (
    Conversation,
    Ended,
    Guest,
    Kept,
    Step,
    read_conversation,
    write_conversation,
)
from config.errors import ConfigError
from config.yaml_tree import read_yaml

START = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
# What YAML and JSON trip over, rather than any letter: indents, markers, quotes, breaks, joined emoji.
WORDS = st.text(
    st.sampled_from("ab1 :#-|>&*!%@`\"'{}[],?~\\\n\t\u00a0\u2028\u2060\ufeffé😀\u200d"), max_size=40
)
STEPS = st.one_of(
    st.builds(Step, say=WORDS, to=st.none() | st.integers(1, 9)),
    st.builds(Step, said=WORDS),
    st.builds(Step, tap=st.lists(WORDS, max_size=3).map(tuple)),
    st.builds(Step, wait=st.integers(1, 10**8).map(lambda seconds: timedelta(seconds=seconds))),
)


@settings(deadline=None)  # the first file read brings the YAML library along
@given(st.lists(STEPS, max_size=6), WORDS)
def test_what_is_written_reads_back_the_same(steps: list[Step], about: str) -> None:
    conversation = Conversation(
        about=about,
        journey="shop",
        start=START,
        customer=Guest(id="anna", attributes={"orders": 3, "is_new": True}),
        steps=tuple(steps),
        sessions=(Ended(touchpoint="delivery", state="complete"),),
        answers=(Kept(touchpoint="delivery", question="q", value=2, text=about or None),),
    )

    read = Conversation.model_validate(read_yaml(write_conversation(conversation), file="it").tree)

    assert read == conversation


def test_a_key_that_is_none_is_shown_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(
        "journey: shop\nstart: 2026-09-30T18:00:00Z\ncustomer: {id: anna}\nsteps:\n  - shout: hello\n"
    )

    with pytest.raises(ConfigError, match=r"it\.yaml:5:"):
        read_conversation(file)
