"""One person, two accounts: a code and a yes make them one, and a tap parts them again."""

import re
from datetime import timedelta

from tests.town import Somebody, Yucheng


def code_in(somebody: Somebody) -> str:
    found = re.search(r"关联 ([2-9A-Z]{8})", somebody.inbox[-1])
    assert found is not None
    return found[1]


async def linked(one: Somebody, other: Somebody) -> None:
    await one.tells_the_bot("/link")
    await other.tells_the_bot(f"关联 {code_in(one)}")
    await one.presses("是我")


async def test_calls_home_and_language_are_the_same_in_both_accounts(here: Yucheng) -> None:
    phone, laptop = here.wang, here.town.resident("Wang F.")
    await phone.says("/report 3号楼路灯不亮")
    await phone.tells_the_bot("/home 3号楼2单元501")
    await laptop.tells_the_bot("/lang en")

    await linked(phone, laptop)
    await laptop.tells_the_bot("/mine")
    await laptop.tells_the_bot("/home")

    assert "#1" in laptop.inbox[-2]
    assert "501" in laptop.inbox[-1]


async def test_a_worker_works_from_either_account(here: Yucheng) -> None:
    tablet = here.town.resident("小李")
    await linked(here.li, tablet)
    await here.wang.says("/report 3号楼路灯不亮")

    await tablet.tells_the_bot("/claim 1")

    assert "李明接单了" in here.group.card


async def test_the_roster_stays_whoever_began(here: Yucheng) -> None:
    """The resident's account shows the code and the worker's sends it: the worker stays the worker."""
    tablet = here.town.resident("小李")
    await linked(tablet, here.li)

    await tablet.tells_the_bot("/whoami")

    assert tablet.inbox[-1].startswith("您是李明:第一网格 网格员。")


async def test_without_the_yes_of_whoever_showed_the_code_nothing_is_linked(here: Yucheng) -> None:
    """LESSONS 27: another account is verified by the one that was known."""
    thief = here.town.resident("路人")
    await here.wang.tells_the_bot("/link")
    code = code_in(here.wang)
    await thief.tells_the_bot(f"/link {code}")
    asked = here.wang.inbox[-1]

    await here.wang.presses("不是我")
    await thief.tells_the_bot(f"/link {code}")
    await thief.tells_the_bot("/whoami")

    assert asked.startswith(f"路人({thief.account})说是您的另一个账号。")
    assert thief.inbox[-2].startswith("这个码不对")
    assert thief.inbox[-1].startswith("您是路人:居民。")


async def test_a_yes_means_whoever_it_was_asked_about_and_nobody_who_sends_the_code_later(here: Yucheng) -> None:
    laptop, thief = here.town.resident("Wang F."), here.town.resident("路人")
    await here.wang.tells_the_bot("/link")
    code = code_in(here.wang)
    await laptop.tells_the_bot(f"/link {code}")

    await thief.tells_the_bot(f"/link {code}")
    await here.wang.presses("是我")
    await thief.tells_the_bot("/whoami")

    assert thief.inbox[0].startswith("这个码不对")
    assert thief.inbox[-1].startswith("您是路人:居民。")
    assert str(here.wang.account) in laptop.inbox[-1]


async def test_a_code_lives_ten_minutes_and_works_once(here: Yucheng) -> None:
    first, second = here.town.resident("Wang F."), here.town.resident("Wang G.")
    await here.wang.tells_the_bot("/link")
    code = code_in(here.wang)
    here.town.clock.at += timedelta(minutes=11)
    await first.tells_the_bot(f"/link {code}")
    await here.wang.tells_the_bot("/link")
    fresh = code_in(here.wang)
    await first.tells_the_bot(f"关联 {fresh}")
    await here.wang.presses("是我")

    await second.tells_the_bot(f"/link {fresh}")

    assert first.inbox[0].startswith("这个码不对")
    assert second.inbox[-1].startswith("这个码不对")


async def test_two_people_of_the_roster_never_become_one(here: Yucheng) -> None:
    await here.li.tells_the_bot("/link")

    await here.chen.tells_the_bot(f"/link {code_in(here.li)}")

    assert here.chen.inbox[-1].startswith("两个账号在名册里是两个人")


async def test_unlinking_gives_the_other_account_a_life_of_its_own(here: Yucheng) -> None:
    laptop = here.town.resident("Wang F.")
    await here.wang.says("/report 3号楼路灯不亮")
    await linked(here.wang, laptop)

    await here.wang.tells_the_bot("/unlink")
    await here.wang.presses(str(laptop.account))
    await laptop.tells_the_bot("/mine")
    await here.wang.tells_the_bot("/mine")

    assert "#1" not in laptop.inbox[-1]
    assert "#1" in here.wang.inbox[-1]
