"""Lots that fall the same way every time: chance without chance."""

from hashlib import sha256


def draw(*names: str) -> float:
    """Return a number in [0, 1) that depends on `names` alone, and on each of them."""
    digest = sha256("\x1f".join(names).encode()).digest()
    # 53 bits are all a float holds; with 64 the largest would be rounded up to 1.
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53
