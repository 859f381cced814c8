"""Departments and tickets for tests of whistles."""

from dataclasses import dataclass

from bot.community import Role
from tests.town import Somebody, Yucheng

CALL = "/report 3号楼2单元漏水"


@dataclass(kw_only=True)
class Called:
    """御城社区 with ticket #1, on which 李明 works, and two departments."""

    here: Yucheng
    water: Somebody
    patrol: Somebody

    @property
    def card(self) -> str:
        """The ticket's card in the group."""
        return self.here.group.card


async def with_departments(here: Yucheng, *, started: bool = True) -> Called:
    """供水站 and 城管中队 serve the community; a call is open and accepted."""
    water = await here.town.official("供水站", Role.DEPARTMENT, here.community, started=started)
    patrol = await here.town.official("城管中队", Role.DEPARTMENT, here.community)
    await here.wang.says(CALL)
    await here.li.tells_the_bot("/claim 1")
    return Called(here=here, water=water, patrol=patrol)
