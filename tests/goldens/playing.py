"""Playing a scene on a platform."""

from collections.abc import Mapping
from pathlib import Path

from tests.goldens.on_slack import on_slack
from tests.goldens.on_telegram import on_telegram
from tests.goldens.scenes import BOTH, POLICIES, SLACK, TELEGRAM
from tests.goldens.script import Platform, Script

SCENES: Mapping[Platform, tuple[str, ...]] = {"telegram": (*BOTH, *TELEGRAM), "slack": (*BOTH, *SLACK)}
"""The names of all scenes there are on each platform."""


async def played(platform: Platform, name: str, folder: Path) -> Script:
    """Play a scene in a program of its own, whose data lie in `folder`; return what happened."""
    policy = POLICIES.get(name, "")
    if platform == "telegram":
        async with on_telegram(folder, policy=policy) as customer:
            await ({**BOTH, **TELEGRAM}[name])(customer)
            return customer.script
    async with on_slack(folder, policy=policy) as member:
        await ({**BOTH, **SLACK}[name])(member)
        return member.script
