"""Three families of trouble. Anything else is a bug: the turn is rolled back, kept and retried."""

from typing import Any


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A person asked for something that is not allowed or not possible now.

    Carries a text key and its values, never a sentence; the person reads one polite line and nothing changes.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Conflict(Exception):  # noqa: N818 - somebody else was faster, which is no fault
    """Two turns changed the same thing at once; the later one is tried again from the start."""


class Unreadable(Exception):  # noqa: N818 - the fault lies in what arrived
    """A raw event does not have the form that its network promises. It is kept raw and shown to the admin."""


class StorageAway(Exception):  # noqa: N818 - a state of the world
    """The database cannot be reached or written now. Nothing was changed; whoever asked waits and asks again."""
