"""Playing a scene on a platform."""

from collections.abc import Mapping
from pathlib import Path

from tests.goldens.on_slack import on_slack
from tests.goldens.on_telegram import on_telegram
from tests.goldens.scenes import BOTH, SLACK, TELEGRAM
from tests.goldens.script import Platform, Script

SCENES: Mapping[Platform, tuple[str, ...]] = {"telegram": (*BOTH, *TELEGRAM), "slack": (*BOTH, *SLACK)}
"""The names of all scenes there are on each platform."""


async def played(platform: Platform, name: str, folder: Path) -> Script:
    """Play a scene in a program of its own, whose data lie in `folder`; return what happened."""
    if platform == "telegram":
        async with on_telegram(folder) as customer:
            await ({**BOTH, **TELEGRAM}[name])(customer)
            return customer.script
    async with on_slack(folder) as member:
        await ({**BOTH, **SLACK}[name])(member)
        return member.script
