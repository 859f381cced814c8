"""Invitations: how a name in the roster gets its account."""

from datetime import timedelta

import pytest

from bot.community import Account, Role
from bot.features.roster.invitations import LENGTH, SIGNS
from bot.ports import UnitOfWork
from bot.stores import People, Places
from tests.features.roster.builders import imports, people, places
from tests.town import Town

ROSTER = (
    places(
        "柳湖社区,东院,北网格,1号楼,,王强,刘敏",
        "柳湖社区,东院,北网格,2号楼,,王强,刘敏",
        "柳湖社区,西院,南网格,1号楼,,刘敏,",
    ),
    people("王强,worker,北网格,,", "刘敏,worker,南网格,,", "许静,staff,柳湖社区,,"),
)


async def codes(town: Town) -> dict[str, str]:
    report = await imports(town, *ROSTER)
    return {invited.name: invited.code or "" for invited in report.invitations}


async def worker_of_north(town: Town) -> tuple[str, tuple[Account, ...]]:
    async def ask(uow: UnitOfWork) -> tuple[str, tuple[Account, ...]]:
        (grid,) = await uow.store(Places).find("北网格")
        (holder,) = await uow.store(People).holders(Role.WORKER, grid.id)
        return holder.name, holder.accounts

    found: tuple[str, tuple[Account, ...]] = await town.keep(ask)
    return found


async def test_every_name_without_an_account_gets_a_code_that_can_be_read_aloud(town: Town) -> None:
    given = await codes(town)

    assert list(given) == ["王强", "刘敏", "许静"]
    assert len(set(given.values())) == 3
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in given.values())
    assert set("01OILU").isdisjoint(SIGNS)


@pytest.mark.parametrize("command", ["/start {code}", "/join {code}"], ids=["deep link", "command"])
async def test_the_first_tap_makes_the_account_the_workers(town: Town, command: str) -> None:
    code = (await codes(town))["王强"]
    qiang = town.resident("强哥")

    await qiang.tells_the_bot(command.format(code=code))

    assert qiang.inbox == ["欢迎,王强。您管:北网格。有事我私信您,点“接单”就行;说“任务”看手上的事。"]
    assert await worker_of_north(town) == ("王强", (qiang.account,))


async def test_a_code_may_be_typed_in_any_hand(town: Town) -> None:
    code = (await codes(town))["王强"]
    qiang = town.resident("强哥")

    await qiang.tells_the_bot(f"/join {code[:5].lower()}-{code[5:]}")

    assert (await worker_of_north(town))[1] == (qiang.account,)


async def test_a_worker_is_told_every_place(town: Town) -> None:
    code = (await codes(town))["刘敏"]
    liu = town.resident("刘敏")

    await liu.tells_the_bot(f"/join {code}")

    assert "您管:南网格、北网格替补网格员。" in liu.inbox[0]


async def test_staff_are_told_what_they_are(town: Town) -> None:
    code = (await codes(town))["许静"]
    xu = town.resident("许静")

    await xu.tells_the_bot(f"/join {code}")

    assert "您是:柳湖社区社区工作者。" in xu.inbox[0]


async def test_a_new_worker_can_work_at_once(town: Town) -> None:
    code = (await codes(town))["王强"]
    (east,) = await town.keep(lambda uow: uow.store(Places).find("东院"))
    group = await town.group("东院邻里群", east)
    qiang = town.resident("强哥", group)
    await qiang.tells_the_bot(f"/join {code}")

    await town.resident("王芳", group).says("/report 2号楼路灯不亮")
    await qiang.presses("接单")

    assert "王强接单了" in group.card


async def test_what_was_said_before_stays_the_workers(town: Town) -> None:
    code = (await codes(town))["王强"]
    qiang = town.resident("强哥")
    await qiang.tells_the_bot("/report 西院1号楼楼道灯不亮")
    await qiang.tells_the_bot("/home 东院1号楼2单元501")

    await qiang.tells_the_bot(f"/join {code}")
    await qiang.tells_the_bot("/mine")
    await qiang.tells_the_bot("/home")

    assert "西院1号楼楼道灯不亮" in qiang.inbox[-2]
    assert qiang.inbox[-1] == "您的住址记着:东院1号楼2单元501室。要改就直接写新的,不写就不变。"


