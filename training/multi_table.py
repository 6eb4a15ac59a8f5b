"""Piece vectors at four bits a number: pairs of numbers from a book of 256, and one scale for each row."""

import numpy as np
from numpy.typing import NDArray

BOOK, PAIR = 256, 2
_ROUNDS, _SAMPLE, _AT_ONCE = 40, 200_000, 20_000  # at once: what stays in the cache


def packed(table: NDArray[np.float32], *, seed: int = 0) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return `table` [rows, width] as codes [rows, width / 2 + 2] and their book [256, 2].

    A product quantiser (Jégou et al. 2011) over pairs: rows are divided by their standard deviation, pairs
    take the nearest of 256 centres that k-means found. A row ends in that deviation, as float16.
    """
    scale = table.std(axis=1, keepdims=True).astype(np.float16)
    scale[scale == 0] = 1
    pairs = (table / scale.astype(np.float32)).reshape(-1, PAIR)
    book = _book(pairs, np.random.default_rng(seed))
    codes = _nearest(pairs, book).astype(np.uint8).reshape(len(table), -1)
    return np.concatenate([codes, scale.view(np.uint8)], axis=1), book


def unpacked(codes: NDArray[np.uint8], book: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors [rows, width] that `codes` [rows, width / 2 + 2] stand for."""
    scale = np.ascontiguousarray(codes[:, -2:]).view(np.float16).astype(np.float32)
    return book[codes[:, :-2]].reshape(len(codes), -1) * scale


def _book(pairs: NDArray[np.float32], chance: np.random.Generator) -> NDArray[np.float32]:
    sample = pairs[chance.choice(len(pairs), min(_SAMPLE, len(pairs)), replace=False)]
    centres = sample[chance.choice(len(sample), BOOK, replace=False)].copy()
    for _ in range(_ROUNDS):
        near = _nearest(sample, centres)
        many = np.bincount(near, minlength=BOOK)
        sums = np.stack([np.bincount(near, sample[:, side], BOOK) for side in range(PAIR)], axis=1)
        centres[many > 0] = (sums[many > 0] / many[many > 0, None]).astype(np.float32)
    return centres


def _nearest(pairs: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.intp]:
    half = (centres**2).sum(axis=1) / 2
    parts = np.split(pairs, range(_AT_ONCE, len(pairs), _AT_ONCE))
    return np.concatenate([(part @ centres.T - half).argmax(axis=1) for part in parts])
