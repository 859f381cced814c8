"""Thanks, questions, answers and insults are no calls; an unhappy word about a call is marked for the admins."""

import pytest

from bot.understanding import asks_how_it_goes, is_insult, is_unhappy, read
from tests.town import Yucheng


async def called(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 4号楼路灯不亮")
    await here.town.passes(minutes=2)


async def numbers(here: Yucheng) -> str:
    await here.wang.tells_the_bot("/mine")
    return here.wang.inbox[-1]


@pytest.mark.parametrize("words", ["那个怎么样了?", "路灯修好了吗", "什么时候能来修", "有消息了吗"])
async def test_a_question_about_ones_call_is_answered(here: Yucheng, words: str) -> None:
    await called(here)

    await here.wang.tells_the_bot(words)

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼")
    assert "您的事 1 件" in await numbers(here)


@pytest.mark.parametrize("words", ["还没好", "路灯还没好", "灯还没修好呢", "好了没", "好了吗", "进度", "催一下"])
async def test_not_yet_is_a_question_and_no_second_call(here: Yucheng, words: str) -> None:
    await called(here)

    await here.wang.tells_the_bot(words)

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼")
    assert "您的事 1 件" in await numbers(here)


async def test_not_yet_is_answered_while_a_building_is_asked_for(here: Yucheng) -> None:
    await here.wang.tells_the_bot("我家下水道堵了")
    await here.town.passes(minutes=3)

    await here.wang.tells_the_bot("还没好")

    assert here.wang.inbox[-1] == "#1 我家下水道堵了\n记下了,还不知道是哪栋楼。回一句楼号就行。"


@pytest.mark.parametrize("words", ["还没好,楼道里又漏水了", "4号楼的门修好了又坏了", "好吧", "好了,谢谢"])
def test_more_words_or_an_end_are_no_question(words: str) -> None:
    assert not asks_how_it_goes(words)


async def test_an_unhappy_word_goes_to_the_worker_and_is_marked_for_the_admins(here: Yucheng) -> None:
    await called(here)

    await here.wang.tells_the_bot("都三天了还没人来,太不像话了")
    await here.zhao.tells_the_bot("/digest")

    assert "太不像话了" in here.li.inbox[-1]
    assert "等得不高兴的 1 件,先看看:#1" in here.zhao.inbox[-1]
    assert "您的事 1 件" in await numbers(here)


async def test_a_reply_under_the_card_is_marked_too(here: Yucheng) -> None:
    await here.wang.says("/report 4号楼路灯不亮")

    await here.wang.says("等了一个星期了还是没人管", to=here.group.messages[0])
    await here.zhao.tells_the_bot("/digest")

    assert "等得不高兴的 1 件,先看看:#1" in here.zhao.inbox[-1]


async def test_what_is_over_is_not_told(here: Yucheng) -> None:
    await called(here)
    await here.wang.tells_the_bot("都三天了还没人来,太不像话了")
    await here.wang.tells_the_bot("/withdraw 1")

    await here.zhao.tells_the_bot("/digest")

    assert "等得不高兴" not in here.zhao.inbox[-1]


async def test_a_friendly_word_is_not_marked(here: Yucheng) -> None:
    await here.wang.says("/report 4号楼路灯不亮")

    await here.wang.says("是楼梯口那一盏", to=here.group.messages[0])
    await here.zhao.tells_the_bot("/digest")

    assert "等得不高兴" not in here.zhao.inbox[-1]


@pytest.mark.parametrize("words", ["你们都是一群饭桶", "垃圾物业", "you idiots"])
async def test_an_insult_is_no_call_and_asks_what_is_the_matter(here: Yucheng, words: str) -> None:
    await here.wang.tells_the_bot(words)

    assert here.wang.inbox == ["听到了,让您不痛快了。哪里、什么事没办好?您说,我记。"]
    await here.wang.tells_the_bot("4号楼路灯不亮")
    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼")


async def test_an_insult_with_a_matter_in_it_is_a_call(here: Yucheng) -> None:
    await here.wang.tells_the_bot("你们这些饭桶,4号楼电梯又坏了")

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼")


async def test_another_matter_is_a_call_however_unhappy(here: Yucheng) -> None:
    await called(here)

    await here.wang.tells_the_bot("3号楼门口垃圾一个星期没人收了,臭死了,太不像话")

    assert "您的事 2 件" in await numbers(here)


@pytest.mark.parametrize("words", ["谢谢", "好的收到", "ok", "路灯修好了没", "你们都是饭桶", "都三天了还没人来"])
def test_none_of_these_is_a_call(words: str) -> None:
    assert not read(words).is_call


def test_tones() -> None:
    assert is_unhappy("still nobody came, ridiculous")
    assert not is_unhappy("修好了,谢谢师傅")
    assert not is_insult("门口垃圾桶满了")
    assert asks_how_it_goes("any news?")
    assert not asks_how_it_goes("电梯坏了")
