"""Reads a QR code out of a picture by ISO/IEC 18004, and by nothing of ours: versions 1 to 6, undamaged."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from PIL import Image

Squares = Sequence[Sequence[bool]]

_FINDER = 7
_FORMAT_MASK = 0b101010000010010
_LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
_BLOCKS: Mapping[tuple[int, str], Sequence[int]] = {
    (1, "L"): [19], (1, "M"): [16], (1, "Q"): [13], (1, "H"): [9],
    (2, "L"): [34], (2, "M"): [28], (2, "Q"): [22], (2, "H"): [16],
    (3, "L"): [55], (3, "M"): [44], (3, "Q"): [17] * 2, (3, "H"): [13] * 2,
    (4, "L"): [80], (4, "M"): [32] * 2, (4, "Q"): [24] * 2, (4, "H"): [9] * 4,
    (5, "L"): [108], (5, "M"): [43] * 2, (5, "Q"): [15, 15, 16, 16], (5, "H"): [11, 11, 12, 12],
    (6, "L"): [68] * 2, (6, "M"): [27] * 4, (6, "Q"): [19] * 4, (6, "H"): [15] * 4,
}  # fmt: skip
"""Data codewords of each block, by version and level: table 9."""

_MASKS: Sequence[Callable[[int, int], int]] = (
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)


def read(picture: bytes, *, box: tuple[int, int, int, int]) -> str:
    """Return what the QR code says that lies in `box` (px: left, top, right, bottom) of a picture."""
    return decode(seen(picture, box=box))


def seen(picture: bytes, *, box: tuple[int, int, int, int]) -> Squares:
    """Return the squares of the code in `box`."""
    grey = Image.open(io.BytesIO(picture)).convert("L").crop(box)
    dark = grey.point(lambda light: 255 if light < 128 else 0)
    found = dark.getbbox()
    assert found is not None, "there is nothing dark"
    code = dark.crop(found)
    edge = next(x for x in range(code.width) if not code.getpixel((x, 0)))
    size = edge / _FINDER
    count = round(code.width / size)
    assert code.width == code.height
    centres = [int((place + 0.5) * size) for place in range(count)]
    return [[bool(code.getpixel((x, y))) for x in centres] for y in centres]


def decode(squares: Squares) -> str:
    """Return the text of a code in byte mode."""
    version = (len(squares) - 17) // 4
    assert len(squares) == 4 * version + 17
    level, mask = _format(squares)
    data = _in_order(list(_codewords(squares, version, mask)), _BLOCKS[version, level])
    bits = "".join(f"{each:08b}" for each in data)
    assert bits[:4] == "0100", "not in byte mode"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * place : 20 + 8 * place], 2) for place in range(length)).decode("latin-1")


def _format(squares: Squares) -> tuple[str, int]:
    places = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    places += [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    bits = int("".join(str(int(squares[row][column])) for row, column in places), 2) ^ _FORMAT_MASK
    return _LEVELS[bits >> 13], bits >> 10 & 0b111


def _codewords(squares: Squares, version: int, mask: int) -> Iterator[int]:
    flipped = _MASKS[mask]
    bits = [squares[row][column] ^ (flipped(row, column) == 0) for row, column in _path(version)]
    for start in range(0, len(bits) - 7, 8):
        yield int("".join(str(int(bit)) for bit in bits[start : start + 8]), 2)


def _path(version: int) -> Iterator[tuple[int, int]]:
    """Yield where the data lie: up and down in pairs of columns, from the right."""
    size = 4 * version + 17
    right, upwards = size - 1, True
    while right > 0:
        if right == 6:
            right -= 1
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if not _is_pattern(row, column, version):
                    yield row, column
        right, upwards = right - 2, not upwards


def _is_pattern(row: int, column: int, version: int) -> bool:
    size = 4 * version + 17
    if row == 6 or column == 6:
        return True
    if row < 9 and (column < 9 or column >= size - 8):
        return True
    if column < 9 and row >= size - 8:
        return True
    centre = size - 7
    return version > 1 and abs(row - centre) <= 2 and abs(column - centre) <= 2


def _in_order(codewords: Sequence[int], blocks: Sequence[int]) -> Sequence[int]:
    """Return the data of every block after the other; they lie a codeword of each in turn."""
    taken = iter(codewords)
    held: list[list[int]] = [[] for _ in blocks]
    for place in range(max(blocks)):
        for block, length in zip(held, blocks, strict=True):
            if place < length:
                block.append(next(taken))
    return [each for block in held for each in block]
