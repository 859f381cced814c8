"""Who can be whistled for, and how staff change it in a chat."""

from bot.community import Account, Role
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng


async def test_departments_of_the_roster_can_be_called_without_any_step(here: Yucheng) -> None:
    await here.town.official("供水站", Role.DEPARTMENT, here.community)
    await here.town.official("御城物业", Role.PROPERTY, here.first)

    await here.zhao.tells_the_bot("/department")

    assert here.zhao.inbox == ["能请的单位 2 家:\n供水站(部门)\n御城物业(物业)"]


async def test_whoever_never_opened_the_bot_is_said_to_be_out_of_reach(here: Yucheng) -> None:
    await here.town.official("供水站", Role.DEPARTMENT, here.community, started=False)

    await here.zhao.tells_the_bot("单位")

    assert here.zhao.inbox == ["能请的单位 1 家:\n供水站(部门),还没人打开过呼应"]


async def test_a_department_has_members_a_lead_and_categories(here: Yucheng) -> None:
    await here.town.official("供水站", Role.DEPARTMENT, here.community)

    await here.zhao.tells_the_bot("单位 供水站 加 陈静")
    await here.zhao.tells_the_bot("单位 供水站 牵头 李明")
    await here.zhao.tells_the_bot("单位 供水站管城建设施、公共服务")

    assert here.zhao.inbox[-1] == "好:供水站(部门),李明牵头,成员供水站、陈静,管公共服务、城建设施"


async def test_a_task_force_is_made_in_a_chat_and_ends(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("单位 电梯专班 作为 专班")
    await here.zhao.tells_the_bot("单位 电梯专班 牵头 李明")
    await here.zhao.tells_the_bot("单位 电梯专班 到 11月28日")
    assert here.zhao.inbox[-1] == "好:电梯专班(专班),李明牵头,到周六 18:00为止"

    await here.town.passes(days=3)
    await here.zhao.tells_the_bot("单位")

    assert here.zhao.inbox[-1].startswith("名册里还没有单位。")


async def test_a_closed_department_is_called_no_more(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("单位 电梯公司 加 李明")

    await here.zhao.tells_the_bot("单位 电梯公司 撤")

    assert here.zhao.inbox[-1] == "电梯公司撤了,以后不再请。"
    await here.zhao.tells_the_bot("单位")
    assert here.zhao.inbox[-1].startswith("名册里还没有单位。")


async def test_an_unknown_member_gets_the_nearest_names(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("单位 电梯公司 加 陈金")

    assert here.zhao.inbox[0].startswith("名册里没有“陈金”。相近的有:陈静")
    await here.zhao.tells_the_bot("单位")
    assert here.zhao.inbox[-1].startswith("名册里还没有单位。")


async def test_a_wrong_order_is_told_how_it_goes(here: Yucheng) -> None:
    for order in ("单位 电梯公司", "单位 电梯公司 撤", "单位 电梯公司 作为 餐馆", "单位 电梯公司 管 天文"):
        await here.zhao.tells_the_bot(order)

    assert [line[:5] for line in here.zhao.inbox] == ["这样说:“", "没有“电梯", "是哪一种?", "没有“电梯"]


async def test_a_resident_changes_nothing(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/department 电梯公司 加 李明")

    assert here.wang.inbox == ["这个要社区的管理员来做。"]


async def test_who_left_the_roster_is_not_called_any_more(here: Yucheng) -> None:
    station = await here.town.official("供水站", Role.DEPARTMENT, here.community)
    await here.zhao.tells_the_bot("单位")
    await here.town.dismiss(station, here.community)

    await here.zhao.tells_the_bot("单位")

    assert here.zhao.inbox[-1].startswith("名册里还没有单位。")


async def test_who_left_the_roster_reads_nothing_of_the_department_any_more(town: Town) -> None:
    """LESSONS 17: a rule that points at somebody who left."""
    staff, where = "吴芳,secretary,柳湖社区,fake:503,", places("柳湖社区,东院,北网格,1号楼,,王强,")
    worker = "王强,expert,柳湖社区,fake:501,"
    station = Somebody(town=town, name="供水站", account=Account(NAME, "504"))
    wu = Somebody(town=town, name="吴芳", account=Account(NAME, "503"))
    await imports(town, where, people(worker, staff, "供水站,department,柳湖社区,fake:504,"))
    await station.tells_the_bot("/whistles")
    await town.resident("孙姐").tells_the_bot("/report 1号楼漏水")
    await wu.tells_the_bot("/whistle 1 供水站 来看阀门")
    assert any("来看阀门" in text for text in station.inbox)
    await imports(town, where, people(worker, staff))
    told = len(station.inbox)

    await station.tells_the_bot("/whistles")
    await town.passes(days=2)

    assert station.inbox[told:] == ["没有等着的吹哨。"]


async def test_in_english_too(there: Yucheng) -> None:
    await there.zhao.tells_the_bot("/department Lift Company add 李明")
    await there.zhao.tells_the_bot("/department Lift Company as third party")
    await there.zhao.tells_the_bot("/department Lift Company until Dec 10")

    assert there.zhao.inbox[-1] == "OK: Lift Company (third party); members 李明; until Dec 10 6:00 pm"


async def test_property_company_and_owners_committee_are_called_for_their_own_compound_alone(here: Yucheng) -> None:
    company = await here.town.official("御城物业", Role.PROPERTY, here.first)
    committee = await here.town.official("二区业委会", Role.OWNERS, here.second)
    await here.wang.says("/report 御城一区3号楼电梯异响")
    await here.li.tells_the_bot("/claim 1")

    await here.li.tells_the_bot("吹哨 1 御城物业 请派师傅")
    await here.li.tells_the_bot("吹哨 1 二区业委会 请来看看")

    assert any("请派师傅" in text for text in company.inbox)
    assert committee.inbox == []
