"""Asks our own web server whether the process lives, for the health check of a container.

`python -m adapters.web.healthy config.toml` ends with 0 when it does, or when the config has no web server.
"""

import http.client
import sys
import tomllib
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.config_channels import Web

_SECONDS: Final = 5.0
# A server that listens everywhere is asked here.
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not listened at


def is_healthy(config: Path) -> bool:
    """Does `/healthz` answer, where the config has a web server?"""
    web = tomllib.loads(config.read_text(encoding="utf-8")).get("web")
    if web is None:
        return True
    default = Web().listen
    at = urlsplit(f"//{web.get('listen', f'{default.host}:{default.port}')}")
    host = "127.0.0.1" if at.hostname in _EVERYWHERE else at.hostname or ""
    connection = http.client.HTTPConnection(host, at.port, timeout=_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    return 0 if is_healthy(Path(arguments[0])) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
