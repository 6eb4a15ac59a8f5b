"""The emulators as a person starts them."""

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

SETTINGS = {
    "telegram": ["AFTERTOUCH_TELEGRAM_API", "AFTERTOUCH_TELEGRAM_TOKEN"],
    "slack": ["AFTERTOUCH_SLACK_API", "AFTERTOUCH_SLACK_BOT_TOKEN", "AFTERTOUCH_SLACK_APP_TOKEN"],
}
ASKED = {"telegram": "{api}/bot{token}/getMe", "slack": "{api}auth.test?token={token}"}


@pytest.mark.parametrize("platform", SETTINGS)
def test_the_settings_it_names_lead_to_the_platform(platform: str) -> None:
    command = [sys.executable, "-m", "bot", "emulate", platform]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as emulator:
        try:
            assert emulator.stdout is not None
            told = "".join(iter(emulator.stdout.readline, "Stop with Ctrl-C.\n"))
            exported = dict(re.findall(r"export (\w+)=(\S+)", told))
            api, token = exported[SETTINGS[platform][0]], exported[SETTINGS[platform][1]]
            answer = httpx.get(ASKED[platform].format(api=api, token=token)).json()
        finally:
            emulator.terminate()

    assert list(exported) == SETTINGS[platform]
    assert answer["ok"] is True


def test_the_emulators_own_options_are_passed_on() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "emulate", "telegram", "--", "--help"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0
    assert "--clock" in done.stdout


def test_another_platform_is_refused_by_name(terminal: "Terminal") -> None:
    refused = terminal("emulate", "whatsapp")

    assert refused.code == 2
    assert "'slack', 'telegram'" in refused.err
