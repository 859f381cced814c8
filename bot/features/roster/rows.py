"""From sheets to rows: which table a sheet is, and whether each cell by itself can be what its column says."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from bot.community import Account, Role
from bot.features.roster.columns import ROLES, Header, find_header, nearest_role, role_of
from bot.features.roster.model import Findings, Line, PersonRow, PlaceRow, Rows, Sheet, Table
from bot.words import plain_width

NETWORKS: Final = frozenset({"telegram", "matrix", "web"})
_FORMS: Final = {
    "telegram": (re.compile(r"[1-9]\d{0,15}"), "a number; a @name is no account, leave it empty to get an invitation"),
    "matrix": (re.compile(r"@[^\s:@|]+:[^\s:@|]+(:\d+)?"), "written like matrix:@wang:example.org"),
    "web": (re.compile(r"[\w.-]{1,64}"), "letters, digits, dots and dashes"),
}
_LOOKS_LIKE_ACCOUNT: Final = re.compile(r"[A-Za-z]{2,20}\s*:")
_SEVERAL: Final = re.compile("[、,;|]")
_PHONE: Final = re.compile(r"\+?\d(?:[\d ()/.-]|转|ext\.?){2,29}")


def read_rows(sheets: Sequence[Sheet], networks: Collection[str], findings: Findings) -> Rows:
    """The rows of all sheets. What is wrong goes into the findings; a row is kept as far as it can be read."""
    places: list[PlaceRow] = []
    people: list[PersonRow] = []
    tables: set[Table] = set()
    reader = _Cells(findings, NETWORKS | set(networks))
    for sheet in sheets:
        header = _header(sheet, sheets, findings)
        if header is None:
            continue
        tables.add(header.table)
        for number, cells in enumerate(sheet.rows[header.row :], header.row + 1):
            if not any(cell.strip() for cell in cells):
                continue
            line = header.line(sheet, number)
            by_name = {name: _clean(cells, column) for name, column in header.places.items()}
            if header.table is Table.PLACES:
                places.extend(reader.place(line, by_name))
            else:
                people.extend(reader.person(line, by_name))
    return Rows(tables=frozenset(tables), places=tuple(places), people=tuple(people))


def _header(sheet: Sheet, sheets: Sequence[Sheet], findings: Findings) -> Header | None:
    if sheet.trouble is not None:
        findings.wrong_sheet(sheet, sheet.trouble)
        return None
    header = find_header(sheet, findings)
    if header is not None:
        _faults(sheet, header, findings)
        if not any(any(cell.strip() for cell in cells) for cells in sheet.rows[header.row :]):
            findings.wrong_sheet(sheet, "has a header and no rows")
    elif any(other.file == sheet.file and find_header(other, Findings()) for other in sheets):
        # A workbook often has a sheet of explanations beside the tables.
        findings.odd_sheet(sheet, "is no roster table and was left out")
    else:
        findings.wrong_sheet(
            sheet,
            "has no header; places: community,compound,grid,building,aliases,worker,backup; "
            "people: name,role,place,account,phone",
        )
    return header


def _faults(sheet: Sheet, header: Header, findings: Findings) -> None:
    read = {column: name for name, column in header.places.items()}
    for fault in sheet.faults:
        if fault.row > header.row and fault.column in read:
            findings.wrong(header.line(sheet, fault.row), read[fault.column], fault.what)


def _clean(cells: Sequence[str], column: int) -> str:
    """A cell's words in plain width, with single gaps."""
    return " ".join(plain_width(cells[column]).split()) if column < len(cells) else ""