async def test_a_code_works_once(town: Town) -> None:
    code = (await codes(town))["王强"]
    await town.resident("强哥").tells_the_bot(f"/join {code}")
    other = town.resident("路人")

    await other.tells_the_bot(f"/join {code}")

    assert other.inbox == ["这个邀请码不对,或者已经用过了。请社区再发您一个;有事直接跟我说也行。"]
    assert len((await worker_of_north(town))[1]) == 1


async def test_tapping_the_own_link_again_is_no_mistake(town: Town) -> None:
    code = (await codes(town))["王强"]
    qiang = town.resident("强哥")
    await qiang.tells_the_bot(f"/join {code}")

    await qiang.tells_the_bot(f"/start {code}")

    assert qiang.inbox[0] == qiang.inbox[1]


async def test_somebody_of_the_roster_cannot_become_somebody_else(town: Town) -> None:
    given = await codes(town)
    liu = town.resident("刘敏")
    await liu.tells_the_bot(f"/join {given['刘敏']}")

    await liu.tells_the_bot(f"/join {given['王强']}")

    assert liu.inbox[-1] == "这个邀请是给别人的,您已经是刘敏了。请让本人来点。"
    assert (await worker_of_north(town))[1] == ()


async def test_a_worker_known_by_account_alone_cannot_become_somebody_else(town: Town) -> None:
    await imports(town, places("槐树社区,,一网格,1号楼,,fake:700,"))
    code = (await codes(town))["王强"]
    worker = town.resident("孙工")
    worker.account = Account("fake", "700")

    await worker.tells_the_bot(f"/join {code}")

    assert worker.inbox == ["这个邀请是给别人的,您已经是孙工了。请让本人来点。"]


async def test_a_code_lives_for_thirty_days_and_the_next_import_renews_it(town: Town) -> None:
    code = (await codes(town))["王强"]
    town.clock.at += timedelta(days=29)
    assert (await codes(town))["王强"] == code
    town.clock.at += timedelta(days=29)
    qiang = town.resident("强哥")

    await qiang.tells_the_bot(f"/join {code}")

    assert (await worker_of_north(town))[1] == (qiang.account,)


async def test_an_old_code_works_no_more(town: Town) -> None:
    code = (await codes(town))["王强"]
    town.clock.at += timedelta(days=30)
    qiang = town.resident("强哥")

    await qiang.tells_the_bot(f"/join {code}")

    assert "这个邀请码不对" in qiang.inbox[0]


async def test_a_name_that_has_its_account_is_not_invited_again(town: Town) -> None:
    code = (await codes(town))["王强"]
    await town.resident("强哥").tells_the_bot(f"/join {code}")

    assert list(await codes(town)) == ["刘敏", "许静"]


async def test_an_invitation_ends_with_the_duty(town: Town) -> None:
    code = (await codes(town))["王强"]
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,刘敏,"))
    qiang = town.resident("强哥")

    await qiang.tells_the_bot(f"/join {code}")

    assert "这个邀请码不对" in qiang.inbox[0]


async def test_after_five_wrong_codes_nothing_is_tried_for_an_hour(town: Town) -> None:
    code = (await codes(town))["王强"]
    guesser = town.resident("路人")
    for number in range(5):
        await guesser.tells_the_bot(f"/join 2222{number}22222")

    await guesser.tells_the_bot(f"/join {code}")
    after_six = guesser.inbox[-1]
    town.clock.at += timedelta(hours=1.1)
    await guesser.tells_the_bot(f"/join {code}")

    assert after_six == "试的次数多了,请过一小时再试,或者请社区帮您看看。"
    assert guesser.inbox[-1].startswith("欢迎,王强")


async def test_one_persons_wrong_codes_do_not_hinder_another(town: Town) -> None:
    code = (await codes(town))["王强"]
    guesser, qiang = town.resident("路人"), town.resident("强哥")
    for _ in range(6):
        await guesser.tells_the_bot("/join 2222222222")

    await qiang.tells_the_bot(f"/join {code}")

    assert qiang.inbox[0].startswith("欢迎,王强")


async def test_a_code_said_in_a_group_is_used_at_once_and_answered_in_private(town: Town) -> None:
    code = (await codes(town))["王强"]
    group = await town.group("随便聊")
    qiang = town.resident("强哥", group)
    await qiang.tells_the_bot("/start")

    await qiang.says(f"/join {code}")

    assert group.texts == []
    assert qiang.inbox[-1].startswith("欢迎,王强")


async def test_joining_without_a_code_says_what_is_missing(town: Town) -> None:
    somebody = town.resident("路人")

    await somebody.tells_the_bot("/join")

    assert somebody.inbox == ["请把邀请码一起发来。"]
