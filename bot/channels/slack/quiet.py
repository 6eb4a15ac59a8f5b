"""What Slack's SDKs may say in our logs."""

import logging

import aiohttp
import structlog

log = structlog.get_logger()

_GONE = (aiohttp.ClientConnectionError, ConnectionError)


class _Closed(logging.Filter):
    """Tells in one line, instead of twenty, that a connection closed before something was acknowledged."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, _GONE):
            return True
        # Nothing is lost by it: Slack sends again what nobody acknowledged.
        log.info("slack_connection_closed", error=type(error).__name__)
        return False


_CLOSED = _Closed()


def quiet_logger() -> logging.Logger:
    """Return a logger for the SDKs that lets only errors through: below, they write out what people say."""
    logger = logging.getLogger("bot.channels.slack.sdk")
    logger.setLevel(logging.ERROR)
    logger.addFilter(_CLOSED)  # once, however often it is added
    return logger
