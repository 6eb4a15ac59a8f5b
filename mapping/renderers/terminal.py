"""The map for a terminal: a line a stage on a scale from −2 to +2, on 80 columns or as many as there are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import category, east_asian_width

from config.emotion import Level
from mapping.case_lines import stage_line
from mapping.graphemes import graphemes
from mapping.journey_map import JourneyMap
from mapping.overlay import Overlay
from mapping.parts import MapStage, MapTouchpoint
from mapping.renderer import Renderer
from mapping.rows import missing
from mapping.twin import change
from mapping.words import Words
from mapping.wrapping import ELLIPSIS, hyphen, tidy

NARROWEST, PLAIN, WIDEST = 40, 80, 200
_ROOMY, _FULL = 100, 120
_FIGURES = 28
_NAMES = 53
_COLOURS = {
    Level.VERY_NEGATIVE: "38;5;208",
    Level.NEGATIVE: "38;5;215",
    Level.NEUTRAL: "38;5;245",
    Level.POSITIVE: "38;5;75",
    Level.VERY_POSITIVE: "38;5;33",
}
# The same on a ground of any colour: between those of the light and those of the dark theme.
_TRUE_COLOURS = {
    Level.VERY_NEGATIVE: "38;2;217;95;33",
    Level.NEGATIVE: "38;2;212;138;74",
    Level.NEUTRAL: "38;2;132;142;156",
    Level.POSITIVE: "38;2;86;150;212",
    Level.VERY_POSITIVE: "38;2;46;122;214",
}
_SIGNS = "●■▲◆"
_BOLD, _DIM, _ITALIC = "1", "2", "3"


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as plain text in UTF-8, 80 columns wide."""
    return write(journey_map, columns=PLAIN, colour=False).encode()


