"""How a ticket is handled follows from its category; the operator may say otherwise."""

from bot.config import Config
from bot.config_ways import Ways
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng


async def test_a_public_service_may_go_to_the_regular_meeting(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼老人食堂的补贴怎么办理")

    await here.li.presses("接单")

    offered = here.li.private[-1]
    assert offered.text == "#1 这类事可以上社区例会,大家定。不点也行,照常办。"
    assert offered.labels == [["上例会"]]


async def test_what_is_done_on_the_spot_or_in_rounds_needs_no_other_button(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼楼道垃圾没人扫")
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/claim 1 2")

    assert [message.text for message in here.li.private if "例会" in message.text or "谈" in message.text] == []


async def test_the_operator_chooses_another_way(database: OpenDatabase) -> None:
    here = await yucheng(open_town(database, Config(ways=Ways(facility="meeting"))))
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.presses("接单")

    assert here.li.private[-1].labels == [["上例会"]]


async def test_the_offer_is_only_words_once_the_way_is_taken(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听")
    await here.li.presses("接单")
    offered = here.li.private[-1]

    await here.li.presses("请双方谈")
    await here.li.tells_the_bot("老张头 漏水")
    await here.li.presses("替对方说")

    assert (offered.text, offered.labels) == ("#1 怎么办已经定了,见下面那一条。", [])
