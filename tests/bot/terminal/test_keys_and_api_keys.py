import base64
import json
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal


def test_a_new_key_is_for_its_owner_only_and_never_overwrites_one(home: Path, terminal: "Terminal") -> None:
    made = terminal("keys", "new")
    again = terminal("keys", "new")

    assert made.code == 0
    assert stat.S_IMODE((home / "aftertouch.key").stat().st_mode) == 0o600
    assert again.code == 1
    assert "nothing was changed" in again.err


def test_a_key_is_checked_against_its_database(home: Path, terminal: "Terminal") -> None:
    terminal("keys", "new")
    before = terminal("keys", "check")
    terminal("touch", "anna", "counter")
    after = terminal("keys", "check")
    terminal("--key-file", "other.key", "keys", "new")
    other = terminal("--key-file", "other.key", "keys", "check")

    assert "is sound. There is no database aftertouch.db yet." in before.out
    assert re.search(r"Key \w{12} \(aftertouch\.key\) opens workspace main in ", after.out)
    assert other.code == 1
    assert "made with master key" in other.err


def test_a_key_others_can_read_is_pointed_out(home: Path, terminal: "Terminal") -> None:
    terminal("keys", "new")
    (home / "aftertouch.key").chmod(0o644)

    assert "chmod 600 aftertouch.key" in terminal("keys", "check").err


@pytest.mark.parametrize("content", ["", "{}", "short", '{"current": "a", "keys": {}}'])
def test_a_broken_key_file_is_said_and_not_touched(home: Path, terminal: "Terminal", content: str) -> None:
    (home / "aftertouch.key").write_text(content)

    for command in ("check", "rotate"):
        told = terminal("keys", command)
        assert told.code == 1
        assert told.err.startswith("Error: aftertouch.key: ")
        assert told.err.endswith("; put back the one this database was made with\n")
    assert (home / "aftertouch.key").read_text() == content


def test_a_missing_key_file_is_said(terminal: "Terminal") -> None:
    told = terminal("keys", "check").err
    assert told.startswith("Error: aftertouch.key: there is no such key file; put back the one")


def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(
    home: Path, terminal: "Terminal"
) -> None:
    terminal("chat", "--customer", "anna", typed="5\n")
    old = (home / "aftertouch.key").read_text()

    kept = terminal("keys", "rotate")
    rings = [len(json.loads((home / "aftertouch.key").read_text())["keys"])]
    dropped = terminal("keys", "rotate", "--drop-old")
    rings.append(len(json.loads((home / "aftertouch.key").read_text())["keys"]))
    (home / "old.key").write_text(old)

    assert re.search(r"has replaced \w{12}; 4 keys were wrapped anew", kept.out)
    assert dropped.code == 0
    assert rings == [2, 1]
    assert "Survey taste is complete" in terminal("why", "anna").out
    assert terminal("--key-file", "old.key", "why", "anna").code == 1


def test_a_key_from_the_environment_cannot_be_rotated_from_here(
    terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_KEY", base64.b64encode(bytes(32)).decode())

    told = terminal("keys", "rotate")

    assert told.code == 1
    assert "AFTERTOUCH_KEY_FILE" in told.err


def test_an_api_key_is_shown_once_listed_and_revoked(terminal: "Terminal") -> None:
    made = terminal("api-key", "new", "shop system")
    token, key_id = re.findall(r"^\w+: +(\S+)$", made.out, re.MULTILINE)
    listed = terminal("api-key", "list")
    revoked = terminal("api-key", "revoke", key_id)

    assert token not in listed.out
    assert re.fullmatch(rf"{key_id}  shop system  made \d{{4}}-\d\d-\d\d  plain\n", listed.out)
    assert revoked.code == 0
    assert "revoked" in terminal("api-key", "list").out
    assert terminal("api-key", "revoke", key_id).code == 1


def test_a_key_that_signs_comes_with_a_secret(terminal: "Terminal") -> None:
    made = terminal("api-key", "new", "crm", "--signed")

    assert re.search(r"^Secret: [0-9a-f]{64} \(32 bytes in hex\)$", made.out, re.MULTILINE)
    assert "signs" in terminal("api-key", "list").out


def test_keys_need_no_journey(home: Path, terminal: "Terminal") -> None:
    (home / "journey.yaml").unlink()

    assert terminal("keys", "new").code == 0
    assert terminal("api-key", "new", "crm").code == 0


def test_a_word_that_is_no_command_is_met_with_the_one_meant(terminal: "Terminal") -> None:
    assert 'did you mean "check"?' in terminal("keys", "chek").err
    assert 'did you mean "revoke"?' in terminal("api-key", "revok", "x").err
