"""Which should count, a tap or words that contradict it: when we ask that, how, and what is said to it."""

from typing import Literal

from feedback.catalogue import Key
from feedback.leading import lead_of, tap_in, taps_of
from feedback.picking import Option, named, tapped
from feedback.prompts import Choice, Reply, Shape
from feedback.reading import clean
from feedback.records import Given, Session
from feedback.scorer import Score
from feedback.wording import say

SURE = 0.6
"""With less confidence than this a contradiction is kept, but nobody is asked about it.

On 1,500 comments of patients (urgent_care_fft, engine aftertouch) this asks about 36; people judged the words
of 25 of them to be on the other side than the tap, and those of 7 to be on neither.
"""

Settlement = Literal["keep", "change"]


def is_clear(score: Score) -> bool:
    """Say whether words contradict a tap for sure; engines without a confidence are taken at their word."""
    return score.contradiction and (score.confidence is None or score.confidence >= SURE)


def doubted(session: Session) -> str | None:
    """Return the question whose tap the words of `session` contradict, if any do.

    Words beside a tap of their own contradict that one; others, of those that lead them, the furthest away.
    """
    taps = taps_of(session.given)
    against = next((question for question, given in session.given.items() if given.contradicts), None)
    if against is None or against in taps:
        return against
    rated = {question: tap for question, tap in taps.items() if tap.rated} or taps
    lead = lead_of(rated.values())
    if not lead:
        return None
    return max(rated, key=lambda question: rated[question].valence * lead)


def ask_which(given: Given, shape: Shape, *, language: str) -> tuple[str, Shape]:
    """Return the words that ask which should count, and the buttons; `shape` is the tapped question's."""
    tap = tap_in(given)
    key: Key = "doubt_happy" if tap is not None and tap.valence < 0 else "doubt_unhappy"
    words = say(key, language, rating=_tapped(given, shape, language=language, is_short=False))
    return words, _buttons(_tapped(given, shape, language=language, is_short=True), language)


def meant(reply: Reply, buttons: Shape, *, language: str) -> Settlement | None:
    """Return what a reply to that says: a tap, or words that mean one of the buttons; None if neither."""
    options = [Option(id=choice.value, names=(choice.label, choice.value)) for choice in buttons.choices]
    picked = tapped(options, reply.choices) if reply.choices else None
    match picked or (named(options, clean(reply.text), language=language),):
        case ("keep",):
            return "keep"
        case ("change",):
            return "change"
        case _:
            return None


def tapped_again(given: Given) -> Reply:
    """Return the reply that would give the same answer once more."""
    return Reply(choices=_values(given), text=given.text)


def is_same_tap(one: Given, other: Given) -> bool:
    """Say whether two answers tapped the same."""
    return _values(one) == _values(other) and one.skipped == other.skipped


def _buttons(rating: str, language: str) -> Shape:
    keep, change = say("keep", language, rating=rating), say("change", language)
    return Shape(
        look="list",
        choices=(
            Choice(value="keep", label=keep, spoken=keep),
            Choice(value="change", label=change, spoken=change),
        ),
    )


def _tapped(given: Given, shape: Shape, *, language: str, is_short: bool) -> str:
    """Say what was tapped: options by their names, points as `5 of 5`, where there is room as spoken."""
    picked = [choice for choice in shape.choices if choice.value in _values(given)]
    if shape.look == "list" or not picked:
        return ", ".join(choice.label for choice in picked)
    if is_short:
        return say("point_of", language, value=picked[0].value, top=shape.choices[-1].value)
    return f"{picked[0].label} {picked[0].spoken}" if shape.look == "faces" else picked[0].spoken


def _values(given: Given) -> tuple[str, ...]:
    return given.choices if given.value is None else (f"{given.value:g}",)
