"""Weights are used as they were made, or not at all."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from feedback.nets.folder import ENGLISH, BrokenWeights, read_about, read_weights
from feedback.nets.ngrams import TABLE, TABLE_SHA256

NUMBERS = {"bias": 5, "emotion_bias": 28, "emotion_thresholds": 28}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"net.onnx": b"a graph", "tokenizer.json": b"{}"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    said = {
        "name": "small",
        "version": "1.0",
        "languages": ["en"],
        "most_tokens": 96,
        "temperature": 1.0,
        "emotion_temperature": 1.0,
        "files": {name: hashlib.blake2b(content).hexdigest() for name, content in files.items()},
        "sources": [],
        **{key: [0.0] * count for key, count in NUMBERS.items()},
    }
    (tmp_path / "net.json").write_text(json.dumps(said), encoding="utf-8")
    return tmp_path


def test_weights_are_read_with_what_they_say_of_themselves(folder: Path) -> None:
    weights = read_weights(folder)

    assert weights.about.version == "1.0"
    assert (weights.graph, weights.tokenizer) == (b"a graph", "{}")


@pytest.mark.parametrize("name", ["net.json", "net.onnx", "tokenizer.json"])
def test_a_missing_file_is_named_with_the_remedy(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(BrokenWeights, match=rf"{name}: No such file.*install aftertouch again"):
        read_weights(folder)


@pytest.mark.parametrize("name", ["net.onnx", "tokenizer.json"])
def test_an_altered_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"something else")

    with pytest.raises(BrokenWeights, match=rf"{name}: not the file that net\.json was written for"):
        read_weights(folder)


def test_what_is_wrong_in_net_json_is_told_at_once(folder: Path) -> None:
    said = json.loads((folder / "net.json").read_text(encoding="utf-8"))
    wrong = {**said, "temperature": 0, "bias": [0.0], "version": "1 + 2"}
    (folder / "net.json").write_text(json.dumps(wrong), encoding="utf-8")

    with pytest.raises(BrokenWeights, match=r"net\.json: unreadable \(version, temperature, bias\)"):
        read_about(folder)


@pytest.mark.parametrize("said", ["{", "[]", "null", "\ud800"])
def test_a_net_json_that_is_no_json_object_is_refused(folder: Path, said: str) -> None:
    (folder / "net.json").write_bytes(said.encode("utf-8", "surrogatepass"))

    with pytest.raises(BrokenWeights, match=r"net\.json: unreadable \(the file\); install"):
        read_about(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", None),
        ("name", 7),
        ("version", ""),
        ("version", "1+2"),
        ("languages", []),
        ("languages", "en"),
        ("languages", ["en", 2]),
        ("most_tokens", 7),
        ("most_tokens", 96.5),
        ("most_tokens", True),
        ("temperature", -1.0),
        ("temperature", "hot"),
        ("emotion_temperature", float("nan")),
        ("bias", [0.0] * 4),
        ("bias", [0.0] * 4 + ["0"]),
        ("emotion_bias", [0.0] * 29),
        ("emotion_thresholds", [False] * 28),
        ("files", []),
        ("files", {"net.onnx": 1}),
    ],
)
def test_each_key_of_net_json_is_looked_at(folder: Path, key: str, value: object) -> None:
    said = json.loads((folder / "net.json").read_text(encoding="utf-8"))
    (folder / "net.json").write_text(json.dumps({**said, key: value}), encoding="utf-8")

    with pytest.raises(BrokenWeights, match=rf"net\.json: unreadable \({key}\)"):
        read_about(folder)


def test_a_key_that_is_left_out_is_named(folder: Path) -> None:
    said = json.loads((folder / "net.json").read_text(encoding="utf-8"))
    (folder / "net.json").write_text(json.dumps({"name": said["name"]}), encoding="utf-8")

    with pytest.raises(
        BrokenWeights, match=r"\(version, languages, most_tokens, temperature, bias, emotion_"
    ):
        read_about(folder)


def test_the_weights_that_ship_are_those_that_were_made() -> None:
    about = read_about(ENGLISH)

    hashes = {name: hashlib.blake2b((ENGLISH / name).read_bytes()).hexdigest() for name in about.files}

    assert hashes == about.files


def test_the_table_of_languages_is_the_one_that_was_made() -> None:
    assert hashlib.sha256(TABLE.read_bytes()).hexdigest() == TABLE_SHA256


def test_what_ships_for_english_weighs_no_more_than_25_megabytes() -> None:
    files = [*ENGLISH.iterdir(), TABLE]

    assert sum(path.stat().st_size for path in files) <= 25_000_000


def test_weights_can_lie_anywhere(tmp_path: Path) -> None:
    copied = shutil.copytree(ENGLISH, tmp_path / "elsewhere")

    assert read_weights(copied).about == read_about(ENGLISH)
