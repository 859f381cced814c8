"""What was wrong is said in private, counted for staff, and never learnt by whoever handled it."""

from bot.community import Role
from bot.features.ratings.model import Rating, Reason
from bot.features.ratings.store import Ratings
from bot.stores import People
from tests.features.ratings.test_after_done import done, ticket
from tests.town import Somebody, Yucheng

WHY = "#1 哪里不好?可以点几个,不点也行。办事的人看不到。"


async def rating(here: Yucheng, somebody: Somebody, number: int = 1) -> Rating | None:
    known = await here.town.keep(lambda uow: uow.store(People).by_account(somebody.account))
    assert known is not None
    return await here.town.keep(lambda uow: uow.store(Ratings).of(number, known.id))


async def unhappy(here: Yucheng) -> None:
    """#1 is fixed, and 王芳, who has written in private before, says: badly."""
    await here.wang.tells_the_bot("/mine")
    await done(here)
    await here.wang.presses("修好了")
    await here.wang.presses("不满意")


def seen_by(*people: Somebody) -> str:
    return "\n".join(text for person in people for text in person.inbox)


async def test_after_a_low_score_the_caller_is_asked_why_in_private(here: Yucheng) -> None:
    await unhappy(here)

    assert here.wang.inbox[-1] == WHY
    assert here.wang.private[-1].labels == [["太慢"], ["没真修好"], ["态度不好"], ["没说清楚"], ["我说一句"]]
    assert not any("哪里不好" in text for text in here.group.texts)


async def test_several_reasons_may_be_named(here: Yucheng) -> None:
    await unhappy(here)

    await here.wang.presses("没说清楚")
    await here.wang.presses("太慢")

    assert here.wang.inbox[-1] == "#1 记下了:太慢、没说清楚。还有吗?没有就不用点了。办事的人看不到。"
    kept = await rating(here, here.wang)
    assert kept is not None
    assert kept.reasons == (Reason.SLOW, Reason.UNCLEAR)


async def test_whoever_cannot_be_written_to_in_private_is_not_asked_where_others_read(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("不满意")

    assert here.group.texts[1:] == ["#1 谢谢您,记下了。"]


async def test_own_words_reach_the_head_and_nobody_who_handled_it(here: Yucheng) -> None:
    qian = await here.town.official("钱进", Role.ADMIN, here.community)
    await here.wang.tells_the_bot("/mine")
    await here.wang.says("/report 3号楼路灯不亮")
    await qian.tells_the_bot("/claim 1")
    await here.zhao.tells_the_bot("/assign 1 李明")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("修好了")
    await here.wang.presses("一般")

    await here.wang.presses("我说一句")
    await here.wang.tells_the_bot("来了三趟都没带灯泡")

    assert here.wang.inbox[-1] == "#1 谢谢,记下了。办事的人看不到。"
    assert here.zhao.inbox[-1].startswith("#1 御城一区3号楼 · 3号楼路灯不亮\n有人打了 3 分,说:“来了三趟都没带灯泡”")
    assert "三趟" not in seen_by(here.li, here.chen, qian) + "\n".join(here.group.texts)


async def test_a_cry_for_help_is_no_reason(here: Yucheng) -> None:
    await unhappy(here)
    await here.wang.presses("我说一句")

    await here.wang.tells_the_bot("/report 3号楼闻到煤气味")
    await here.wang.tells_the_bot("3号楼闻到煤气味,很浓")

    kept = await rating(here, here.wang)
    assert kept is not None
    assert kept.words == ""


async def test_the_digest_counts_reasons_for_staff(here: Yucheng) -> None:
    await unhappy(here)
    await here.wang.presses("太慢")
    await here.town.passes(minutes=1)

    await here.zhao.tells_the_bot("/digest")

    assert "不满意的原因,近 30 天:太慢 1" in here.zhao.inbox[-1]
    assert "太慢" not in seen_by(here.li, here.chen)


async def test_a_better_score_takes_its_reasons_back(here: Yucheng) -> None:
    await unhappy(here)
    await here.wang.presses("太慢")

    await here.wang.tells_the_bot("/rate 1 5")

    kept = await rating(here, here.wang)
    assert kept is not None
    assert (kept.score, kept.reasons) == (5, ())


async def test_whoever_filed_it_as_staff_is_not_asked_how_it_was(here: Yucheng) -> None:
    """LESSONS 28."""
    await here.chen.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.chen.presses("修好了")

    assert not any("办得怎么样" in text for text in here.chen.inbox)
    assert not (await ticket(here)).asked_rating


async def test_whoever_wants_no_questions_gets_none_any_more(here: Yucheng) -> None:
    """LESSONS 28."""
    await here.wang.tells_the_bot("/mine")
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("以后别问")
    assert any(text.startswith("好,以后办完不再问您怎么样。") for text in here.town.network.toasts.values())
    await here.wang.says("/report 4号楼漏水")
    await here.li.tells_the_bot("/done 2 补好了")
    await here.wang.tells_the_bot("修好了 2")

    assert not (await ticket(here, 2)).asked_rating
    assert sum("办得怎么样" in text for text in here.wang.inbox) == 0


async def test_questions_come_again_for_whoever_wants_them_again(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/rate off")
    await here.wang.tells_the_bot("评 照问")
    await done(here)

    await here.wang.presses("修好了")

    assert (await ticket(here)).asked_rating
