"""How a person reacts to what the shop asks: a tap, a few words, a skip, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from bot.simulation.bank import Mood, comments
from bot.simulation.chance import dice
from bot.simulation.paths import Trouble, Visit
from feedback.prompts import Choice, Prompt, Reply

_SHRUGS: Final = {
    "en": ("so-so", "hm, hard to say", "dunno really"),
    "de": ("naja", "so lala", "schwer zu sagen"),
}
"""What people say instead of a number; none of it is one."""

_PROBLEMS: Final[dict[Trouble, str]] = {"cost": "shipping_cost"}
"""What a trouble is called among the choices, where that is not its own name."""

_WHERE_IT_HAPPENS: Final = frozenset({"checkout", "delivery"})
"""Where people speak of the trouble itself; later on they speak of what was done about it."""

_GLAD, _SAD = 0.9, -0.35
_SHRUGS_OFTEN, _SKIPS_OFTEN, _CHANGES_OFTEN, _REMINDABLE = 0.03, 0.08, 0.04, 0.3
_ONE_OF_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A reply, `after` the prompt was seen; `changed` is what they make of it ten minutes later."""

    reply: Reply
    after: timedelta
    changed: Reply | None = None
    is_misfit: bool = False
    """Whether the reply is meant not to fit the question."""


def react(prompt: Prompt, visit: Visit, *, seed: int) -> Reaction | None:
    """Return how the visitor reacts to `prompt`, which is about `visit`; None is silence."""
    if prompt.question is None:
        return None
    chance = dice("reaction", seed, visit.source_id, prompt.question, prompt.purpose)
    if not _cares(prompt, visit, chance):
        return None
    after = _delay(prompt, chance)
    if _is_scale(prompt) and prompt.purpose == "ask" and chance.random() < _SHRUGS_OFTEN:
        words = chance.choice(_SHRUGS[visit.person.language])
        return Reaction(reply=Reply(prompt=prompt.id, text=words), after=after, is_misfit=True)
    reply = _reply(prompt, visit, chance)
    return Reaction(reply=reply, after=after, changed=_second_thought(prompt, visit, chance))


def _cares(prompt: Prompt, visit: Visit, chance: Random) -> bool:
    """Say whether they answer at all; who has begun mostly goes on, and bad days loosen tongues."""
    if prompt.purpose == "remind":
        return chance.random() < _REMINDABLE
    upset = 0.1 if visit.mood < _SAD else 0.0
    likelihood = visit.person.diligence + upset if prompt.step == 1 else 0.94
    return chance.random() < likelihood


def _delay(prompt: Prompt, chance: Random) -> timedelta:
    if prompt.purpose == "ask" and prompt.step == 1:
        return timedelta(minutes=min(chance.lognormvariate(3, 1.3), 900))
    return timedelta(seconds=chance.uniform(8, 60))


def _is_scale(prompt: Prompt) -> bool:
    return len(prompt.shape.choices) > _ONE_OF_TWO and prompt.shape.look in {"faces", "stars", "numbers"}


def _reply(prompt: Prompt, visit: Visit, chance: Random) -> Reply:
    shape = prompt.shape
    if not shape.choices:
        return _words(prompt, visit, chance)
    if _is_scale(prompt):
        return _rating(prompt, visit, chance)
    if shape.many or len(shape.choices) > _ONE_OF_TWO:
        return Reply(prompt=prompt.id, choices=_problems(prompt, visit, chance))
    return Reply(prompt=prompt.id, choices=(_yes_or_no(shape.choices, visit),))


def _words(prompt: Prompt, visit: Visit, chance: Random) -> Reply:
    said = _comments(visit)
    skips = _SKIPS_OFTEN + 0.6 * (1 - visit.person.talkativeness)
    if not said or (prompt.skip is not None and chance.random() < skips):
        return Reply(prompt=prompt.id, skip=True)
    return Reply(prompt=prompt.id, text=chance.choice(said))


def _rating(prompt: Prompt, visit: Visit, chance: Random) -> Reply:
    choices = prompt.shape.choices
    place = _place(visit.mood + chance.gauss(0, 0.2), len(choices))
    said = _comments(visit)
    if visit.touchpoint == "checkout" and said and chance.random() < visit.person.talkativeness / 2:
        # Typed instead of tapped: a number and a few words are understood too.
        return Reply(
            prompt=prompt.id, text=f"{choices[place].value}/{choices[-1].value}, {chance.choice(said)}"
        )
    return Reply(prompt=prompt.id, choices=(choices[place].value,))


def _place(mood: float, points: int) -> int:
    """Return which of so many points, the worst first, says what one feels."""
    return max(0, min(points - 1, round((mood + 2) / 4 * (points - 1))))


def _problems(prompt: Prompt, visit: Visit, chance: Random) -> tuple[str, ...]:
    offered = [choice.value for choice in prompt.shape.choices if choice.value != "other"]
    name = _PROBLEMS.get(visit.trouble, visit.trouble) if visit.trouble else None
    main = name if name in offered else chance.choice(offered)
    also = chance.choice(offered)
    both = prompt.shape.many and also != main and chance.random() < 0.25  # noqa: PLR2004 - one in four
    return (main, also) if both else (main,)


def _yes_or_no(choices: Sequence[Choice], visit: Visit) -> str:
    wanted = "yes" if visit.mood > 0 else "no"
    values = [choice.value for choice in choices]
    return wanted if wanted in values else values[0]


def _second_thought(prompt: Prompt, visit: Visit, chance: Random) -> Reply | None:
    """Return a reply one point kinder: some tap again, once they have calmed down."""
    if not _is_scale(prompt) or chance.random() >= _CHANGES_OFTEN:
        return None
    choices = prompt.shape.choices
    place = min(len(choices) - 1, _place(visit.mood, len(choices)) + 1)
    return Reply(prompt=prompt.id, choices=(choices[place].value,))


def _comments(visit: Visit) -> Sequence[str]:
    mood = _mood(visit)
    here = visit.trouble if visit.touchpoint in _WHERE_IT_HAPPENS else None
    about_trouble = comments(here, mood, visit.person.language) if here else ()
    return about_trouble or comments(visit.touchpoint, mood, visit.person.language)


def _mood(visit: Visit) -> Mood:
    if visit.mood >= _GLAD:
        return "glad"
    return "sad" if visit.mood < _SAD else "flat"
