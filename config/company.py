"""What the operator declares of themselves and of how long things are kept: what customers are told."""

from config.declared import Declared
from config.text import Text


class Company(Declared):
    """Who asks; declared, customers are told at first contact, and again when these words change."""

    name: Text
    """Who asks, as customers know you."""
    why: Text | None = None
    """What the answers are for, in a sentence; without it, that they help you to do better."""
    use: Text | None = None
    """What happens with an answer, in a sentence; without it, that your team reads it."""
    contact: str | None = None
    """Where customers reach a person about their data: an e-mail address, or a page."""
    version: str | None = None
    """Which version of these words it is; without it, any change makes a new one, told to everybody anew."""
