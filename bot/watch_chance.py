"""The chance that belongs to a stream: the same stream is always simulated with the same draws."""

from hashlib import blake2b

import numpy as np

from bot.watching import Stream


def chance_of(journey: str, stream: Stream) -> np.random.Generator:
    """Return the generator of a journey's stream, at its beginning."""
    seed = blake2b(f"{journey}\n{stream.stage}\n{stream.metric}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(seed))
