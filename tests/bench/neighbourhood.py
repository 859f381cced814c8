"""A neighbourhood on the Bot API server of the tests: grids with a worker and a group each, and the service for them.

Everybody in it is invented. One more group belongs to the whole community, so there is one group more than grids.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.e2e.huying import Huying, command, running
from tests.servers.telegram.remote import Remote

Json = dict[str, Any]

TOKEN: Final = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
CONFIG: Final = """
admins = ["telegram:{secretary}"]
[telegram]
token = "{token}"
api_url = "{url}"
"""
COMMUNITY: Final = "春风社区"
SECRETARY: Final = 11
# Some twenty people live in each.
HOUSES: Final = 40
RESIDENTS: Final = 40
_FIRST_WORKER: Final = 101
_FIRST_RESIDENT: Final = 100_001
_FIRST_GROUP: Final = -1_001_000_000_001
_TROUBLES: Final = ("路灯不亮", "楼道有人堆杂物", "单元门锁坏了", "下水道堵了", "电梯一直在响")


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """So many grids, each with a group; `groups` has the community's group at its end, if it has one."""

    grids: int
    has_large_group: bool = True
    groups: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "groups", tuple(_FIRST_GROUP - number for number in range(self.grids + self.has_large_group))
        )

    @property
    def workers(self) -> range:
        """Their accounts, in the order of their grids."""
        return range(_FIRST_WORKER, _FIRST_WORKER + self.grids)

    def resident(self, group: int, number: int) -> int:
        """The account of one of the residents in the group with that place in `groups`."""
        return _FIRST_RESIDENT + group * RESIDENTS + number % RESIDENTS

    def place_of(self, group: int) -> str:
        """To what this group is bound."""
        return f"第{group + 1}网格" if group < self.grids else COMMUNITY

    def call(self, number: int, words: str | None = None) -> Json:
        """A call as the server's order `says` takes it: group, caller, house and trouble go round."""
        group = number % len(self.groups)
        grid = group if group < self.grids else number % self.grids
        house = grid * HOUSES + number % HOUSES + 1
        what = words or f"{_TROUBLES[number % len(_TROUBLES)]}，第{number}次了"
        said = f"/report {house}号楼{number % 4 + 1}单元{what}"
        return {"user": self.resident(group, number // len(self.groups)), "chat": self.groups[group], "text": said}

    async def settle(self, telegram: Remote, bot: int) -> None:
        """Everybody is on Telegram and in their group, with this bot."""
        await telegram("user", id=SECRETARY, name="赵敏")
        for number, worker in enumerate(self.workers, 1):
            await telegram("user", id=worker, name=f"李{number}")
        for place, group in enumerate(self.groups):
            members = [self.resident(place, number) for number in range(RESIDENTS)]
            for member in members:
                await telegram("user", id=member, name=f"居民{member}")
            await telegram("group", id=group, title=self.place_of(place), members=[SECRETARY, *members], bots=[bot])

    @asynccontextmanager
    async def service(
        self, folder: Path, telegram: Remote, *, program: str = "bot", more: str = ""
    ) -> AsyncIterator[Huying]:
        """`huying run`, or another `program`, with the roster, its groups bound and its workers there.

        `more` stands behind its config.
        """
        config = CONFIG.format(secretary=SECRETARY, token=TOKEN, url=telegram.url) + more
        async with running(folder, config, program=program) as huying:
            self._write_roster(folder)
            code, printed = await command(folder, "import", "places.csv", "people.csv")
            if code != 0:
                raise RuntimeError(printed)
            for person in (SECRETARY, *self.workers):
                await telegram("starts", user=person)
            for place, group in enumerate(self.groups):
                await telegram("says", user=SECRETARY, chat=group, text=f"/bind {self.place_of(place)}")
            for place, group in enumerate(self.groups):
                await telegram("wait", chat=group, pattern=f"好.*{self.place_of(place)}", timeout=120)
            yield huying

    def _write_roster(self, folder: Path) -> None:
        places = ["社区,小区,网格,楼栋,别名,网格员,替补"]
        people = ["姓名,角色,地点,账号,电话", f"赵敏,书记,{COMMUNITY},telegram:{SECRETARY},"]
        for grid, worker in enumerate(self.workers):
            name = f"李{grid + 1}"
            houses = range(grid * HOUSES + 1, (grid + 1) * HOUSES + 1)
            places += [f"{COMMUNITY},春风里,{self.place_of(grid)},{house}号楼,,{name}," for house in houses]
            people.append(f"{name},网格员,{self.place_of(grid)},telegram:{worker},")
        (folder / "places.csv").write_text("\n".join(places), encoding="utf-8")
        (folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
