"""The table by which languages are told apart: a part of py3langid's model, small enough to ship.

`python -m training.language_table WHEEL` takes the wheel of py3langid 0.4.0 (BSD-3-Clause).
"""

import hashlib
import io
import lzma
import sys
import zipfile
from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback.language import BY_SCRIPT
from feedback.nets.ngrams import LONGEST, SHORTEST, STEPS, TABLE, code_of

MODEL, MODEL_SHA256 = (
    "py3langid/data/model.npz.xz",
    "f4f4a2c3465ca1f081541037f9cac23021d68151c2f709c55ae5eedfca522963",
)
"""Of py3langid 0.4.0: naive Bayes over n-grams of bytes (Lui & Baldwin 2012), in 142 languages."""

LANGUAGES = [each for script in ("LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI") for each in BY_SCRIPT[script]]
"""What people chat in, in scripts that several languages share; other scripts decide alone."""

KEPT = 36_000
"""N-grams kept, those that tell most; 79,000 name no more texts wrongly, but weigh twice as much."""

# Two-byte leads of Latin, Cyrillic and Arabic letters, and the beginnings of Devanagari and Vietnamese ones.
_LEADS = (*range(0xC2, 0xC8), *range(0xD0, 0xD4), *range(0xD8, 0xDC))
_LONG_LEADS = {0xE0: (0xA4, 0xA5), 0xE1: (0xBA, 0xBB)}
_HIGHEST = 255


def main(wheel: Path) -> None:
    """Write the table that the wheel's model holds."""
    with zipfile.ZipFile(wheel) as opened:
        packed = opened.read(MODEL)
    if (found := hashlib.sha256(packed).hexdigest()) != MODEL_SHA256:
        sys.exit(f"{wheel}: {MODEL} has sha256 {found}, not {MODEL_SHA256}")
    model = np.load(io.BytesIO(lzma.decompress(packed)))
    grams = {gram: row for gram, row in _grams(model).items() if _is_ours(gram)}
    columns = [list(model["classes"]).index(language) for language in LANGUAGES]
    likelihood = model["ptc"][list(grams.values())][:, columns].astype(np.float64)
    TABLE.write_bytes(_packed(list(grams), likelihood, model["pc"][columns]))
    print(f"{TABLE}: {TABLE.stat().st_size} bytes, sha256 {hashlib.sha256(TABLE.read_bytes()).hexdigest()}")


def _packed(grams: list[bytes], likelihood: NDArray[np.float64], prior: NDArray[np.float32]) -> bytes:
    tells = (np.exp(likelihood) * (likelihood - likelihood.mean(axis=1, keepdims=True))).max(axis=1)
    codes = np.array([code_of(gram) for gram in grams], dtype=np.uint64)
    kept = np.argsort(-tells, kind="stable")[:KEPT]
    kept = kept[np.argsort(codes[kept])]
    # Only differences between languages matter, so the likeliest costs nothing.
    costs = likelihood[kept].max(axis=1, keepdims=True) - likelihood[kept]
    made = io.BytesIO()
    np.savez(
        made,
        codes=codes[kept],
        costs=np.ascontiguousarray(np.minimum(np.rint(costs * STEPS), _HIGHEST).astype(np.uint8).T),
        prior=prior,
        languages=np.array(LANGUAGES),
    )
    return lzma.compress(made.getvalue(), preset=9)


def _grams(model: np.lib.npyio.NpzFile) -> dict[bytes, int]:
    """Walk the model's automaton; each n-gram is the shortest way to a state that counts it."""
    rows, output = model["nextmove"].reshape(-1, 256), model["out_feat"]
    row_of = model["nextmove_row"]
    ways, waiting = {0: b""}, deque([0])
    found: dict[int, bytes] = {}
    while waiting:
        state = waiting.popleft()
        if output[state] >= 0:
            found.setdefault(int(output[state]), ways[state])
        for byte, following in enumerate(rows[row_of[state]].tolist()):
            if following not in ways:
                ways[following] = ways[state] + bytes([byte])
                waiting.append(following)
    return {gram: row for row, gram in found.items()}


def _is_ours(gram: bytes) -> bool:
    if not SHORTEST <= len(gram) <= LONGEST:
        return False
    for byte, following in zip(gram, (*gram[1:], None), strict=True):
        shared = _LONG_LEADS.get(byte)
        if byte >= 0xC0 and not (byte in _LEADS or (shared and following in {*shared, None})):  # noqa: PLR2004
            return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
