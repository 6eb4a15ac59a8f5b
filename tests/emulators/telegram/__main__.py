"""Run the emulator: `python -m tests.emulators.telegram`."""

import sys

from ..common.server import main, parser
from .app import add_options, make_app

if __name__ == "__main__":
    options = parser("telegram", "A Telegram Bot API on this machine, with customers played by hand.")
    add_options(options)
    sys.exit(main(make_app, options.parse_args()))
