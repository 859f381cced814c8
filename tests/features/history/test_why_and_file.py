"""How a ticket came about, and its whole story as a document."""

import re

from bot.feature import FileMaker
from bot.files import Document, File
from bot.turn import Turn
from tests.town import Yucheng


async def solved(here: Yucheng) -> None:
    """王芳's lamp is repaired."""
    await here.wang.says("/report 3号楼2单元1203室路灯不亮,打我电话 13812345678")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 到现场看过")
    await here.li.tells_the_bot("/done 1 换了灯泡")


async def the_file(here: Yucheng) -> File:
    """What 赵敏 is sent."""
    await here.zhao.tells_the_bot("/file 1")
    sent = here.zhao.private[-1].file
    assert sent is not None
    return sent


async def document(here: Yucheng, file: File) -> Document:
    """What its maker says is in it."""
    (maker,) = [maker for feature in here.town.service.setup.features for maker in _makers(feature.files, file)]

    async def make(turn: Turn) -> object:
        return await maker.make(turn, file.value)

    made = await here.town.service.ask(make)
    assert isinstance(made, Document)
    return made


def _makers(makers: tuple[FileMaker, ...], file: File) -> list[FileMaker]:
    return [maker for maker in makers if maker.name == file.made_by]


async def test_why_tells_reading_route_assignee_and_deadlines_in_this_order(here: Yucheng) -> None:
    await solved(here)

    await here.zhao.tells_the_bot("/why 1")

    said = here.zhao.inbox[-1]
    heads = ["怎么读的:", "归谁管:", "经过谁手:", "时限:"]
    assert [line.partition(":")[0] + ":" for line in said.splitlines() if line.startswith(tuple(heads))] == heads
    assert "城建设施,普通,御城一区3号楼2单元" in said
    assert "御城一区3号楼,网格员李明,替补陈静,社区赵敏" in said
    assert "接单:李明" in said
    assert "明天 10:00前接" in said


async def test_the_file_tells_every_step_with_masked_words_and_no_residents(here: Yucheng) -> None:
    await solved(here)
    await here.wang.tells_the_bot("/reopen 1 还是不亮,我是王芳,住1203室")

    made = await document(here, await the_file(here))

    text = repr(made)
    assert made.title == "#1 御城一区3号楼2单元 · 3号楼2单元1***室路灯不亮,打我电话 138*…"
    steps = made.sections[1].lines
    assert [re.sub(r"^\S+ \S+ ", "", step).partition("(")[0] for step in steps] == [
        "报事人 报事 “3号楼2单元1***室路灯不亮,打我电话 138****5678”",
        "报事人 交给:李明",
        "李明 接单:李明",
        "李明 进展 “到现场看过”",
        "李明 说办好了 “换了灯泡”",
        "报事人 说没修好 “还是不亮,我是王芳,住1***室”",
    ]
    assert "13812345678" not in text
    assert "1203" not in text


async def test_the_file_arrives_printed(here: Yucheng) -> None:
    await solved(here)

    sent = await the_file(here)

    assert (sent.name, sent.mime) == ("卷宗1.pdf", "application/pdf")
    assert here.zhao.inbox[-1].startswith("#1 的全过程,5 步")
    assert "说办好了 “换了灯泡”" in sent.content.decode()


async def test_in_the_group_both_are_answered_in_private(here: Yucheng) -> None:
    await solved(here)
    before = list(here.group.texts)
    here.zhao.group = here.group

    await here.zhao.says("/why 1")
    await here.zhao.says("/file 1")

    assert here.group.texts == before
    assert len(here.zhao.inbox) == 2


async def test_each_line_says_from_which_network_it_came(here: Yucheng) -> None:
    await solved(here)

    made = await document(here, await the_file(here))

    assert all(line.endswith("(fake)") for line in made.sections[1].lines)
