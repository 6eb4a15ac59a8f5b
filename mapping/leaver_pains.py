"""What hurt those who left most: the theme that the most of them complained of before they did."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from mapping.interval import Share, wilson
from mapping.mention_table import EMERGING, MentionTable


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaverPain:
    """The theme that the most of `of` leavers complained of, and their share with Wilson's interval."""

    theme: str
    customers: int
    of: int
    share: Share


def top_pain(
    mentions: MentionTable, leavers: AbstractSet[str], *, touchpoints: AbstractSet[str], least: int
) -> LeaverPain | None:
    """Return the theme that hurt the most leavers at these touchpoints; None where it is fewer than `least`.

    Told only if those of them who did not complain of it are none, or `least` and more.
    """
    bad = mentions.negative().of_customers(leavers).at_touchpoints(touchpoints)
    counts = {
        theme: len(np.unique(bad.customer[bad.theme == code]))
        for code, theme in enumerate(bad.themes)
        if theme != EMERGING
    }
    if not counts:
        return None
    theme, customers = min(counts.items(), key=lambda each: (-each[1], each[0]))
    share = wilson(customers, of=len(leavers))
    if customers < least or 0 < len(leavers) - customers < least or share is None:
        return None
    return LeaverPain(theme=theme, customers=customers, of=len(leavers), share=share)
