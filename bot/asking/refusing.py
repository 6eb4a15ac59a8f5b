"""How we say what was not understood: every problem at once, and what to tap to go on."""

from collections.abc import Iterator, Mapping

from bot.asking.asked import Meaning, Misread, Problem
from bot.asking.phrases import ASKING, AskingKey
from bot.command import Answer, Button, Call
from bot.command_words import written
from config import formats
from feedback.spoken import as_command
from mapping.catalogue import words_for
from mapping.wrapping import tidy

_KINDS: Mapping[str, AskingKey] = {
    "persona": "a_persona",
    "segment": "a_segment",
    "stage": "a_stage",
    "touchpoint": "a_touchpoint",
    "medium": "a_medium",
    "language": "a_language",
    "period": "a_period",
    "form": "a_form",
    "step": "a_step",
}
_MOST_LISTED = 12


def refused_reading(misread: Misread, call: Call, *, language: str) -> Answer:
    """Return what is said to words that were not all understood."""
    lines = [line for problem in misread.problems for line in _lines(problem, call, language)]
    buttons = [
        Button(label=_title(each, language), command=f"/{call.command} {each.words}".strip())
        for each in misread.choices
    ]
    if any(problem.kind == "cannot_pair" for problem in misread.problems):
        label = ASKING.say("pair_button", language)
        buttons = [Button(label=label, command=f"/compare {' '.join(misread.said)}", is_new=True)]
    usage = as_command(written(call.command.partition(" ")[0], language), call.actor.channel)
    text = "\n".join([*(f"• {line}" for line in lines), "", ASKING.say("another_way", language, usage=usage)])
    return Answer(text=text, buttons=tuple(buttons), is_refusal=True)


def refused_with(text: str, *buttons: Button) -> Answer:
    """Return a refusal in whole sentences."""
    return Answer(text=text, buttons=buttons, is_refusal=True)


def _lines(problem: Problem, call: Call, language: str) -> Iterator[str]:
    said, about, channel = _quoted(problem.said), _about(problem.about, language), call.actor.channel
    match problem.kind:
        case "unknown":
            yield " ".join(filter(None, _unknown(problem, language)))
        case "ambiguous":
            titles = formats.names([_title(each, language) for each in problem.meant], language)
            yield ASKING.say("ambiguous", language, said=said, titles=titles)
        case "twice":
            yield ASKING.say("twice", language, said=said, about=about)
        case "lacks":
            yield " ".join([ASKING.say("lacks", language, about=about), _there_are(problem, language)])
        case "misplaced":
            yield ASKING.say("misplaced", language, said=said, stage=problem.about)
        case "backwards":
            yield ASKING.say("backwards", language, said=said)
        case "not_here":
            yield ASKING.say("not_here", language, said=said, map=as_command("map", channel))
        case "no_pair":
            yield ASKING.say("no_pair", language)
        case "cannot_pair":
            compare = as_command("compare", channel)
            yield ASKING.say(
                "cannot_pair", language, command=as_command(call.command, channel), compare=compare
            )


def _unknown(problem: Problem, language: str) -> Iterator[str]:
    said = _quoted(problem.said)
    if problem.about:
        yield ASKING.say("unknown_as", language, said=said, about=_about(problem.about, language))
        yield _instead(problem, language)
    else:
        yield ASKING.say("unknown", language, said=said)
        yield _meant(problem.meant, language)


def _instead(problem: Problem, language: str) -> str:
    return _meant(problem.meant, language) or _there_are(problem, language)


def _meant(meant: tuple[Meaning, ...], language: str) -> str:
    return ASKING.say("mean", language, title=_title(meant[0], language)) if meant else ""


def _there_are(problem: Problem, language: str) -> str:
    known = problem.known[:_MOST_LISTED]
    if not known:
        return ASKING.say("there_is_none", language)
    more = ["…"] if len(problem.known) > len(known) else []
    return ASKING.say("there_are", language, names=", ".join([*known, *more]))


def _about(about: str, language: str) -> str:
    key = _KINDS.get(about)
    return about if key is None else ASKING.say(key, language)


def _title(meaning: Meaning, language: str) -> str:
    """Return how something is called, with its sort or its days."""
    if meaning.period is not None:
        return words_for(language).period(meaning.period)
    key = _KINDS.get(meaning.kind)
    return meaning.title if key is None else f"{meaning.title} ({ASKING.say(key, language)})"


def _quoted(said: str) -> str:
    return tidy(said)[:80].replace("**", "* *")
