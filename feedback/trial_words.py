"""What marks a prompt as one of a test."""

from dataclasses import replace
from typing import Literal

from config.phrases import Phrases
from feedback.prompts import Prompt
from feedback.records import Session

TrialKey = Literal["mark"]

TRIAL: Phrases[TrialKey] = Phrases("feedback", "words", "trial")


def marked(prompt: Prompt, session: Session) -> Prompt:
    """Return a prompt as it goes out: one of a test says so first."""
    if not session.is_test:
        return prompt
    return replace(prompt, text=f"{TRIAL.say('mark', session.language)}\n\n{prompt.text}")
