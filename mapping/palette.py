"""The map's colours by role, in a light and a dark theme.

Orange to blue instead of red to green, measured under full simulation of the three colour blindnesses:
any two level inks stay 12 apart in CAM02-UCS. Colour never speaks alone: height, face and number repeat it.
"""

from collections.abc import Mapping
from enum import StrEnum

from config.emotion import Level


class Ink(StrEnum):
    """What a colour is for; a theme says which colour that is."""

    PAGE = "page"
    PANEL = "panel"
    TEXT = "text"
    MUTED = "muted"
    GRID = "grid"
    ZERO = "zero"
    BAR = "bar"
    ON_BAR = "on-bar"
    ON_BAR_MUTED = "on-bar-muted"
    RIBBON = "ribbon"
    FEATURE = "feature"
    VERY_NEGATIVE = "very-negative"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    VERY_POSITIVE = "very-positive"
    VERY_NEGATIVE_TINT = "very-negative-tint"
    NEGATIVE_TINT = "negative-tint"
    LINE_BLUE = "line-blue"
    LINE_VERMILION = "line-vermilion"
    LINE_BLACK = "line-black"
    LINE_NAVY = "line-navy"
    LINE_PINK = "line-pink"
    LINE_OLIVE = "line-olive"


LIGHT: Mapping[Ink, str] = {
    Ink.PAGE: "#F7F8FA",
    Ink.PANEL: "#FFFFFF",
    Ink.TEXT: "#1B2430",
    Ink.MUTED: "#4A5462",
    Ink.GRID: "#D9DDE3",
    Ink.ZERO: "#8A94A3",
    Ink.BAR: "#22303F",
    Ink.ON_BAR: "#FFFFFF",
    Ink.ON_BAR_MUTED: "#E3E8EE",
    Ink.RIBBON: "#C9D2DD",
    Ink.FEATURE: "#FFFFFF",
    Ink.VERY_NEGATIVE: "#8F2D04",
    Ink.NEGATIVE: "#B24C06",
    Ink.NEUTRAL: "#5B6470",
    Ink.POSITIVE: "#236AAB",
    Ink.VERY_POSITIVE: "#0B3F78",
    Ink.VERY_NEGATIVE_TINT: "#F5C3A1",
    Ink.NEGATIVE_TINT: "#FBDDC4",
    Ink.LINE_BLUE: "#1F77B4",
    Ink.LINE_VERMILION: "#D55E00",
    Ink.LINE_BLACK: "#000000",
    Ink.LINE_NAVY: "#0B3F78",
    Ink.LINE_PINK: "#CC79A7",
    Ink.LINE_OLIVE: "#6B8E23",
}

DARK: Mapping[Ink, str] = {
    Ink.PAGE: "#12161C",
    Ink.PANEL: "#191F27",
    Ink.TEXT: "#E9EDF2",
    Ink.MUTED: "#AEB6C1",
    Ink.GRID: "#2D3642",
    Ink.ZERO: "#6B7685",
    Ink.BAR: "#304154",
    Ink.ON_BAR: "#FFFFFF",
    Ink.ON_BAR_MUTED: "#D5DCE5",
    Ink.RIBBON: "#4A586A",
    Ink.FEATURE: "#12161C",
    Ink.VERY_NEGATIVE: "#FF9A5C",
    Ink.NEGATIVE: "#F5B98A",
    Ink.NEUTRAL: "#AEB6C1",
    Ink.POSITIVE: "#8FC1EE",
    Ink.VERY_POSITIVE: "#5AA9F0",
    Ink.VERY_NEGATIVE_TINT: "#5C2F14",
    Ink.NEGATIVE_TINT: "#463122",
    Ink.LINE_BLUE: "#6FB7F2",
    Ink.LINE_VERMILION: "#FF8A3D",
    Ink.LINE_BLACK: "#FFFFFF",
    Ink.LINE_NAVY: "#4F9BEF",
    Ink.LINE_PINK: "#F0A6D0",
    Ink.LINE_OLIVE: "#A9C94F",
}


_INKS = {
    Level.VERY_NEGATIVE: Ink.VERY_NEGATIVE,
    Level.NEGATIVE: Ink.NEGATIVE,
    Level.NEUTRAL: Ink.NEUTRAL,
    Level.POSITIVE: Ink.POSITIVE,
    Level.VERY_POSITIVE: Ink.VERY_POSITIVE,
}


def ink_of(level: Level) -> Ink:
    """Return the colour role of marks at a level."""
    return _INKS[level]
