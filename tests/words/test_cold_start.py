"""What says nothing to anybody loads no catalogue."""

from subprocess import run
from sys import executable

_CODE = """
import sys
from bot.cli import main
sys.argv = ["aftertouch", *{arguments}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
from feedback.wording import TALK
assert not [name for name in sys.modules if name.partition(".")[0] == "babel"], "Babel"
assert TALK.is_cold, "the talk"
"""


def is_cold(arguments: list[str], *, given: str = "") -> bool:
    code = _CODE.format(arguments=arguments)
    found = run((executable, "-c", code), input=given, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return True


def test_judging_texts_loads_no_catalogue() -> None:
    assert is_cold(["score"], given="The delivery was late, but the courier was kind.\n")


def test_helping_loads_no_catalogue() -> None:
    assert is_cold(["--help"])
