"""The service's own log: one line an event, without secrets and without what people say."""

import logging
from typing import Final, TextIO

from bot.config import Config

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These write addresses with tokens in them, or what people said, at the levels named here (PLATFORMS, fact 11).
QUIET: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "nio": logging.CRITICAL,
    "peewee": logging.WARNING,
    "alembic": logging.WARNING,
    "aiohttp.access": logging.WARNING,
}
HIDDEN: Final = "***"
# Errors of this module mean bytes that are no request of HTTP.
_BROKEN_REQUESTS: Final = "aiohttp.http_exceptions"


class WithoutSecrets(logging.Formatter):
    """Takes every secret of the config out of every line, traces included."""

    def __init__(self, secrets: frozenset[str]) -> None:
        super().__init__(FORMAT)
        # Longest first, so that no part of a secret that contains another one stays.
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def is_event(record: logging.LogRecord) -> bool:
    """Is this one of ours? What no browser sends is answered 400 and not told: anybody could fill the log with it."""
    kind = record.exc_info[0] if record.exc_info else None
    return record.name != "aiohttp.server" or kind is None or kind.__module__ != _BROKEN_REQUESTS


def start_logging(config: Config, stream: TextIO) -> None:
    """Log to this stream from here on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutSecrets(_secrets(config)))
    handler.addFilter(is_event)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def _secrets(config: Config) -> frozenset[str]:
    hidden = [account.token for account in config.telegram]
    hidden += [account.webhook_secret for account in config.telegram]
    hidden += [secret for account in config.matrix for secret in (account.password, account.access_token)]
    hidden += [key.key for key in config.open311.keys] + [hook.secret for hook in config.webhook]
    return frozenset(secret.reveal() for secret in hidden if secret)
