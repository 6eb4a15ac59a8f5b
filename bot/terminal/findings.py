"""What was found on a platform, a line each: a mark, what it is, and what to do where it is wrong."""

from collections.abc import Iterable

import click

from bot.channel import Finding

_RIGHT, _WRONG = "✓", "✗"


def tell(findings: Iterable[Finding], *, of: str = "") -> bool:
    """Say what was found, and return whether all of it is right."""
    is_all_right = True
    for each in findings:
        is_all_right &= each.is_right
        click.echo(line(each, of=of))
    return is_all_right


def line(finding: Finding, *, of: str = "") -> str:
    """Write a finding about the channel `of`."""
    said = f"{of}: {finding.what}" if of else finding.what
    return f"{_RIGHT} {said}" if finding.is_right else f"{_WRONG} {said}; {finding.fix}"
