"""Nets sleep until there is a text for them, and wake once."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from feedback.nets.folder import ENGLISH
from feedback.nets.lazy import LazyNet, english_net, installed_nets
from feedback.nets.net import Reading, ToRead


class FakeReader:
    """Reads nothing into a text but its length."""

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        return [
            Reading(chances={}, valence=float(len(each.text)), emotions={}, words=(), vector=())
            for each in texts
        ]


class Waking:
    """Counts how often a folder is loaded."""

    def __init__(self) -> None:
        self.folders: list[Path] = []

    def __call__(self, folder: Path) -> FakeReader:
        self.folders.append(folder)
        return FakeReader()


def test_a_folder_is_loaded_with_the_first_text_and_once() -> None:
    waking = Waking()
    net = LazyNet(ENGLISH, wake=waking)

    assert not net.read([])
    assert waking.folders == []
    assert [
        reading.valence for reading in (*net.read([ToRead(text="a")]), *net.read([ToRead(text="bb")]))
    ] == [1, 2]
    assert waking.folders == [ENGLISH]


def test_threads_that_come_together_share_one_load() -> None:
    waking, together = Waking(), Barrier(4)
    net = LazyNet(ENGLISH, wake=waking)

    def read_at_once(text: str) -> float:
        together.wait()
        return net.read([ToRead(text=text)])[0].valence

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read_at_once, ["a", "bb", "ccc", "dddd"])) == [1, 2, 3, 4]
    assert len(waking.folders) == 1


def test_a_net_that_cannot_wake_says_so_each_time() -> None:
    def broken(folder: Path) -> FakeReader:
        raise OSError(folder)

    net = LazyNet(ENGLISH, wake=broken)

    for _ in range(2):
        with pytest.raises(OSError, match="english"):
            net.read([ToRead(text="a")])


def test_the_english_net_is_there_and_comes_first() -> None:
    first, *others = installed_nets()

    assert first.languages == {"en"}
    assert all(net.version for net in others)
    assert english_net().version == first.version


def test_names_and_versions_are_told_without_loading_anything() -> None:
    asked = (
        "import sys; from feedback.scorers.aftertouch import SPEC; assert SPEC.version and SPEC.languages; "
        "assert not SPEC.score([]); "
        "print([name for name in ('numpy', 'onnxruntime', 'tokenizers') if name in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "[]"


def test_the_first_text_waits_for_no_library_that_judging_does_not_need() -> None:
    asked = (
        "import sys; from feedback.scorer import ToScore; from feedback.scorers.aftertouch import SPEC; "
        "SPEC.score([ToScore(text='good', language='en')]); "
        "print([name for name in ('numpy', 'pydantic', 'ruamel', 'sqlalchemy') if name in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "['numpy']"


@pytest.mark.slow
def test_nothing_looks_for_anything_on_the_network() -> None:
    asked = (
        "import sys; from feedback.scorer import ToScore; from feedback.scorers.aftertouch import SPEC; "
        "SPEC.score([ToScore(text='good', language='en')]); print('huggingface_hub' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "False"