def write(journey_map: JourneyMap, *, columns: int, colour: bool, is_true: bool = False) -> str:
    """Return the map as text, at most `columns` (40 to 200) wide, with ANSI colours where wanted.

    `is_true` says that the terminal has every colour, not 256 of them.
    """
    page = _Page(journey_map.words, max(NARROWEST, min(WIDEST, columns)), colour=colour, is_true=is_true)
    text = journey_map.text
    lines = [
        *page.pair(text.title, text.headline, _BOLD),
        *page.pair(text.subtitle, text.note, _DIM),
        "",
        page.scale(),
    ]
    for stage in journey_map.stages:
        lines += page.stage(stage, journey_map.overlays, changed=change(stage, journey_map))
        line = stage_line(journey_map.cases, stage.id, journey_map.words)
        if line:
            lines[-1:] = [*(f"  {part}" for part in wrapped(f"✓ {line}", page.columns - 2)), ""]
    methods = [group.title or "" for group in journey_map.drawing.groups if group.part == "method"]
    lines += [*(page.styled(line, _DIM) for method in methods for line in wrapped(method, page.columns))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Page:
    """How wide the page is and how it is divided: names, the scale, figures."""

    def __init__(self, words: Words, columns: int, *, colour: bool, is_true: bool) -> None:
        self.words, self.columns, self.colour = words, columns, colour
        self.inks = _TRUE_COLOURS if is_true else _COLOURS
        self.is_narrow = columns < PLAIN
        self.per_level = 7 if columns < _ROOMY else 9
        if columns > _FULL:
            self.per_level = (columns - _FIGURES - _NAMES - 3) // 4
        if self.is_narrow:
            self.per_level = min(self.per_level, (columns - 3) // 4)
        self.wide = 4 * self.per_level + 1
        self.names = columns if self.is_narrow else columns - self.wide - _FIGURES - 2

    def styled(self, text: str, code: str) -> str:
        """Return the text in a colour or weight, if colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def pair(self, left: str, right: str, code: str) -> list[str]:
        """Set two texts at either side, or one under the other."""
        room = self.columns - reach(right) - 2
        if reach(left) > room:
            return [self.styled(fitted(part, self.columns).rstrip(), code) for part in (left, right)]
        return [self.styled(fitted(left, room) + "  " + right, code)]

    def scale(self) -> str:
        """Write the numbers over the scale."""
        ruler = [" "] * (self.wide + 2)
        for level in Level:
            at = (level + 2) * self.per_level
            for place, char in enumerate(f"{'+' if level > 0 else '−' if level < 0 else ''}{abs(level)}"):
                ruler[max(0, at - (1 if level else 0)) + place] = char
        left = 1 if self.is_narrow else self.names + 1
        return " " * left + self.styled("".join(ruler).rstrip(), _DIM)

    def stage(self, stage: MapStage, overlays: Sequence[Overlay] = (), *, changed: str = "") -> Iterator[str]:
        """Write a stage, the groups beside it, its touchpoints and what was said."""
        names = {"peak": self.words.peak, "lowest": self.words.lowest, "end": self.words.end}
        title = " · ".join([stage.title, *(names[moment] for moment in stage.moments)])
        yield from self.lines(stage, title, bold=True)
        if changed:
            yield fitted(f"  {changed}", self.columns)
        for overlay, sign in zip(overlays, _SIGNS, strict=False):
            part = replace(stage, cell=overlay.stages[stage.id])
            yield from self.lines(part, f" {sign} {overlay.name}", bold=False)
        for point in stage.touchpoints:
            name = f"  {point.title}"
            placed = f"{name} ({self.words.offline})"
            if point.where == "offline" and reach(placed) <= self.names:
                name = placed
            yield from self.lines(point, name, bold=False)
        for quote in stage.quotes[:1]:
            said = self.words.quoted(quote.text)
            yield from (self.styled(f"  {line}", _ITALIC) for line in wrapped(said, self.columns - 2))
        for pain in stage.pain_points or ():
            customers = self.words.counted(self.words.customers, pain.customers)
            severity = self.words.severity.format(n=self.words.plain(pain.severity))
            yield fitted(f"  ! {pain.title} · {customers} · {severity}", self.columns)
        for found in stage.opportunities:
            yield fitted(f"  → {found.title}", self.columns)
        yield ""

    def lines(self, part: MapStage | MapTouchpoint, name: str, *, bold: bool) -> Iterator[str]:
        """Write a name, its place on the scale and its figures; under each other where room is scarce."""
        start = fitted(name, self.names)
        start = self.styled(start, _BOLD) if bold else start
        cell, level = part.cell, part.level
        if level is None or cell.score is None or cell.low is None or cell.high is None:
            note, room = missing(cell, self.words), self.columns - (2 if self.is_narrow else self.names + 1)
            told = self.styled(fitted(note, room).rstrip(), _DIM)
            yield from ([start, f"  {told}"] if self.is_narrow else [f"{start} {told}"])
            return
        code = self.inks[level]
        plot = self.plot(cell.score, cell.low, cell.high, code, hollow=cell.is_low_n)
        score = self.words.signed(cell.score)
        span = f"{self.words.signed(cell.low)}…{self.words.signed(cell.high)}"
        note = f"n={self.words.count(cell.voters or 0)}" + (f" {self.words.low_n}" if cell.is_low_n else "")
        rest = fitted(f"{span} {note}", (self.columns if self.is_narrow else _FIGURES) - reach(score) - 2)
        figures = f"{self.styled(score, f'{code};{_BOLD}' if bold else code)} {rest.rstrip()}"
        yield from ([start, f" {plot}", f"  {figures}"] if self.is_narrow else [f"{start} {plot} {figures}"])

    def plot(self, score: float, low: float, high: float, code: str, *, hollow: bool) -> str:
        """Draw the interval as a bar with the score as a bead; dots mark the levels."""
        places = [self.at(value) for value in (low, score, high)]
        ground = ["·" if place % self.per_level == 0 else " " for place in range(self.wide)]
        ground[self.wide // 2] = "│"
        bar = ["─"] * (places[2] - places[0] + 1)
        bar[0], bar[-1] = "├", "┤"
        bar[places[1] - places[0]] = "○" if hollow else "●"
        before, after = "".join(ground[: places[0]]), "".join(ground[places[2] + 1 :])
        return self.styled(before, _DIM) + self.styled("".join(bar), code) + self.styled(after, _DIM)

    def at(self, value: float) -> int:
        """Return the column of a score on the scale."""
        return round((value + 2) * self.per_level)


def reach(text: str) -> int:
    """Return how many columns a terminal gives the text: two for East Asian letters and emoji."""
    return sum(
        0 if category(char) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(char) in {"W", "F"} else 1
        for char in tidy(text)
        if char != " "
    ) + text.count(" ")


def fitted(text: str, columns: int) -> str:
    """Return the text cut or filled to exactly `columns`."""
    if reach(text) > columns:
        letters = list(graphemes(text))
        while letters and reach("".join(letters)) > columns - 1:
            letters.pop()
        text = "".join(letters) + ELLIPSIS
    return text + " " * (columns - reach(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Return the text in lines of at most `columns`; a word longer than a line is broken."""
    lines = [""]
    for word in tidy(text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if reach(longer) <= columns:
            lines[-1] = longer
        else:
            lines += _chunks(word, columns)
    return [line for line in lines if line]


def _chunks(word: str, columns: int) -> list[str]:
    """Return a word in pieces of at most `columns`, with hyphens where the script has them."""
    pieces = [""]
    left = list(graphemes(word))
    for place, letter in enumerate(left):
        is_last = place == len(left) - 1
        if reach(pieces[-1] + letter) > columns - (0 if is_last else 1):
            pieces[-1] += hyphen(left[place - 1])
            pieces.append("")
        pieces[-1] += letter
    return pieces


SPEC = Renderer(name="terminal", media_type="text/plain", suffix=".txt", render=render)
