"""Every method that is emulated."""

from . import auth, chat, conversations, files, people, reactions, views
from .call import Methods

METHODS: Methods = {
    **auth.METHODS, **chat.METHODS, **conversations.METHODS, **files.METHODS, **people.METHODS,
    **reactions.METHODS, **views.METHODS,
}  # fmt: skip
