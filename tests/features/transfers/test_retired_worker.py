"""A worker leaves: open tickets do not stay with the one who is gone."""

from bot.community import Account
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Somebody, Town


async def test_open_tickets_of_a_retired_worker_go_to_the_new_one(town: Town) -> None:
    staff = people("王强,expert,柳湖社区,fake:501,", "刘敏,expert,柳湖社区,fake:502,")
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,刘敏"), staff)
    wang = Somebody(town=town, name="王强", account=Account(NAME, "501"))
    liu = Somebody(town=town, name="刘敏", account=Account(NAME, "502"))
    resident = town.resident("孙姐")
    await resident.tells_the_bot("/report 1号楼路灯不亮")
    assert wang.inbox[0].startswith("#1 东院1号楼")

    await imports(town, places("柳湖社区,东院,北网格,1号楼,,刘敏,"))
    await town.settle()

    assert liu.inbox[0].startswith("#1 东院1号楼")
    assert "现在由刘敏来办" in wang.inbox[0]
