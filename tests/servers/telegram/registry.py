"""The list of methods that this server answers, filled by the methods_* files."""

from collections.abc import Callable
from typing import Any, Final

from tests.servers.telegram.calls import Call

Handler = Callable[[Call], Any]

METHODS: Final[dict[str, Handler]] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Register a handler under a method's official name."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = handler
        return handler

    return register