class _Cells:
    """Reads the cells of a row, already in plain width, and notes what is wrong with them."""

    def __init__(self, findings: Findings, networks: Collection[str]) -> None:
        self._findings = findings
        self._networks = networks

    def place(self, line: Line, cells: dict[str, str]) -> Sequence[PlaceRow]:
        """A row of the places table."""
        needed = [self._needed(line, cells, name) for name in ("community", "grid", "building")]
        workers = {name: self._one_person(line, cells, name) for name in ("worker", "backup")}
        if not (needed[0] and needed[2]):
            return ()
        community, grid, building = needed
        aliases = [alias.strip() for alias in cells.get("aliases", "").split("|")]
        named = tuple(dict.fromkeys(alias for alias in aliases if alias and alias != building))
        compound = cells.get("compound", "")
        return [
            PlaceRow(
                line=line,
                community=community,
                compound=compound,
                grid=grid,
                building=building,
                aliases=named,
                **workers,
            )
        ]

    def person(self, line: Line, cells: dict[str, str]) -> Sequence[PersonRow]:
        """A row of the people table."""
        name, role = self._needed(line, cells, "name"), self._role(line, cells)
        accounts, phone = self._accounts(line, cells), self._phone(line, cells)
        if not name or role is None:
            return ()
        if looks_like_account(name):
            self._findings.wrong(line, "name", f"{name} is an account; it belongs into the column account")
        place = cells.get("place", "")
        return [PersonRow(line=line, name=name, role=role, place=place, accounts=accounts, phone=phone)]

    def _needed(self, line: Line, cells: dict[str, str], column: str) -> str:
        words = cells.get(column)
        if words == "":
            more = " (of merged cells only the first has words)" if column in {"community", "grid"} else ""
            self._findings.wrong(line, column, f"is empty{more}")
        return words or ""

    def _role(self, line: Line, cells: dict[str, str]) -> Role | None:
        word = self._needed(line, cells, "role")
        role = role_of(word)
        if word and role is None:
            near = nearest_role(word)
            known = (
                f"did you mean {near}?"
                if near
                else f"one of {', '.join(f'{role} {words[0]}' for role, words in ROLES.items())}"
            )
            if word.casefold() in {"backup", "替补"}:
                known = "a backup stands in the places table, in the column backup"
            self._findings.wrong(line, "role", f"{word} is no role; {known}")
        return role

    def _one_person(self, line: Line, cells: dict[str, str], column: str) -> str:
        words = cells.get(column, "")
        if _SEVERAL.search(words):
            self._findings.wrong(line, column, f"{words} names several people; assistants go into the people table")
            return ""
        if looks_like_account(words):
            account = self._account(line, column, words)
            return str(account) if account else ""
        return words

    def _accounts(self, line: Line, cells: dict[str, str]) -> tuple[Account, ...]:
        written = [part for part in cells.get("account", "").split("|") if part.strip()]
        read = [self._account(line, "account", part) for part in written]
        return tuple(dict.fromkeys(account for account in read if account is not None))

    def _account(self, line: Line, column: str, written: str) -> Account | None:
        try:
            account = Account.parse(written)
        except ValueError:
            what = f"{written} is no account; write it like telegram:1001 or matrix:@wang:example.org"
            self._findings.wrong(line, column, what)
            return None
        channel, number = account.channel.strip().lower(), account.id.strip()
        form = _FORMS.get(channel)
        if channel not in self._networks:
            known = ", ".join(sorted(self._networks))
            self._findings.wrong(line, column, f"{written}: {channel} is no network of ours; they are {known}")
        elif form is not None and not form[0].fullmatch(number):
            self._findings.wrong(line, column, f"{written} is no {channel} account: behind the colon stands {form[1]}")
        else:
            return Account(channel, number)
        return None

    def _phone(self, line: Line, cells: dict[str, str]) -> str | None:
        phone = cells.get("phone", "")
        if phone and not _PHONE.fullmatch(phone):
            self._findings.wrong(line, "phone", f"{phone} is no telephone number")
            return None
        return phone or None


def looks_like_account(words: str) -> bool:
    """Is this written as an account, not as a name?"""
    return _LOOKS_LIKE_ACCOUNT.match(words) is not None
