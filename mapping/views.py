"""What a page that filters by itself is made of: the map's figures at every spot of the lattice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapping.disclosure import Cell
from mapping.edges import HeaderText
from mapping.parts import MapStage


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The map of one period and one group of customers; `media` holds what is told of each medium."""

    period: str
    group: str
    text: HeaderText
    overall: Cell
    stages: tuple[MapStage, ...]
    media: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """All maps that one page can show: of `opened` (period, group) first.

    `groups` are titles by `all`, `persona:ID` and `segment:ID`, `periods` titles by period of the lattice.
    """

    opened: tuple[str, str]
    groups: Mapping[str, str]
    periods: Mapping[str, str]
    media: Sequence[str]
    views: Sequence[View]
