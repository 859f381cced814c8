"""What this process remembers of the database between transactions: the places, who is who, what is watched.

Each subject has a version in the database, which every change of it raises in its own transaction. What was read at a
version is true for whoever sees that version, in every process. A transaction that has changed a subject itself is on
its own from then on: what it reads is not shared, for it may be rolled back.
"""

from collections.abc import Hashable, Mapping
from enum import IntEnum
from typing import Any

Facts = dict[Hashable, Any]


class Subject(IntEnum):
    """What is remembered; the values are the rows of the table of versions."""

    PLACES = 1
    # Duties, absences, the people of the roster with their accounts, and groups. Residents are too many and change too
    # often.
    PEOPLE = 2
    # Which tickets somebody watches: few, and asked about with every step of every ticket.
    WATCHES = 3


class Memory:
    """What transactions have read, at the newest version that any of them saw. Several threads may use it."""

    def __init__(self) -> None:
        self._kept: dict[Subject, tuple[int, Facts]] = {}

    def at(self, subject: Subject, version: int) -> Facts:
        """What is known at this version, to be read and added to."""
        known, facts = self._kept.get(subject, (-1, {}))
        if known < version:
            facts = {}
            self._kept[subject] = (version, facts)
        # Who still sees an older version neither reads nor spoils what came after it.
        return facts if known <= version else {}


class Known:
    """What one transaction knows: of each subject, and whom it met beside the people of the roster."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._versions: Mapping[int, int] = {}
        self.has_begun = False
        self.facts: dict[Subject, Facts] = {}
        self.met: Facts = {}
        # Subjects whose change has been counted.
        self.told: set[Subject] = set()

    def begin(self, versions: Mapping[int, int]) -> None:
        """These versions hold in this transaction."""
        self._versions, self.has_begun = versions, True
        for subject in Subject:
            self.facts.setdefault(subject, self._memory.at(subject, self.version(subject)))

    def version(self, subject: Subject) -> int:
        """How often the subject had changed when this transaction began."""
        return self._versions.get(subject, 0)

    def forget(self, subject: Subject) -> None:
        """Something of it was changed here: nothing known before holds, and nothing read from now on is shared."""
        self.facts[subject] = {}
        self.met.clear()
