"""How we log: events by name with ids, as text for people or JSON for machines; never what customers say."""

import logging
import sys
from typing import Literal

import structlog


def set_up_logs(*, level: str, form: Literal["text", "json"]) -> None:
    """Send our events to standard error; other libraries speak from `warning` on."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(
        stream=sys.stderr, level=max(number, logging.WARNING), format="%(levelname)s %(name)s"
    )
    colours = sys.stderr.isatty()
    render = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=colours)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_to_standard_error,
    )


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    """Return a logger for what standard error is now, not what it was when logging was set up."""
    return structlog.PrintLogger(sys.stderr)
