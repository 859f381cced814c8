"""Whoever is called to an emergency and cannot go says so with one tap, and whoever rang the services too."""

from tests.town import Yucheng

GAS = "3号楼有煤气味,快来人"


async def test_whoever_cannot_go_says_so_and_the_others_read_it_at_once(here: Yucheng) -> None:
    await here.wang.says(GAS)

    await here.li.presses("去不了")

    for person in (here.chen, here.zhao):
        assert person.inbox[-1] == "紧急 #1 御城一区3号楼\n李明去不了。您能去吗?"
        assert person.private[-1].labels == [["我去"]]


async def test_it_rings_no_more_at_whoever_cannot_go(here: Yucheng) -> None:
    await here.wang.says(GAS)
    await here.li.presses("去不了")

    await here.town.leaps(minutes=9)

    assert not any("还没有人接。谁去?" in words for words in here.li.inbox)
    assert sum("还没有人接。谁去?" in words for words in here.chen.inbox) == 3


async def test_when_nobody_can_go_it_rings_at_all_again(here: Yucheng) -> None:
    await here.wang.says(GAS)
    for person in (here.li, here.chen, here.zhao):
        await person.presses("去不了", on=person.private[0])

    await here.town.leaps(minutes=3)

    for person in (here.li, here.chen, here.zhao):
        assert any("还没有人接。谁去?" in words for words in person.inbox), person.name


async def test_a_second_tap_tells_nobody_again(here: Yucheng) -> None:
    await here.wang.says(GAS)
    await here.li.presses("去不了")

    await here.li.presses("去不了")

    assert sum("李明去不了" in words for words in here.chen.inbox) == 1


async def test_the_caller_reads_that_the_services_know_and_it_goes_on_ringing(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/start")
    await here.wang.says(GAS)

    await here.li.presses("打过电话了")
    await here.town.leaps(minutes=3)

    assert "#1 李明已经打了急救报警电话。我们还在叫人过去。" in here.wang.inbox
    assert any("李明已经打了急救报警电话" in words for words in here.chen.inbox)
    assert any("还没有人接。谁去?" in words for words in here.li.inbox)


async def test_after_somebody_has_taken_it_the_old_buttons_change_nothing(here: Yucheng) -> None:
    await here.wang.says(GAS)
    await here.li.presses("我去")

    toast = await here.chen.presses("去不了", on=here.chen.private[0].before("去不了"))

    assert toast == "#1 李明先接了,谢谢。"


async def test_an_emergency_that_waits_does_not_stay_with_somebody_who_goes_off_duty(here: Yucheng) -> None:
    await here.wang.says(GAS)
    await here.li.presses("我去")
    await here.li.tells_the_bot("/wait 1 燃气公司到场")

    await here.li.tells_the_bot("/duty off 3d")

    assert any("紧急 #1" in words for words in here.chen.inbox)
    assert "1 件先交给陈静" in here.li.inbox[-1]
