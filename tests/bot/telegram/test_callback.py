"""What buttons carry: short, signed, valid for ever, and whole for every question there can be."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.callback import (
    MOST_BYTES,
    Chosen,
    Done,
    Nameless,
    Press,
    Signer,
    Skipped,
    Ticked,
    numbered,
)
from bot.channels.telegram.prompt_ids import BadPromptError

SIGNER = Signer(b"a secret that only tests know")

sessions = st.uuids().map(lambda found: found.hex) | st.from_regex(r"[a-z]{1,4}-?[0-9]{1,5}", fullmatch=True)
prompts = st.tuples(sessions, st.integers(1, 10_000)).map(lambda both: f"{both[0]}.{both[1]}")
ids = st.from_regex(r"[a-z][a-z0-9_-]{0,62}", fullmatch=True)
values = ids | st.integers(0, 10).map(str) | st.text(max_size=80).filter(lambda text: "#" not in text)
presses = st.one_of(
    st.builds(Ticked, prompt=prompts, ticks=st.integers(0, 2**11 - 1), choice=st.integers(0, 10)),
    st.builds(Done, prompt=prompts, ticks=st.integers(0, 2**11 - 1)),
    st.builds(Skipped, prompt=prompts),
    st.builds(Nameless, prompt=prompts),
)


@given(presses)
def test_whatever_is_written_on_a_button_is_read_back(press: Press) -> None:
    data = SIGNER.write(press)

    assert len(data.encode()) <= MOST_BYTES
    assert SIGNER.read(data) == press


@given(prompts, values, st.integers(0, 10))
def test_every_value_fits_itself_or_by_the_number_of_its_choice(prompt: str, value: str, place: int) -> None:
    data = SIGNER.write(Chosen(prompt=prompt, value=value), place=place)

    assert len(data.encode()) <= MOST_BYTES
    assert SIGNER.read(data) in (
        Chosen(prompt=prompt, value=value),
        Chosen(prompt=prompt, value=numbered(place)),
    )


@given(st.uuids(), st.integers(1, 127), st.from_regex(r"[a-z][a-z0-9_-]{0,21}", fullmatch=True))
def test_a_value_of_up_to_22_signs_travels_as_it_is(session: UUID, number: int, value: str) -> None:
    press = Chosen(prompt=f"{session.hex}.{number}", value=value)

    assert SIGNER.read(SIGNER.write(press, place=3)) == press


def test_a_longer_value_goes_by_its_number() -> None:
    press = Chosen(prompt=f"{'0a' * 16}.1", value="the-delivery-was-late-and-wet")

    assert SIGNER.read(SIGNER.write(press, place=2)) == Chosen(prompt=press.prompt, value="#3")


@given(st.text(max_size=64))
def test_what_somebody_makes_up_is_no_button(data: str) -> None:
    assert SIGNER.read(data) is None


@given(presses, st.data())
def test_a_button_with_one_sign_changed_is_none_of_ours(press: Press, data: st.DataObject) -> None:
    honest = SIGNER.write(press)
    place = data.draw(st.integers(0, len(honest) - 1))
    other = data.draw(st.characters(categories=["L", "N"], max_codepoint=127))
    forged = honest[:place] + other + honest[place + 1 :]

    assert SIGNER.read(forged) == (press if forged == honest else None)


def test_a_button_signed_with_another_secret_is_none_of_ours() -> None:
    assert SIGNER.read(Signer(b"another secret").write(Skipped(prompt="s1.1"))) is None


def test_a_button_made_a_version_ago_is_still_read() -> None:
    # Written once and for all: keyboards stay in chats for years.
    data = Signer(b"secret").write(Chosen(prompt="0192f0c0ffee7abc8def0123456789ab.3", value="4"))

    assert data == "EQGS8MD_7nq8je8BI0VniasDNFj8fqA2gRoS"
    assert Signer(b"secret").read(data) == Chosen(prompt="0192f0c0ffee7abc8def0123456789ab.3", value="4")


@pytest.mark.parametrize("prompt", ["", "s1", ".1", "s1.", "s1.01", "s1.x", f"{'s' * 60}.1"])
def test_an_id_that_is_no_prompts_is_a_defect(prompt: str) -> None:
    with pytest.raises(BadPromptError):
        SIGNER.write(Skipped(prompt=prompt))
