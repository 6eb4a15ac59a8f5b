"""How a prompt is written where there are no buttons: numbered lines, and how to reply to them."""

from collections.abc import Iterator

from feedback.anonymous_words import ANONYMOUS
from feedback.prompts import Grid, Prompt, Shape
from feedback.showing import as_table, on_a_line, unmarked
from feedback.wording import say


def degrade(prompt: Prompt) -> str:
    """Return the whole prompt as plain text; every number in it is understood as the answer beside it."""
    if prompt.purpose in {"notice", "answer"} and prompt.question is None:
        # Its choices are commands, so these are what to write.
        is_answer = prompt.purpose == "answer"
        told = [unmarked(prompt.text) if is_answer else prompt.text, *map(_table, prompt.grids)]
        commands = "\n".join(f"{_command(choice.value)}  {choice.label}" for choice in prompt.shape.choices)
        return "\n\n".join(part for part in (*told, commands) if part)
    hints = " ".join(_hints(prompt))
    return "\n\n".join(part for part in (prompt.text, "\n".join(_lines(prompt.shape)), hints) if part)


def _table(grid: Grid) -> str:
    return "\n".join(part for part in (on_a_line(unmarked(grid.title)), *as_table(grid)) if part)


def _command(value: str) -> str:
    return value.removeprefix("/") if value.startswith("//") else value


def _lines(shape: Shape) -> Iterator[str]:
    match shape.look:
        case "numbers":
            yield from _ends(shape)
        case "faces" | "stars":
            for choice in shape.choices:
                end = _end(shape, choice.value)
                yield f"{choice.value}  {choice.label}" + (f"  {end}" if end else "")
        case "list" | "text":
            yield from (f"{number}. {choice.label}" for number, choice in enumerate(shape.choices, start=1))


def _ends(shape: Shape) -> Iterator[str]:
    # Eleven lines of bare numbers would say nothing that the hint below does not.
    for choice in shape.choices:
        if end := _end(shape, choice.value):
            yield f"{choice.value} = {end}"


def _end(shape: Shape, value: str) -> str | None:
    if value == shape.choices[0].value:
        return shape.low
    return shape.high if value == shape.choices[-1].value else None


def _hints(prompt: Prompt) -> Iterator[str]:
    shape, language = prompt.shape, prompt.language
    if not shape.choices and not shape.writable:
        return
    yield _how(shape, language)
    if shape.most is not None:
        yield say("reply_at_most", language, most=shape.most)
    if shape.choices and shape.writable:
        yield say("reply_own_words", language)
    if prompt.skip is not None:
        yield say("reply_skip", language, word=prompt.skip)
    if prompt.nameless is not None:
        yield ANONYMOUS.say("reply", language, word=ANONYMOUS.say("word", language))
    if prompt.named is not None:
        yield ANONYMOUS.say("back_reply", language, word=ANONYMOUS.say("back_word", language))


def _how(shape: Shape, language: str) -> str:
    if not shape.choices:
        return say("reply_text", language)
    if shape.look == "list":
        return say("reply_choices" if shape.many else "reply_choice", language)
    return say("reply_number", language, low=shape.choices[0].value, high=shape.choices[-1].value)
