"""What all scales share: points to tap, and typed words and numbers that mean one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.text import Text
from feedback.catalogue import Key
from feedback.emoji import EMOJI_VALENCE, one_emoji, stars_in
from feedback.figures import Figure, figure
from feedback.prompts import Choice, Look, Reply, Shape
from feedback.question import Misfit, Parsed, Scale
from feedback.reading import clean, closest
from feedback.wording import languages_for, say

MOST_CHARACTERS = 2000
"""A comment beside a tap may be this long."""

# No heart on top: people then keep the best face for love and give a good service one less.
FACES: Mapping[int, str] = {3: "🙁😐🙂", 5: "😡🙁😐🙂😀", 7: "😡🙁😕😐🙂😊😀"}
"""Faces from worst to best, by the number of points they can stand for."""

_MOST_STARS_ON_A_BUTTON = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A scale as it is shown: its look, and names for some of its points."""

    scale: Scale
    look: Look
    names: Mapping[int, Key | Text]
    faces: bool = False

    @property
    def points(self) -> range:
        """Every value that can be given, lowest first."""
        return range(int(self.scale.low), int(self.scale.high) + 1)

    def label(self, point: int) -> str:
        """Return what is written on the button of `point`."""
        if self.look == "faces":
            row = FACES[len(self.points)]
            return row[point - 1] if self.scale.best == "high" else row[-point]
        if self.look == "stars":
            return "★" * point if len(self.points) <= _MOST_STARS_ON_A_BUTTON else f"{point}★"
        return str(point)

    def name(self, point: int, *, language: str, default: str) -> str | None:
        """Return the words for `point`, if it has any."""
        match self.names.get(point):
            case None:
                return None
            case Text() as text:
                return text.wording(language, default=default)
            case key:
                return say(key, language)


def ends(
    ladder_names: Mapping[int, Key], scale: Scale, *, low: Text | None, high: Text | None
) -> Mapping[int, Key | Text]:
    """Return the names of a scale's points; the operator's own ends replace all of ours."""
    if low is None and high is None:
        return ladder_names
    own = ((int(scale.low), low), (int(scale.high), high))
    return {point: text for point, text in own if text is not None}


def ladder_shape(ladder: Ladder, *, language: str, default: str) -> Shape:
    """Say how a scale may be answered."""
    points = ladder.points
    return Shape(
        look=ladder.look,
        choices=tuple(_choice(ladder, point, language=language, default=default) for point in points),
        low=ladder.name(points[0], language=language, default=default),
        high=ladder.name(points[-1], language=language, default=default),
    )


def _choice(ladder: Ladder, point: int, *, language: str, default: str) -> Choice:
    name = ladder.name(point, language=language, default=default)
    top = ladder.points[-1]
    spoken = (
        say("point_of", language, value=point, top=top)
        if name is None
        else say("point_of_named", language, value=point, top=top, name=name)
    )
    return Choice(value=str(point), label=ladder.label(point), spoken=spoken)


def read_point(ladder: Ladder, reply: Reply, *, language: str) -> Parsed | Misfit:
    """Understand a tap or typed words as a point; a tap comes first, words beside it are kept."""
    text = clean(reply.text)
    if len(text) > MOST_CHARACTERS:
        return Misfit(reason="too_long")
    if reply.choices:
        return _tapped(ladder, reply, text=text)
    if not text:
        return Misfit(reason="empty")
    if (named := _named(ladder, text, language=language)) is not None:
        return _given(ladder, named)
    if (written := figure(text, language=language)) is not None:
        return _counted(ladder, written, text=text)
    return Misfit(reason="not_a_number")


def _tapped(ladder: Ladder, reply: Reply, *, text: str) -> Parsed | Misfit:
    if len(set(reply.choices)) > 1:
        return Misfit(reason="too_many_choices")
    by_value = {str(point): point for point in ladder.points}
    point = by_value.get(reply.choices[0])
    return Misfit(reason="not_a_choice") if point is None else _given(ladder, point, text=text or None)


def _named(ladder: Ladder, text: str, *, language: str) -> int | None:
    by_word = closest(text, _names(ladder, language=language))
    if by_word is not None:
        return by_word
    return _by_stars(ladder, text) or _by_face(ladder, text)


def _names(ladder: Ladder, *, language: str) -> Iterator[tuple[str, int]]:
    """Yield every word that means a point: what its button says or is read out as, and its names."""
    top = ladder.points[-1]
    for point in ladder.points:
        yield ladder.label(point), point
        yield say("point_of", language, value=point, top=top), point
    for point, name in ladder.names.items():
        for word in _wordings(name, language=language):
            yield word, point
            yield say("point_of_named", language, value=point, top=top, name=word), point


def _wordings(name: Key | Text, *, language: str) -> Iterator[str]:
    """Yield the name in `language`, then in all others: people answer in the language they like."""
    if isinstance(name, Text):
        yield name.wording(language, default=language)
        yield from name.root.values()
    else:
        yield from (say(name, tag) for tag in languages_for(language))


def _by_stars(ladder: Ladder, text: str) -> int | None:
    # A row of stars is meant out of five, unless the scale itself is one of stars.
    counted = ladder.scale.best == "high" and (ladder.look == "stars" or ladder.points == range(1, 6))
    stars = stars_in(text) if counted else None
    return stars if stars in ladder.points else None


def _by_face(ladder: Ladder, text: str) -> int | None:
    emoji = one_emoji(text) if ladder.faces else None
    if emoji is None:
        return None
    felt = EMOJI_VALENCE[emoji]
    return min(ladder.points, key=lambda point: abs(ladder.scale.valence(point) - felt))


def _counted(ladder: Ladder, written: Figure, *, text: str) -> Parsed | Misfit:
    # 2/10 on a scale of five is not rescaled: 1 is as near as 2, and a guess would count as a rating.
    if written.top not in (None, ladder.scale.high) or written.value not in ladder.points:
        return Misfit(reason="out_of_range")
    return _given(ladder, int(written.value), text=text if written.comment else None)


def _given(ladder: Ladder, point: int, *, text: str | None = None) -> Parsed:
    return Parsed(
        value=float(point),
        text=text,
        scale=ladder.scale,
        valence=ladder.scale.valence(point),
        rated=True,
    )
