"""What is done at the terminal of the server, for the audit log."""

from bot.parts import MACHINE
from feedback.audit import OPERATOR, AuditEntry


def deed(name: str, *about: str) -> AuditEntry:
    """Return what the audit log keeps of the command `name`, done here just now."""
    return AuditEntry(
        at=MACHINE.clock.now(), who=OPERATOR, role="admin", command=name, outcome="done", about=about
    )
