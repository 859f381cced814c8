"""What a roster says, before anybody looks into the database: sheets, rows, areas, members, duties.

Values in, values out; nothing here waits or remembers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.community import Account, PlaceKind, Role
from bot.words import plain_width

_GAPS: Final = re.compile(r"[\s_*]+")


class Table(StrEnum):
    """The two tables of a roster. Each is the whole truth about what it says, for the communities that it names."""

    PLACES = "places"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A cell whose words a file could not give: a date, an error of a formula. Row from 1, column from 0."""

    row: int
    column: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table as its file holds it: rows of cells as text. `trouble` says why a file could not be read at all.

    `part` is the sheet's name in a workbook of several.
    """

    file: str
    part: str = ""
    rows: Sequence[Sequence[str]] = ()
    faults: Sequence[Fault] = ()
    trouble: str | None = None

    @property
    def name(self) -> str:
        """How its author finds it."""
        return f"{self.file} [{self.part}]" if self.part else self.file


class RosterProblems(Exception):  # noqa: N818 - a list for the operator, not one error
    """Nothing was imported. Its text is one line per problem, each with file, row and column."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a sheet, by the names that its author sees."""

    sheet: str
    row: int
    titles: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.sheet} row {self.row}"

    def cell(self, column: str) -> str:
        """A cell of the row, under the title that stands in the file."""
        return f"{self}, column {self.titles.get(column, column)}"


@dataclass(kw_only=True)
class Findings:
    """What is wrong (then nothing is imported) and what is only odd, collected along the way."""

    _problems: list[tuple[str, int, str]] = field(default_factory=list)
    _warnings: list[tuple[str, int, str]] = field(default_factory=list)

    def wrong(self, line: Line, column: str, what: str) -> None:
        """A cell that must be mended first."""
        self._problems.append((line.sheet, line.row, f"{line.cell(column)}: {what}"))

    def wrong_sheet(self, sheet: Sheet, what: str) -> None:
        """A sheet that cannot be used at all."""
        self._problems.append((sheet.name, 0, f"{sheet.name}: {what}"))

    def odd(self, line: Line, column: str, what: str) -> None:
        """A cell that is taken as it is, and that somebody should look at."""
        self._warnings.append((line.sheet, line.row, f"{line.cell(column)}: {what}"))

    def odd_sheet(self, sheet: Sheet, what: str) -> None:
        """A sheet that somebody should look at."""
        self._warnings.append((sheet.name, 0, f"{sheet.name}: {what}"))

    @property
    def problems(self) -> tuple[str, ...]:
        """All problems in the order of files and rows."""
        return _in_order(self._problems)

    @property
    def warnings(self) -> tuple[str, ...]:
        """All warnings in the order of files and rows."""
        return _in_order(self._warnings)


def _in_order(findings: Sequence[tuple[str, int, str]]) -> tuple[str, ...]:
    ordered = sorted(findings, key=lambda finding: finding[:2])
    return tuple(dict.fromkeys(text for _, _, text in ordered))


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A building, and who looks after it: `worker` and `backup` are names or accounts as written, or empty."""

    line: Line
    community: str
    compound: str
    grid: str
    building: str
    aliases: tuple[str, ...] = ()
    worker: str = ""
    backup: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person in one role. One person may have several rows."""

    line: Line
    name: str
    role: Role
    place: str = ""
    accounts: tuple[Account, ...] = ()
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of all sheets, and which tables there were."""

    tables: frozenset[Table]
    places: tuple[PlaceRow, ...] = ()
    people: tuple[PersonRow, ...] = ()


@dataclass(frozen=True)
class Key:
    """What tells one area from another: its kind and its folded names. "3号楼" may exist once per compound."""

    kind: PlaceKind
    community: str
    compound: str
    name: str

    @classmethod
    def of(cls, kind: PlaceKind, name: str, *, community: str = "", compound: str = "") -> "Key":
        """The key of an area by the names that people write."""
        return cls(kind, folded(community), folded(compound), folded(name))


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place as a roster describes it; the places above it are named by their keys."""

    key: Key
    name: str
    community: Key | None = None
    compound: Key | None = None
    grid: Key | None = None
    parent: Key | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person as the tables describe them, over all their rows. `name` is empty where only an account is known.

    `communities` are the folded names of those in which the person is named; `listed` says that the people table
    has them, and `line` where.
    """

    name: str
    line: Line
    accounts: tuple[Account, ...] = ()
    phone: str | None = None
    communities: frozenset[str] = frozenset()
    listed: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A duty that a table gives to the member with this number."""

    member: int
    role: Role
    place: Key


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that the tables want, in their own terms. `areas` is in the order of the tree, roots first.

    `elsewhere` are members whose rows leave it to the places table where they work.
    """

    tables: frozenset[Table]
    communities: tuple[Key, ...]
    areas: Mapping[Key, Area]
    members: tuple[Member, ...]
    wanted: Mapping[Table, tuple[Wanted, ...]]
    elsewhere: frozenset[int] = frozenset()


def folded(name: str) -> str:
    """A name for comparing: without gaps, of plain width, in small letters."""
    return _GAPS.sub("", plain_width(name)).casefold()
