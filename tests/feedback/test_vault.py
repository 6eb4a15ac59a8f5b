"""Sealing: opens in its place, with its key, unchanged; and not otherwise."""

import base64
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.errors import WrongKeyError
from feedback.vault import BlindIndex, DataKey, KeyCache, Keyring, Master, about, key_id_of, wrapper_of

KEY = bytes(range(32))
PLACE = about("shop", "answer", "words", "a1")


def master(*keys: bytes) -> Master:
    ring = Keyring(keys={key_id_of(key): key for key in keys}, current=key_id_of(keys[0]))
    return Master(ring, entropy=os.urandom)


@given(plain=st.binary(max_size=300), owner=st.text(max_size=20), key=st.binary(min_size=32, max_size=32))
def test_what_was_sealed_opens_in_its_place_with_its_key(plain: bytes, owner: str, key: bytes) -> None:
    place = about("shop", "answer", "words", owner)
    sealed = DataKey(key, entropy=os.urandom).seal(plain, about=place)

    assert DataKey(key, entropy=os.urandom).open(sealed, about=place) == plain
    assert len(sealed) == len(plain) + 30


@given(plain=st.binary(min_size=4, max_size=80), at=st.integers(0, 200), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_refused(plain: bytes, at: int, bit: int) -> None:
    key = DataKey(KEY, entropy=os.urandom)
    sealed = bytearray(key.seal(plain, about=PLACE))
    sealed[at % len(sealed)] ^= 1 << bit

    with pytest.raises(WrongKeyError):
        key.open(bytes(sealed), about=PLACE)


@pytest.mark.parametrize(
    "place",
    [
        about("other", "answer", "words", "a1"),
        about("shop", "outbox", "words", "a1"),
        about("shop", "answer", "wording", "a1"),
        about("shop", "answer", "words", "a2"),
        about("shop", "answer", "word", "sa1"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(place: bytes) -> None:
    key = DataKey(KEY, entropy=os.urandom)

    with pytest.raises(WrongKeyError):
        key.open(key.seal(b"kind", about=PLACE), about=place)


def test_the_same_words_are_sealed_differently_each_time() -> None:
    key = DataKey(KEY, entropy=os.urandom)

    assert len({key.seal(b"kind", about=PLACE) for _ in range(100)}) == 100


@given(parts=st.lists(st.text(max_size=8), min_size=1, max_size=3))
def test_a_blind_index_finds_equal_values_and_only_under_its_key(parts: list[str]) -> None:
    assert BlindIndex(KEY).hash("address", *parts) == BlindIndex(KEY).hash("address", *parts)
    assert BlindIndex(KEY).hash("address", *parts) != BlindIndex(KEY).hash("external_id", *parts)
    assert BlindIndex(KEY).hash("address", *parts) != BlindIndex(KEY[::-1]).hash("address", *parts)


def test_a_wrapped_key_names_the_master_that_wraps_it() -> None:
    old, new = os.urandom(32), os.urandom(32)
    wrapped = master(old).wrap(KEY, about=PLACE)

    assert wrapper_of(wrapped) == key_id_of(old)
    assert master(new, old).unwrap(wrapped, about=PLACE) == KEY
    with pytest.raises(WrongKeyError, match=key_id_of(old)):
        master(new).unwrap(wrapped, about=PLACE)


def test_a_key_of_the_right_name_that_is_another_is_refused() -> None:
    first, second = os.urandom(32), os.urandom(32)
    wrapped = Master(Keyring(keys={"k": first}, current="k"), entropy=os.urandom).wrap(KEY, about=PLACE)

    with pytest.raises(WrongKeyError, match="does not open"):
        Master(Keyring(keys={"k": second}, current="k"), entropy=os.urandom).unwrap(wrapped, about=PLACE)


def test_the_cache_keeps_the_keys_used_last() -> None:
    one = master(KEY)
    cache = KeyCache(one, entropy=os.urandom, most=2)
    wrapped = [one.fresh(about=PLACE)[1] for _ in range(3)]
    kept = [cache.key(each, about=PLACE) for each in wrapped[:2]]
    cache.key(wrapped[0], about=PLACE)
    cache.key(wrapped[2], about=PLACE)

    assert cache.key(wrapped[0], about=PLACE) is kept[0]
    assert cache.key(wrapped[1], about=PLACE) is not kept[1]
    cache.forget(wrapped[0])
    assert cache.key(wrapped[0], about=PLACE) is not kept[0]


def test_a_keyring_is_read_from_keys_and_from_a_key_file() -> None:
    first, second = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    ring = Keyring.parse(f"{first}, {second}")

    assert list(ring.keys) == [ring.current, key_id_of(base64.b64decode(second))]
    assert Keyring.parse(ring.to_json()) == ring
    assert Keyring.parse(json.dumps({"current": "b", "keys": {"a": first, "b": second}})).current == "b"


def test_a_generated_keyring_joins_an_older_one() -> None:
    old, new = Keyring.generate(entropy=os.urandom), Keyring.generate(entropy=os.urandom)

    assert new.joined(old).current == new.current
    assert set(new.joined(old).keys) == {old.current, new.current}


@pytest.mark.parametrize(
    "text",
    ["", " , ", "not base64!", base64.b64encode(b"short").decode(), "{", "{}", '{"current": "a", "keys": {}}',
     '{"current": "a", "keys": {"a": "AAAA"}}', '{"current": 1, "keys": {}}'],
)  # fmt: skip
def test_what_is_no_keyring_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(WrongKeyError) as caught:
        Keyring.parse(text)

    assert "AAAA" not in str(caught.value)


def test_keys_are_not_shown() -> None:
    ring = Keyring.generate(entropy=lambda size: b"s" * size)

    assert "ssss" not in repr(ring)
