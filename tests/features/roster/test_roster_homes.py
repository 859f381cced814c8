"""Starting, telling where one lives, and asking who looks after it."""

import pytest

from bot.community import Account, Home, Person, PlaceKind
from bot.stores import People, Places
from tests.features.roster.builders import imports, people, places
from tests.town import Somebody, Town

ROSTER = (
    places(
        "柳湖社区,东院,北网格,1号楼,红楼,王强,刘敏",
        "柳湖社区,东院,北网格,2号楼,,王强,刘敏",
        "柳湖社区,西院,南网格,1号楼,,刘敏,",
        "柳湖社区,南院,空网格,9号楼,,,",
    ),
    people(
        "许静,staff,柳湖社区,fake:503,555 0100",
        "赵姐,building_lead,东院2号楼,fake:504,",
        "刘敏,worker,南网格,fake:505,",
    ),
)
NOT_FOUND = "没找到“{}”。写上小区和楼号再试一次,比如“锦绣苑3号楼”。"


@pytest.fixture
async def known(town: Town) -> Town:
    await imports(town, *ROSTER)
    return town


async def home_of(town: Town, account: Account) -> Home | None:
    person = await town.keep(lambda uow: uow.store(People).by_account(account))
    return person.home if isinstance(person, Person) else None


async def building_of(town: Town, who: Somebody) -> str:
    home = await home_of(town, who.account)
    assert home is not None
    place = await town.keep(lambda uow: uow.store(Places).get(home.building))
    compound_id = place.compound
    assert compound_id is not None
    compound = await town.keep(lambda uow: uow.store(Places).get(compound_id))
    return f"{compound.name}{place.name}"


# ---- starting ----


