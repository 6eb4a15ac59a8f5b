"""Prompts to send."""

from feedback.prompts import Choice, Prompt, Shape

PROMPT = "0192f0c0ffee7abc8def0123456789ab.3"
FACES = Shape(
    look="faces",
    choices=tuple(
        Choice(value=str(value), label=face, spoken=f"{value} of 5")
        for value, face in enumerate("😡🙁😐🙂😀", start=1)
    ),
)
SEVERAL = Shape(
    look="list",
    choices=tuple(
        Choice(value=each, label=each.title(), spoken=each) for each in ("price", "staff", "speed")
    ),
    many=True,
)
WORDS = Shape(look="text", writable=True)
NOTHING = Shape(look="text")


def prompt(shape: Shape = FACES, *, text: str = "How was it?", skip: str | None = None) -> Prompt:
    return Prompt(
        id=PROMPT, session=PROMPT.partition(".")[0], question="q", purpose="ask", text=text, language="en",
        shape=shape, skip=skip,
    )  # fmt: skip
