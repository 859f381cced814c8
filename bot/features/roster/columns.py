"""The words of a roster's header and roles, English and Chinese, and finding the header of a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bot.community import Role
from bot.features.roster.model import Findings, Line, Sheet, Table, folded

# A sheet may begin with a title; further down than this nobody looks for the header.
TITLE_ROWS: Final = 5

WORDS: Final[Mapping[Table, Mapping[str, Sequence[str]]]] = {
    Table.PLACES: {
        "community": ("社区", "社区名称", "所属社区"),
        "compound": ("小区", "小区名称", "所属小区", "院落"),
        "grid": ("网格", "网格名称", "所属网格"),
        "building": ("楼栋", "楼号", "楼栋号", "楼"),
        "aliases": ("别名", "俗称", "alias"),
        "worker": ("网格员", "网格员姓名"),
        "backup": ("替补", "替补网格员", "备用网格员"),
    },
    Table.PEOPLE: {
        "name": ("姓名", "名字", "名称"),
        "role": ("角色", "身份", "职务"),
        "place": ("地点", "负责地点", "所在地"),
        "account": ("账号", "帐号", "账户", "accounts"),
        "phone": ("电话", "手机", "手机号", "联系电话"),
    },
}
REQUIRED: Final[Mapping[Table, Sequence[str]]] = {
    Table.PLACES: ("community", "grid", "building"),
    Table.PEOPLE: ("name", "role"),
}
# A backup stands in the places table, beside the worker.
ROLES: Final[Mapping[Role, Sequence[str]]] = {
    Role.WORKER: ("网格员", "专职网格员", "grid worker"),
    Role.ASSISTANT: ("网格助理", "助理", "grid assistant"),
    Role.GRID_LEAD: ("网格长", "grid lead"),
    Role.BUILDING_LEAD: ("楼门长", "楼栋长", "楼长", "building lead"),
    Role.STAFF: ("社区工作者", "社工", "社区干部", "community staff"),
    Role.SECRETARY: ("书记", "社区书记"),
    Role.STREET: ("街道",),
    Role.DISTRICT: ("区", "区里"),
    Role.DEPARTMENT: ("部门", "科室"),
    Role.PROPERTY: ("物业", "物业公司", "property company"),
    Role.OWNERS: ("业委会", "业主委员会", "owners' committee"),
    Role.ADMIN: ("管理员",),
    Role.EXPERT: ("专家",),
    Role.MERCHANT: ("商户", "商家"),
}
_ROLE_OF: Final = {folded(word): role for role, words in ROLES.items() for word in (role.value, *words)}
_COLUMN_OF: Final = {
    folded(word): (table, name)
    for table, columns in WORDS.items()
    for name, words in columns.items()
    for word in (name, *words)
}


@dataclass(frozen=True, kw_only=True)
class Header:
    """Where the columns of a table stand in a sheet; `titles` are the words in the file, `row` counts from 1."""

    table: Table
    row: int
    places: Mapping[str, int]
    titles: Mapping[str, str]

    def line(self, sheet: Sheet, row: int) -> Line:
        """A row of this sheet."""
        return Line(sheet=sheet.name, row=row, titles=self.titles)


def role_of(word: str) -> Role | None:
    """The role that a cell names."""
    return _ROLE_OF.get(folded(word))


def nearest_role(word: str) -> str | None:
    """The role that was probably meant, as the roster writes it."""
    near = get_close_matches(folded(word), list(_ROLE_OF), n=1, cutoff=0.6)
    return _ROLE_OF[near[0]].value if near else None


def find_header(sheet: Sheet, findings: Findings) -> Header | None:
    """The header of a sheet: of its first rows the one with the most known titles. None: there is none."""
    best: tuple[int, int] = (0, 0)
    for place, cells in enumerate(sheet.rows[:TITLE_ROWS]):
        known = sum(folded(cell) in _COLUMN_OF for cell in cells)
        best = max(best, (known, -place))
    if not best[0]:
        return None
    return _checked(sheet, -best[1], findings)


def _checked(sheet: Sheet, place: int, findings: Findings) -> Header:
    cells = sheet.rows[place]
    tables = [_COLUMN_OF[folded(cell)][0] for cell in cells if folded(cell) in _COLUMN_OF]
    table = max(Table, key=tables.count)
    line = Line(sheet=sheet.name, row=place + 1, titles={})
    places: dict[str, int] = {}
    for column, cell in enumerate(cells):
        known = _COLUMN_OF.get(folded(cell))
        if known is None:
            _unknown(line, table, cell, findings)
        elif known[0] is not table:
            findings.wrong(line, cell, f"belongs into the {known[0]} table, and this is the {table} table")
        elif known[1] in places:
            findings.wrong(line, cell, f"stands twice; the other is {cells[places[known[1]]].strip()}")
        else:
            places[known[1]] = column
    for name in REQUIRED[table]:
        if name not in places:
            findings.wrong(line, name, f"is missing (also read as {WORDS[table][name][0]})")
    return Header(table=table, row=place + 1, places=places, titles={n: cells[c].strip() for n, c in places.items()})


def _unknown(line: Line, table: Table, title: str, findings: Findings) -> None:
    """A title that we do not read: a slip of the pen is a problem, anybody's own column only worth a word."""
    if not title.strip():
        return
    near = get_close_matches(folded(title), list(WORDS[table]), n=1, cutoff=0.75) if title.isascii() else []
    if near:
        findings.wrong(line, title.strip(), f"is not known; did you mean {near[0]}?")
    else:
        findings.odd(line, title.strip(), "is not read")
