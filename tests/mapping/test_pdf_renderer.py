"""The map on paper: vectors and real text, tagged, dated by the map, and its figures on the pages after."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.joining import joined
from mapping.journey_map import JourneyMap, drawn
from mapping.renderers import pdf
from mapping.twin import table, told


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader finds in a PDF: the texts of each page as they are drawn, and the objects."""

    pages: tuple[tuple[str, ...], ...]
    objects: Mapping[int, bytes]

    @property
    def text(self) -> str:
        return "\n".join(text for page in self.pages for text in page)


def read(document: bytes) -> Read:
    objects = {
        int(number): body
        for number, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", document, re.DOTALL)
    }
    pages = []
    for body in objects.values():
        if b"/Type /Page\n" in body:
            content = stream(objects[reference(body, b"Contents")])
            fonts = dict(re.findall(rb"/(F\d+) (\d+) 0 R", objects[reference(body, b"Resources")]))
            letters = {name: letters_of(objects, int(number)) for name, number in fonts.items()}
            pages.append(tuple(texts(content, letters)))
    return Read(tuple(pages), objects)


def reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found
    return int(found[1])


def stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def letters_of(objects: Mapping[int, bytes], font: int) -> dict[int, str]:
    table = stream(objects[reference(objects[font], b"ToUnicode")])
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    }


TOKEN = re.compile(
    rb"/ActualText <FEFF([0-9A-F]*)>|(EMC|ET)|/(F\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL
)


def texts(content: bytes, letters: Mapping[bytes, Mapping[int, str]]) -> Iterator[str]:
    """Yield lines as a reader copies them: in one piece, and as they say of themselves that they read."""
    font, drawn, said = b"", "", None
    for span, end, name, text in TOKEN.findall(content):
        if span:
            said = bytes.fromhex(span.decode()).decode("utf-16-be")
        elif end == b"EMC" and said is not None:
            yield said
            said, drawn = None, ""
        elif end == b"ET" and said is None and drawn:
            yield drawn
            drawn = ""
        elif name:
            font = name
        elif not end:
            drawn += "".join(letters[font].get(code, "") for code in codes(text))


def codes(text: bytes) -> list[int]:
    raw = re.sub(
        rb"\\(.)", lambda found: {b"n": b"\n", b"r": b"\r"}.get(found[1], found[1]), text, flags=re.DOTALL
    )
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


HOSTILE = (
    "(a) Tj ET",
    "\\) Tj",
    "<script>",
    "הודעה",
    "配達状況",
    "배송 안내",
    "การจัดส่ง",
    "👨\u200d👩\u200d👧🇩🇪",
    "السلام عليكم",
    "ꦏ",
)


@pytest.fixture(scope="module")
def document(example: JourneyMap) -> bytes:
    return pdf.render(example)


@pytest.fixture(scope="module")
def hostile(example: JourneyMap) -> bytes:
    """The example with a stage for each text that somebody may write."""
    stages = [
        replace(example.stages[place % 6], id=f"s{place}", title=text) for place, text in enumerate(HOSTILE)
    ]
    return pdf.render(drawn(example.about, overall=example.overall, stages=stages))


@pytest.fixture(scope="module")
def sixteen(map_of: MapOf) -> bytes:
    return pdf.render(map_of(16))


def test_titles_figures_and_quotes_can_be_copied(document: bytes) -> None:
    first = read(document).pages[0]

    for text in (
        "Online order journey",
        "Delivery",
        "−1.1",
        "▼ 0.8",
        "since 4 Sep",
        "−1.4 … −0.8",
        "Late, no notice",
    ):
        assert text in first
    assert "363 answers from 214 customers" in first


def test_all_figures_stand_on_the_pages_after_the_map(
    document: bytes, sixteen: bytes, example: JourneyMap, map_of: MapOf
) -> None:
    for journey_map, written in ((example, document), (map_of(16), sixteen)):
        rest = [text for page in read(written).pages[1:] for text in page]

        cells = [cell for row in table(journey_map).rows for cell in row.cells[2:]]
        figures = [" ".join(cell.split()) for cell in cells if cell and " " not in cell]
        for figure in set(figures):
            assert rest.count(figure) >= figures.count(figure)


def test_the_tables_head_stands_on_every_page_that_has_rows(sixteen: bytes) -> None:
    with_rows = [page for page in read(sixteen).pages[1:] if "offline" in " ".join(page)]

    assert len(with_rows) > 1
    for page in with_rows:
        assert {"Stage", "Emotion", "n"} <= set(page)


def test_it_says_what_it_is_and_when_it_was_made(document: bytes) -> None:
    assert b"/Lang (en)" in document
    assert b"/CreationDate (D:20260930180000" in document
    assert b"/MarkInfo" in document
    assert b"/DisplayDocTitle true" in document
    assert b"/Author" not in document
    assert b"(Online order journey)" in document


