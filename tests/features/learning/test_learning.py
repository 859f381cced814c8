"""What corrections and presses teach: shown first, learnt when wanted, and unlearnt; nobody's words are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import learned, teaching, understanding
from bot.config import Config, TicketRules
from bot.config_understanding import CategoryWords, UnderstandingRules
from bot.features.learning.model import Evidence, Gathered, Tally, Told, as_words, talk_in
from bot.features.learning.store import Lessons
from bot.understanding import OwnWords, read
from storage.engine import OpenDatabase
from tests.features.tables import rows_with
from tests.town import Yucheng, open_town, yucheng

LINE = "3号楼二单元的灯又不亮了,有没有人管"


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """What a test puts to use is nobody else's."""
    yield
    understanding.use(understanding.NOTHING)


@pytest.fixture
async def here(database: OpenDatabase, tmp_path: Path) -> Yucheng:
    config = Config(tickets=TicketRules(detect="suggest"), folder=tmp_path)
    return await yucheng(open_town(database, config))


async def put_right(here: Yucheng) -> None:
    """Three calls about lockers were taken for facilities; the worker says that they are a service."""
    for number, words in enumerate(("智取柜打不开了", "智取柜一直卡住", "4号楼的智取柜又坏了"), 1):
        await here.town.resident(f"邻居{number}", here.group).says(f"/report 4号楼{words}")
        await here.li.tells_the_bot(f"/fix {number} 公共服务")


async def learn(here: Yucheng, *, apply: bool = False) -> list[str]:
    said: list[str] = []
    await teaching.learn(here.town.service, apply=apply, say=said.append)
    return said


async def test_what_would_be_learnt_is_shown_and_nothing_is_written(here: Yucheng, tmp_path: Path) -> None:
    await put_right(here)

    said = await learn(here)

    assert said[:2] == [
        "1 words would be learnt from what people put right:",
        "  智取柜: service (3 for it, 0 against)",
    ]
    assert said[2] == "of 3 stored calls would be read differently: category of 3, urgency of 0, call or not of 2"
    assert said[3] == "read as they stand after all corrections: 0 now, 3 then"
    assert not (tmp_path / learned.NAME).exists()


async def test_what_is_applied_is_read_with_and_can_be_taken_back(here: Yucheng) -> None:
    await put_right(here)
    await learn(here, apply=True)

    learned.put_to_use(here.town.service.setup.config)
    assert read("智取柜打不开了").category == "service"

    said: list[str] = []
    assert teaching.undo(here.town.service, said.append)
    learned.put_to_use(here.town.service.setup.config)
    assert read("智取柜打不开了").category != "service"
    assert not teaching.undo(here.town.service, said.append)


async def test_learning_twice_is_learning_once(here: Yucheng, tmp_path: Path) -> None:
    await put_right(here)
    await learn(here, apply=True)
    first = (tmp_path / learned.NAME).read_text(encoding="utf-8")

    learned.put_to_use(here.town.service.setup.config)
    await learn(here, apply=True)

    assert (tmp_path / learned.NAME).read_text(encoding="utf-8") == first


async def test_a_running_service_notices(here: Yucheng) -> None:
    watching = learned.Learned(here.town.service.setup.config)
    await put_right(here)
    await learn(here, apply=True)

    await watching.look()

    assert read("智取柜打不开了").category == "service"


def test_a_broken_file_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / learned.NAME).write_text("categories = 3", encoding="utf-8")

    assert learned.own_words(Config(folder=tmp_path)).is_empty


def test_the_config_wins_over_what_was_learnt(tmp_path: Path) -> None:
    (tmp_path / learned.NAME).write_text('[categories]\nservice = ["智取柜"]\n', encoding="utf-8")
    rules = UnderstandingRules(categories=CategoryWords(facility=("智取柜",)))

    own = learned.own_words(Config(folder=tmp_path, understanding=rules))

    assert own.categories == {"facility": ("智取柜",), "service": ()}


async def test_of_a_line_that_was_talk_only_our_own_words_are_counted(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(LINE)
    await here.li.presses("不是")

    counted = await here.town.keep(lambda uow: uow.store(Lessons).tallies())

    assert Tally(word="不亮了", taken=0, dropped=1) in counted
    assert [one.word for one in counted] == ["不亮了", "有没有人管"]
    assert rows_with(tmp_path, "灯又不亮") == []


async def test_what_was_recorded_counts_for_its_words(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.li.presses("记下来")

    counted = await here.town.keep(lambda uow: uow.store(Lessons).tallies())

    assert Tally(word="不亮了", taken=1, dropped=0) in counted


def test_a_phrase_of_other_calls_is_not_learnt() -> None:
    gathered = Gathered()
    corrected = [
        Told(words=f"智取柜{n}", meanings=frozenset({"service"}), corrected=frozenset({"service"})) for n in "甲乙丙"
    ]
    for told in corrected:
        gathered.collect(told)

    gathered.weigh(Told(words="智取柜丁", meanings=frozenset({"facility"}), corrected=frozenset()))

    assert gathered.learnt() == []


def test_two_corrections_are_chance() -> None:
    gathered = Gathered()
    for words in ("智取柜甲", "智取柜乙"):
        gathered.collect(Told(words=words, meanings=frozenset({"service"}), corrected=frozenset({"service"})))

    assert gathered.learnt() == []


def test_a_word_that_is_nearly_always_talk_speaks_against_a_call() -> None:
    tallies = [Tally(word="坏了", taken=6, dropped=6), Tally(word="管管", taken=1, dropped=9)]

    assert talk_in(tallies) == [Evidence(word="管管", meaning="talk", spoke_for=9, against=1)]
    assert as_words(talk_in(tallies)) == {"": {"talk": ("管管",)}, "categories": {}}


def test_own_words_are_read_with() -> None:
    own = OwnWords(
        categories={"service": ("智取柜",)},
        emergency={"gas": ("罐子冒白气",)},
        urgent=("水箱空了",),
        calls=("麻利儿的",),
        talk=("漏水",),
    )

    assert read("智取柜不能用", own=own).category == "service"
    assert read("罐子冒白气了", own=own).danger == "gas"
    assert read("别让罐子冒白气的演习", own=own).danger is None
    assert read("水箱空了", own=own).urgency == "urgent"
    assert read("楼道灯,麻利儿的", own=own).confidence > read("楼道灯,麻利儿的").confidence
    assert read("3号楼漏水", own=own).confidence < read("3号楼漏水").confidence


async def test_an_alias_of_the_config_is_a_building(database: OpenDatabase) -> None:
    config = Config(understanding=UnderstandingRules(aliases=("老锅炉房=御城一区4号楼",)))
    understanding.use(config.understanding.words())
    here = await yucheng(open_town(database, config))

    await here.wang.says("/report 老锅炉房门口路灯不亮")

    assert here.group.card.startswith("#1 御城一区4号楼")
