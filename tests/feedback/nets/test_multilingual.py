"""The multilingual net reads a text the same in any company, whatever a phone can send."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.nets.folder import ABOUT, BrokenWeights, read_about
from feedback.nets.lazy import installed_nets, multilingual_folder
from feedback.nets.multilingual import MOST_PIECES, MultilingualNet, cut
from feedback.nets.net import FEELINGS, ToRead

if (_found := multilingual_folder()) is None:
    pytest.skip("the multilingual weights are not installed", allow_module_level=True)
FOLDER = _found

MOST_BYTES = 40_000_000

TEXTS = [
    "Das Essen war kalt, aber der Kellner war sehr nett.",
    "Todo perfecto, muchas gracias 😍",
    "Impossible de joindre quelqu'un, j'attends depuis trois jours et personne ne répond à mes messages.",
    "n/a",
    "ok",
    "无法登录 客服也不理人",
    "מצוין",
    "\u200fخدمة سيئة جدا",
    "😡😡",
    "",
    "   ",
    "a\x00b",
    "\ud800 halb",
    "wort " * 2000,
]


@pytest.fixture(scope="module")
def net() -> MultilingualNet:
    return MultilingualNet(FOLDER)


def unasked(texts: Sequence[str]) -> list[str | None]:
    return [None] * len(texts)


def test_once_installed_it_is_preferred_for_languages_other_than_english() -> None:
    english, multilingual = installed_nets()

    assert english.languages == {"en"}
    assert multilingual.languages >= {"de", "es", "fr"}
    assert multilingual.version == read_about(FOLDER).version


def test_everything_is_within_its_range(net: MultilingualNet) -> None:
    judged = net.score(TEXTS, unasked(TEXTS))

    assert judged.sentiment.shape == (len(TEXTS), len(FEELINGS))
    assert judged.sentiment.sum(axis=1) == pytest.approx(1)
    assert (np.abs(judged.valence) <= 2).all()
    assert ((judged.emotions >= 0) & (judged.emotions <= 1)).all()
    assert (judged.vectors**2).sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_company_changes_nothing(net: MultilingualNet) -> None:
    together = net.score(TEXTS[::-1] * 3, unasked(TEXTS * 3))

    for place, text in enumerate(TEXTS[::-1]):
        alone = net.score([text], [None])
        for name in ("sentiment", "valence", "emotions", "vectors"):
            assert getattr(together, name)[place] == pytest.approx(getattr(alone, name)[0], abs=1e-5)


def test_reading_again_gives_the_same_to_the_last_bit(net: MultilingualNet) -> None:
    to_read = [ToRead(text=text, question="Wie war es?") for text in TEXTS]

    assert list(net.read(to_read)) == list(net.read(to_read))


def test_a_question_is_read_along(net: MultilingualNet) -> None:
    asked = net.score(["Nichts", "Nichts"], ["Was können wir besser machen?", None])

    assert asked.sentiment[0] != pytest.approx(asked.sentiment[1], abs=1e-3)


def test_words_stand_where_the_customer_wrote_them(net: MultilingualNet) -> None:
    text = "Sehr  nett, aber zu spät"
    (reading,) = net.read([ToRead(text=text)])

    assert [text[each.start : each.end] for each in reading.words] == text.split()
    assert all(-1 <= each.pull <= 1 for each in reading.words)


def test_no_texts_are_no_readings(net: MultilingualNet) -> None:
    assert net.score([], []).sentiment.shape == (0, len(FEELINGS))
    assert list(net.read([])) == []


def test_a_long_text_keeps_both_its_ends() -> None:
    ids = list(range(10, 1010))
    kept = cut(ids)

    assert len(kept) == MOST_PIECES + 2
    assert (kept[1], kept[-2]) == (ids[0], ids[-1])
    assert cut([]) == [1, 2]


def test_the_weights_are_small_enough_and_those_that_were_made() -> None:
    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))

    assert sum((FOLDER / name).stat().st_size for name in (ABOUT, *about["files"])) <= MOST_BYTES
    for name, blake2b in about["files"].items():
        assert hashlib.blake2b((FOLDER / name).read_bytes()).hexdigest() == blake2b


@pytest.mark.parametrize("name", ["net.onnx", "table.npy", "tokenizer.json.gz"])
def test_an_altered_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "multi"))
    with (folder / name).open("ab") as file:
        file.write(b"!")
    with pytest.raises(BrokenWeights, match=name):
        MultilingualNet(folder)

    (folder / name).unlink()
    with pytest.raises(BrokenWeights, match=name):
        MultilingualNet(folder)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_read(net: MultilingualNet, text: str) -> None:
    (reading,) = net.read([ToRead(text=text, question=text)])

    assert sum(reading.chances.values()) == pytest.approx(1)
