"""What is private never stands in the group; what stands there too plainly may be taken away."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Config
from bot.config_privacy import PrivacyRules
from storage.engine import OpenDatabase
from tests.features.tables import rows_with
from tests.town import Yucheng, open_town, yucheng

HIDDEN = "#1 这件事私下办,已经有人负责。"


@pytest.mark.parametrize("words", ["/report 3号楼垃圾没人收,别让邻居知道是我说的", "/report 3号楼漏水,麻烦保密"])
async def test_words_make_a_call_private_from_its_first_card(here: Yucheng, words: str) -> None:
    await here.wang.says(words)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 上门看过了")

    assert here.group.card == HIDDEN
    assert not any(words[9:] in text for shown in here.group.messages for text in shown.texts)
    assert words.removeprefix("/report ") in "".join(here.li.inbox)


async def test_a_category_is_private_where_the_operator_says_so(database: OpenDatabase) -> None:
    rules = PrivacyRules(private_categories=("dispute",), private_words=("车位",))
    here = await yucheng(open_town(database, replace(Config(), privacy=rules)))

    await here.wang.says("/report 3号楼楼上天天半夜跳绳,吵得睡不着")
    await here.wang.says("/report 4号楼车位被占")
    await here.wang.says("/report 3号楼路灯不亮")

    cards = [text.partition(" ")[2][:5] for text in here.group.texts if text.startswith("#")]
    assert cards == ["这件事私下", "这件事私下", "御城一区3"]


async def test_a_dispute_that_names_a_home_is_private_and_one_that_names_none_is_not(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼2单元502天天半夜跳绳,吵得睡不着")
    await here.wang.says("/report 3号楼楼上天天半夜跳绳,吵得睡不着")

    assert here.group.card == HIDDEN
    assert any(text.startswith("#2 御城一区3号楼") for text in here.group.texts)
    assert not any("502" in text for text in here.group.texts)


async def test_the_caller_or_a_worker_makes_it_private_later(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    neighbour = here.town.resident("孙姐", here.group)

    await neighbour.tells_the_bot("/private 1")
    assert here.group.card.startswith("#1 御城一区3号楼")
    await here.wang.tells_the_bot("/private 1")

    assert here.group.card == HIDDEN
    await neighbour.tells_the_bot("/status 1")
    assert neighbour.inbox[-1] == "没有 #1。您报的事在“我的”里。"


async def test_a_phone_number_in_the_group_is_offered_for_deletion_to_its_author_alone(here: Yucheng) -> None:
    """LESSONS 32: what was said too plainly can be taken away."""
    await here.wang.tells_the_bot("/start")
    message = await here.wang.says("/report 3号楼路灯不亮,打我电话 13812345678")
    assert "13812345678" not in "".join(here.group.texts)

    await here.wang.presses("删掉")

    assert here.town.network.deleted == [message]


async def test_whoever_never_wrote_to_us_is_asked_in_the_group_and_nobody_else_answers(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮,打我电话 13812345678")
    (offer,) = [shown for shown in here.group.messages if "删掉吗" in shown.text]
    assert offer.silent

    toast = await here.town.resident("孙姐", here.group).presses("删掉", on=offer)
    assert toast.startswith("谢谢关心!")
    await here.wang.presses("不用", on=offer)

    assert here.town.network.deleted == []


async def test_an_ordinary_call_is_not_asked_about(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    assert len(here.group.messages) == 1


async def test_an_anonymous_call_is_worked_on_and_nobody_knows_whose_it_is(here: Yucheng, tmp_path: Path) -> None:
    shy = here.town.resident("不说名字的人")

    await shy.tells_the_bot("/anonymous 御城一区3号楼有人往楼下扔烟头")
    await here.town.settle()

    assert shy.inbox == ["#1 记下了,没有留您的名字和账号。进展看群里那张卡片,我没法单独告诉您。"]
    assert here.group.card.startswith("#1 御城一区3号楼 · ")
    assert here.li.inbox[0].startswith("#1 御城一区3号楼")
    assert "不说名字的人" not in "".join(here.li.inbox)
    await shy.tells_the_bot("/mine")
    assert "#1" not in shy.inbox[-1]
    assert [where for where in rows_with(tmp_path, "tickets:1") if where == "sent_messages.about"] != []
    assert all(shy.account.id != row for row in _reporters(tmp_path))


def _reporters(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "huying.db")
    try:
        asked = "SELECT a.account FROM tickets t JOIN accounts a ON a.person = t.reporter"
        return [account for (account,) in connection.execute(asked)]
    finally:
        connection.close()


async def test_whoever_called_without_a_name_is_asked_nothing_in_the_group(here: Yucheng) -> None:
    shy = here.town.resident("周叔")
    await shy.tells_the_bot("/anonymous 御城一区3号楼有人往楼下扔烟头")
    await here.li.tells_the_bot("/claim 1")

    await here.li.tells_the_bot("/ask 1 几楼的?")
    assert here.li.inbox[-1].startswith("#1 我还不能给报事人发私信")
    await here.li.tells_the_bot("/done 1 上门说过了")

    assert len(here.group.texts) == 1
    assert "李明办好了" in here.group.card or "上门说过了" in here.group.card


async def test_an_anonymous_call_needs_its_building_and_a_private_chat(here: Yucheng) -> None:
    await here.wang.says("/anonymous 3号楼有人往楼下扔烟头")
    await here.wang.tells_the_bot("/anonymous 有人往楼下扔烟头")

    assert here.wang.inbox[-1].startswith("匿名的事要说清是哪栋楼")
    assert not any("#" in text for text in here.group.texts)


async def test_privacy_says_what_is_kept_and_shows_it(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 3号楼路灯不亮")
    await here.wang.tells_the_bot("/privacy")
    assert "36 个月后自动清掉" in here.wang.inbox[-1]

    await here.wang.presses("看我的资料")

    assert "我这里有您的:\n报过的事 1 件的原话\n说过的话 1 句" in [*here.wang.inbox, *here.town.network.toasts.values()]
