"""`python -m tests.emulators.slack`: an emulated Slack as a process of its own."""

import argparse
import sys

from ..common.server import main, parser
from .server import make_app


def options() -> argparse.ArgumentParser:
    """What can be chosen at the start; the rest is for `/control/app` and `/control/rates`."""
    made = parser(
        "slack", "An emulated Slack: Web API, Events, Socket Mode, OAuth, and a page to play the customer."
    )
    made.add_argument("--mode", choices=("socket", "http"), default="socket", help="how events reach the app")
    made.add_argument("--request-url", default="", help="where the app takes events, if over HTTP")
    made.add_argument("--rotation", action="store_true", help="give tokens that live for 12 hours")
    made.add_argument(
        "--commercial", action="store_true", help="limit reading as for apps outside the Marketplace"
    )
    made.add_argument(
        "--rate-limits", choices=("on", "off"), default="on", help="answer 429 (default: %(default)s)"
    )
    return made


if __name__ == "__main__":
    sys.exit(main(make_app, options().parse_args()))
