"""Invitations: a signed word for one interaction, to be printed as a link or a code.

Whoever holds an invitation first may answer for its customer; that it is used once is the inbox's doing.
"""

import hmac
from base64 import urlsafe_b64encode

_SIGNATURE_BYTES = 16
_MOST_LETTERS = 300


def sign_invitation(interaction: str, *, secret: bytes) -> str:
    """Return the invitation to `interaction`: `INTERACTION.SIGNATURE`."""
    return f"{interaction}.{_signature(interaction, secret=secret)}"


def read_invitation(invitation: str, *, secret: bytes) -> str | None:
    """Return the interaction `invitation` is for; None when it is not one of ours."""
    if len(invitation) > _MOST_LETTERS or not invitation.isascii():
        return None
    interaction, _, signature = invitation.rpartition(".")
    expected = _signature(interaction, secret=secret)
    return interaction if interaction and hmac.compare_digest(signature, expected) else None


def invitation_link(interaction: str, *, site: str, secret: bytes) -> str:
    """Return the link to print on a receipt; what stands behind the # stays in the browser."""
    return f"{site.rstrip('/')}/i#{sign_invitation(interaction, secret=secret)}"


def _signature(interaction: str, *, secret: bytes) -> str:
    digest = hmac.digest(secret, b"invitation\0" + interaction.encode(), "sha256")
    return urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).rstrip(b"=").decode()
