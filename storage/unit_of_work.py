"""The unit of work over an open connection, and how one is run without an event loop."""

from collections.abc import Awaitable
from typing import TypeVar, cast

from storage.connection import Connection
from storage.stores import STORES

T = TypeVar("T")


class TurnSuspended(Exception):  # noqa: N818 - it says what the turn did
    """A turn may await its stores only: this one waited for something else while it held the database."""


class SqlUnitOfWork:
    """Hands out the stores of one transaction, the same one for a port every time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stores: dict[type, object] = {}

    def store(self, port: type[T]) -> T:
        """The store that answers this port.

        Raises:
            LookupError: no line in `storage.stores` names one.
        """
        store = self._stores.get(port)
        if store is None:
            store = self._stores[port] = self._made(port)
        return cast("T", store)

    def _made(self, port: type) -> object:
        make = STORES.get(port)
        if make is None:
            raise LookupError(f"no store answers {port.__module__}.{port.__name__}; add it to storage/stores.py")
        return make(self._connection)


def drive(work: Awaitable[T]) -> T:
    """Run work to its end in this thread, without an event loop.

    Raises:
        TurnSuspended: it waited for something other than its stores.
    """
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return cast("T", end.value)
    getattr(steps, "close", lambda: None)()
    raise TurnSuspended("a turn may await its stores only")
