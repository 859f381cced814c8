"""What neighbours press under a card: same here, keep me posted, and the card in their own language."""

import pytest

from bot.config import Config, TicketRules
from storage.engine import OpenDatabase
from tests.town import Somebody, Yucheng, open_town, yucheng


@pytest.fixture
async def sun(here: Yucheng) -> Somebody:
    """A neighbour who has opened a chat with the bot; the lamp of building 3 is out."""
    sun = here.town.resident("孙姐", here.group)
    await sun.tells_the_bot("/help")
    await here.wang.says("/report 3号楼路灯不亮")
    return sun


async def test_the_card_lets_a_neighbour_say_same_here_and_the_group_hears_no_sound(
    here: Yucheng, sun: Somebody
) -> None:
    """PLATFORMS 56: 👍 is not heard where the bot is no administrator, so it has a twin among the buttons."""
    toast = await sun.presses("我家也是")

    assert toast == "好,#1 算上您了,一共 2 家。办好了告诉您。"
    assert here.group.card.endswith("一共 2 家说了这件事。")
    assert len(here.group.messages) == 1
    assert len(sun.inbox) == 1


async def test_whoever_wants_to_be_kept_posted_reads_each_step_in_private(here: Yucheng, sun: Somebody) -> None:
    toast = await sun.presses("告诉我进展")

    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 配件到了")

    assert toast.startswith("好,#1 每走一步我私下告诉您。")
    assert sun.inbox[-2].startswith("#1 御城一区3号楼 · 3号楼路灯不亮\n李明接单了")
    assert sun.inbox[-1] == "#1 御城一区3号楼 · 3号楼路灯不亮\n李明:配件到了"
    assert len(here.group.messages) == 1


async def test_enough_is_enough(here: Yucheng, sun: Somebody) -> None:
    await sun.presses("告诉我进展")
    await here.li.tells_the_bot("/claim 1")
    await sun.presses("不用告诉我了")
    heard = len(sun.inbox)

    await here.li.tells_the_bot("/progress 1 配件到了")
    await sun.tells_the_bot("告诉我进展 1 不用了")

    assert "#1 的进展不再告诉您了" in sun.inbox[-1]
    assert len(sun.inbox) - heard <= 1


async def test_whoever_never_opened_a_chat_is_told_how_by_a_toast(here: Yucheng) -> None:
    """PLATFORMS 13: the bot cannot write first."""
    await here.wang.says("/report 3号楼路灯不亮")
    qian = here.town.resident("钱叔", here.group)

    toast = await qian.presses("告诉我进展")

    assert toast.startswith("请先点我的头像")
    assert len(here.group.messages) == 1


async def test_of_a_private_call_its_caller_alone_is_kept_posted(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 4号楼楼上天天打麻将,请保密")

    await here.wang.tells_the_bot("/posted 1")
    await here.zhao.tells_the_bot("/posted 1")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 上门看过了")

    assert "每走一步" in "".join(here.wang.inbox)
    assert "李明:上门看过了" in here.wang.inbox[-1]
    assert "每走一步" not in "".join(here.zhao.inbox)


async def test_the_steps_of_what_became_private_stay_with_its_caller(here: Yucheng, sun: Somebody) -> None:
    await sun.presses("告诉我进展")
    await here.wang.says("/private 1")
    heard = len(sun.inbox)

    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 配件到了")

    assert sun.inbox[heard:] == []


async def test_a_card_in_the_readers_own_language_is_one_tap_away_where_it_is_offered(database: OpenDatabase) -> None:
    here = await yucheng(open_town(database, Config(tickets=TicketRules(card_also_in=("en", "zh")))))
    await here.wang.says("/report 3号楼路灯不亮")
    smith = here.town.resident("Smith", here.group)

    toast = await smith.presses("English")
    await smith.tells_the_bot("/help")
    await smith.presses("English", on=here.group.messages[0])

    assert here.group.messages[0].labels[0] == ["我家也是", "告诉我进展", "English"]
    assert toast.startswith("#1 御城一区3号楼 · 3号楼路灯不亮\nWith 李明")
    assert smith.inbox[-1].startswith("#1 御城一区3号楼 · 3号楼路灯不亮\nWith 李明")
    assert len(here.group.messages) == 1
