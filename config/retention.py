"""What the operator declares of how long things are kept."""

from config.declared import Declared, Duration


class Retention(Declared):
    """How long what tells of single people is kept; without a length, for as long as they let us."""

    text: Duration | None = None
    """How long words of customers are kept, and what they sent along; how it felt stays on the map."""
    identity: Duration | None = None
    """How long after the last sign of life it is known who somebody is: name, ids, addresses, messages."""
    inbox: Duration | None = None
    """How long messages are kept as they came in, once they are dealt with."""
    outbox: Duration | None = None
    """How long messages are kept that went out; at least as long as an answer can be changed."""