def test_what_is_drawn_is_told_in_words_to_those_who_listen(document: bytes, example: JourneyMap) -> None:
    kinds = re.findall(rb"/S /(H1|H2|P|Figure)", document)

    assert set(kinds) == {b"H1", b"H2", b"P", b"Figure"}
    assert document.count(b"/Alt ") == kinds.count(b"Figure") == len(example.stages) + 1


def test_it_is_vectors_and_the_letters_it_needs_and_nothing_else(document: bytes, hostile: bytes) -> None:
    assert b"/Subtype /Image" not in document
    assert not re.search(rb"/URI|/JavaScript|/Launch|/EmbeddedFile", document + hostile)
    assert set(re.findall(rb"/BaseFont /MPDFAA\+(\w+)", document)) == {
        b"DejaVuSansBook",
        b"DejaVuSansBold",
        b"DejaVuSansOblique",
    }
    assert b"NotoSansCJK" in hostile
    assert len(document) < 100_000
    assert len(hostile) < 200_000


def test_paper_is_a4_on_its_side_and_a3_for_two_bands(document: bytes, sixteen: bytes) -> None:
    assert b"/MediaBox [0 0 841.89 595.28]" in document
    assert b"/MediaBox [0 0 1190.55 841.89]" in sixteen


def test_what_somebody_wrote_can_be_copied_and_is_nothing_but_text(hostile: bytes) -> None:
    found = read(hostile)

    copied = {word for page in found.pages for part in page for word in (part, *part.split())}
    for text in HOSTILE[:-2]:
        assert text in copied or text[::-1] in copied or set(text.split()) <= copied
    assert "▯" in found.text


def test_arabic_is_joined_and_copied_as_the_letters_that_were_written(hostile: bytes) -> None:
    found = read(hostile)

    assert "مكيلع ملاسلا" in found.text or "مكيلع مالسلا" in found.text
    assert not re.search("[\ufe70-\ufefc]", found.text)


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("क्षत्रिय", 4),  # क्ष and त्र are one shape each, with the vowel before त्र, and य
        ("श्रद्धा", 3),
        ("น้ำ", 4),  # the vowel in two, its ring below the tone
    ],
)
def test_letters_that_join_are_drawn_joined_and_copied_as_written(
    example: JourneyMap, text: str, shapes: int
) -> None:
    stages = [replace(stage, title=f"s{place}") for place, stage in enumerate(example.stages)]
    stages[0] = replace(stages[0], title=text)
    document = pdf.render(drawn(example.about, overall=example.overall, stages=stages))

    assert text in read(document).pages[0]
    written = f"FEFF{text.encode('utf-16-be').hex().upper()}".encode()
    content = next(
        stream(body)
        for body in read(document).objects.values()
        if b"stream" in body and written in _open(body)
    )
    line = content.partition(written)[2].partition(b"EMC")[0]
    assert sum(len(codes(part)) for part in re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", line)) == shapes


def _open(body: bytes) -> bytes:
    try:
        return stream(body)
    except zlib.error:
        return b""


def test_marks_stand_over_their_letters(example: JourneyMap) -> None:
    titles = ("مُرَبَّع", "שָׁלוֹם", "Cafe\u0301", "x", "y", "z")
    stages = [replace(stage, title=title) for stage, title in zip(example.stages, titles, strict=True)]

    found = read(pdf.render(drawn(example.about, overall=example.overall, stages=stages))).pages[0]

    assert normalize("NFC", "Cafe\u0301") in map(normalize_c, found)
    for title in titles[:2]:
        assert any(sorted(title) == sorted(line) for line in found)


def normalize_c(text: str) -> str:
    return normalize("NFC", text)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإة \u064e", max_size=20))
def test_joining_changes_the_look_of_letters_and_nothing_else(text: str) -> None:
    assert normalize("NFKC", joined(text)) == normalize("NFKC", text)


def test_other_scripts_are_not_touched_by_joining() -> None:
    assert joined("السلام") == "\ufe8d\ufedf\ufeb4\ufefc\ufee1"
    for text in ("plain", "שלום", "日本語", "ไทย", "हिन्दी"):
        assert joined(text) == text


def test_the_twin_tells_every_part_of_the_map_in_plain_lines(example: JourneyMap) -> None:
    lines = told(example).splitlines()

    assert lines[0] == "Online order journey"
    assert any(line.startswith("Delivery · Lowest · ▼ 0.8 since 4 Sep: Emotion: Negative") for line in lines)
    assert any("Late, no notice · 41 customers · severity 1.6/2" in line for line in lines)
    assert any(line.startswith("Emotion −2…+2") for line in lines)
