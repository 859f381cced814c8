"""Followers rate too; their scores are counted apart from the caller's."""

import pytest

from tests.features.ratings.test_after_done import done, neighbour, ticket
from tests.features.ratings.test_reasons import rating
from tests.town import Somebody, Yucheng


@pytest.fixture
async def sun(here: Yucheng) -> Somebody:
    """孙姐 has the same need as 王芳, and it is done."""
    sun = neighbour(here)
    await sun.tells_the_bot("/mine")
    await here.wang.says("/report 3号楼路灯不亮")
    await sun.says("/metoo 1")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    return sun


async def test_a_followers_score_is_no_word_of_the_caller(here: Yucheng, sun: Somebody) -> None:
    await sun.tells_the_bot("/rate 1 4")

    kept, given = await ticket(here), await rating(here, sun)
    assert (kept.rating, kept.is_open) == (None, True)
    assert given is not None
    assert given.score == 4
    assert sun.inbox[-1] == "#1 谢谢您,分数记下了。"


async def test_the_digest_counts_followers_apart(here: Yucheng, sun: Somebody) -> None:
    await here.wang.presses("修好了")
    await here.wang.presses("满意")

    await sun.tells_the_bot("评 1 2")
    await here.town.passes(minutes=1)
    await here.zhao.tells_the_bot("/digest")

    lines = here.zhao.inbox[-1].splitlines()
    assert "满意率 100%(1/1),问了 1" in lines
    assert "一同报事的邻居打分,近 30 天:满意 0%(0/1)" in lines


async def test_a_follower_is_asked_why_as_well(here: Yucheng, sun: Somebody) -> None:
    await here.wang.presses("修好了")

    await sun.tells_the_bot("/rate 1 1")
    await sun.presses("太慢")

    assert any(text.startswith("#1 记下了:太慢。") for text in sun.inbox)


async def test_whoever_follows_nothing_rates_nothing(here: Yucheng) -> None:
    """LESSONS 47: who has nothing to do with it has no voice."""
    await done(here)

    await neighbour(here).says("/rate 1 1")

    assert (await ticket(here)).rating is None


async def test_the_caller_of_a_joined_ticket_rates_the_leading_one(here: Yucheng) -> None:
    zhou = here.town.resident("周婶", here.group)
    await here.wang.says("/report 3号楼路灯不亮")
    await zhou.says("/report 3号楼门口的路灯灭了")
    await here.li.tells_the_bot("/merge 2 1")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await zhou.tells_the_bot("/rate 2 5")

    given = await rating(here, zhou)
    assert given is not None
    assert (given.ticket, given.score) == (1, 5)


async def test_a_follower_does_not_say_that_it_is_fixed(here: Yucheng, sun: Somebody) -> None:
    """LESSONS 22."""
    toast = await sun.presses("修好了")
    await sun.says("/fixed 1")

    assert toast.startswith("谢谢关心!")
    assert (await ticket(here)).is_open