async def test_starting_asks_for_the_building_and_takes_the_next_line_as_the_answer(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")

    await fang.tells_the_bot("2号楼3单元501")

    assert fang.inbox[0].startswith("您好,我是呼应。有事直接说")
    assert fang.private[0].labels == [["以后再说"]]
    assert fang.inbox[1:] == ["记下了:东院2号楼3单元501室。管您那栋楼的是网格员王强。"]
    assert await building_of(known, fang) == "东院2号楼"


async def test_whoever_starts_by_saying_what_is_the_matter_is_heard(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")

    await fang.tells_the_bot("2号楼电梯坏了")

    assert fang.inbox[1].startswith("#1 东院2号楼 · 2号楼电梯坏了")
    assert await home_of(known, fang.account) is None


async def test_later_ends_the_question(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")

    toast = await fang.presses("以后再说")
    await fang.tells_the_bot("/home")

    assert toast == "好,想说的时候再说“住址”。"
    assert await home_of(known, fang.account) is None


async def test_a_number_that_exists_twice_is_asked_about_with_the_compounds(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")
    await fang.tells_the_bot("1号楼3单元501")
    assert fang.private[-1].labels == [["东院", "西院"]]

    await fang.presses("西院")

    assert fang.inbox[-1] == "记下了:西院1号楼3单元501室。管您那栋楼的是网格员刘敏。"


async def test_the_compound_may_be_written_too(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")
    await fang.tells_the_bot("1号楼")

    await fang.tells_the_bot("东院")

    assert await building_of(known, fang) == "东院1号楼"


async def test_the_compound_alone_is_asked_for_its_building(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/start")
    await fang.tells_the_bot("西院")
    assert fang.inbox[-1] == "西院的哪栋楼?写楼号就行,比如“3号楼”。"

    await fang.tells_the_bot("1号楼")

    assert await building_of(known, fang) == "西院1号楼"


async def test_starting_again_says_what_is_noted(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/home 红楼")

    await fang.tells_the_bot("/start")

    assert fang.inbox[-1] == ("您好,我是呼应。有事直接说,打字就行。\n您的住址记着:东院1号楼。要改就说“住址”加楼号。")


async def test_starting_in_a_group_points_to_the_private_chat(known: Town) -> None:
    group = await known.group("随便聊")
    fang = known.resident("王芳", group)

    await fang.says("/start")

    assert group.texts == ["这个请私下跟我说,群里不方便。"]


async def test_somebody_of_the_roster_is_welcomed_with_the_duties(known: Town) -> None:
    xu = known.resident("许静")
    xu.account = Account("fake", "503")

    await xu.tells_the_bot("/start")

    assert xu.inbox == ["欢迎,许静。您是:柳湖社区社区工作者。有事我私信您,您有事也直接跟我说。"]


# ---- home ----


async def test_a_home_is_told_by_a_plain_word_in_private(known: Town) -> None:
    fang = known.resident("王芳")

    await fang.tells_the_bot("住址 东院1号楼2单元")

    assert fang.inbox == ["记下了:东院1号楼2单元。管您那栋楼的是网格员王强。"]


@pytest.mark.parametrize(
    "words", ["2-3-501", "东院2-3-501", "2号楼3单元501室", "二号楼三单元501", "Building 2, unit 3, room 501"]
)
async def test_a_home_may_be_written_in_many_ways(known: Town, words: str) -> None:
    fang = known.resident("王芳")

    await fang.tells_the_bot(f"/home {words}")

    assert fang.inbox == ["记下了:东院2号楼3单元501室。管您那栋楼的是网格员王强。"]


async def test_a_home_without_a_worker_goes_to_the_community(known: Town) -> None:
    fang = known.resident("王芳")

    await fang.tells_the_bot("/home 南院9号楼")

    assert fang.inbox == ["记下了:南院9号楼。有事直接说,我交给社区。"]


async def test_an_unknown_building_is_not_noted(known: Town) -> None:
    fang = known.resident("王芳")

    await fang.tells_the_bot("/home 77号楼")

    assert fang.inbox == [NOT_FOUND.format("77号楼")]


async def test_a_home_told_in_a_group_is_noted_and_never_repeated_there(known: Town) -> None:
    group = await known.group("东院邻里群")
    fang = known.resident("王芳", group)

    await fang.says("/home 东院1号楼2单元501")

    assert group.texts == ["住址记下了。以后门牌请私下跟我说,群里不方便。"]
    assert await building_of(known, fang) == "东院1号楼"


async def test_an_unclear_home_is_not_asked_about_in_a_group(known: Town) -> None:
    group = await known.group("随便聊")
    fang = known.resident("王芳", group)

    await fang.says("/home 1号楼")

    assert group.texts == ["这个请私下跟我说,群里不方便。"]
    assert await home_of(known, fang.account) is None


async def test_a_call_from_home_needs_no_building(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/home 西院1号楼")

    await fang.tells_the_bot("/report 楼道灯不亮")

    assert fang.inbox[-1].startswith("#1 西院1号楼 · 楼道灯不亮\n已交给网格员刘敏")


async def test_without_a_roster_a_home_is_added_to_the_one_community(town: Town) -> None:
    await town.place(PlaceKind.COMMUNITY, "柳湖社区")
    fang = town.resident("王芳")

    await fang.tells_the_bot("/home 3号楼")

    assert fang.inbox == ["记下了:3号楼。有事直接说,我交给社区。"]


# ---- who ----


async def test_who_looks_after_my_building(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/home 2号楼")

    await fang.tells_the_bot("找谁")

    assert fang.inbox[-1] == "东院2号楼\n网格员 王强\n楼门长 赵姐\n社区值班 许静 555 0100"


async def test_who_asks_for_the_home_where_it_is_not_known(known: Town) -> None:
    fang = known.resident("王芳")
    await fang.tells_the_bot("/who")

    await fang.tells_the_bot("2号楼")

    assert fang.inbox[0].startswith("您住哪栋楼?")
    assert fang.inbox[1] == "记下了:东院2号楼。管您那栋楼的是网格员王强。"


async def test_a_group_hears_who_looks_after_its_place_and_no_telephone(known: Town) -> None:
    (grid,) = await known.keep(lambda uow: uow.store(Places).find("北网格"))
    group = await known.group("东院邻里群", grid)
    fang = known.resident("王芳", group)
    await fang.tells_the_bot("/home 西院1号楼")

    await fang.says("/who")

    assert group.texts == ["北网格\n网格员 王强\n社区值班 许静"]


async def test_one_may_ask_about_any_building(known: Town) -> None:
    group = await known.group("随便聊")
    fang = known.resident("王芳", group)

    await fang.says("/who 红楼")
    await fang.says("/who 1号楼")
    await fang.presses("西院")
    await fang.says("/who 南院")
    await fang.says("/who 月球")

    assert group.texts == [
        "东院1号楼\n网格员 王强\n社区值班 许静",
        "“1号楼”有 2 处,是哪一处?点一下就行。",
        "西院1号楼\n网格员 刘敏\n社区值班 许静",
        "南院\n社区值班 许静",
        NOT_FOUND.format("月球"),
    ]


async def test_where_nobody_is_on_record_the_answer_says_so(town: Town) -> None:
    fang = town.resident("王芳")
    await town.place(PlaceKind.COMMUNITY, "柳湖社区")
    await fang.tells_the_bot("/home 3号楼")

    await fang.tells_the_bot("/who")

    assert fang.inbox[-1] == "3号楼\n还没有登记管这里的人。有事直接说,我交给管理员。"
