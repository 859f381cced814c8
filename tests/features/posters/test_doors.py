"""The code at a building's door, and the sheet that carries it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from adapters.posters import pdf_of, pictures_of
from adapters.printing import PdfPrinter
from bot.__main__ import _parser
from bot.doors import Code, Poster
from bot.files import NoFile
from bot.posters import draw
from bot.terminal import COMMANDS
from tests.network import BOT, NAME
from tests.town import Yucheng

SHEET = Poster(
    heading="有事扫一扫",
    place="御城一区3号楼",
    steps=("手机对准", "说一句", "有人办"),
    codes=(Code(label="用 Telegram 扫", link="https://t.me/huying_bot?start=b_17"),),
    numbers="火警 119",
    foot="网格员 李明",
)


async def test_whoever_scans_the_door_lives_there_and_just_writes_the_call(here: Yucheng) -> None:
    sun = here.town.resident("孙姐")

    await sun.tells_the_bot(f"/start b_{here.building3.id}")
    await sun.tells_the_bot("楼道灯不亮")

    assert sun.inbox[0].startswith("您好,我是呼应。您在御城一区3号楼扫的码,我先按您住这栋记。")
    assert "交给网格员李明" in sun.inbox[0]
    assert sun.inbox[1].startswith("#1 御城一区3号楼 · 楼道灯不亮\n已交给网格员李明")


async def test_whoever_only_passes_by_says_so(here: Yucheng) -> None:
    sun = here.town.resident("孙姐")
    await sun.tells_the_bot(f"/start b_{here.building3.id}")

    await sun.presses("不住这栋")
    await sun.tells_the_bot("/home")

    assert sun.inbox[-1].startswith("您住哪栋楼?")


async def test_a_home_that_was_told_is_not_changed_by_a_scan_but_by_a_tap(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/home 4号楼2单元501")
    await here.wang.tells_the_bot(f"/start b_{here.building3.id}")
    await here.wang.tells_the_bot("/home")
    before = here.wang.inbox[-1]

    await here.wang.presses("我住这栋")
    await here.wang.tells_the_bot("/home")

    assert "4号楼2单元501室" in before
    assert "御城一区3号楼" in here.wang.inbox[-1]


@pytest.mark.parametrize("code", ["b_999999", "b_", "b_12345678901", "b_-1", "b_³"])
async def test_a_code_of_no_building_is_an_ordinary_start(here: Yucheng, code: str) -> None:
    await here.wang.tells_the_bot(f"/start {code}")

    assert here.wang.inbox[0].startswith("您好,我是呼应。有事直接说")


async def test_a_worker_who_scans_a_door_is_greeted_as_a_worker(here: Yucheng) -> None:
    await here.li.tells_the_bot(f"/start b_{here.building3.id}")

    assert here.li.inbox[0].startswith("欢迎,李明。")


async def test_there_is_a_sheet_for_each_building_with_its_own_link(here: Yucheng, tmp_path: Path) -> None:
    service = here.town.service
    links = {f"telegram {BOT}": "https://t.me/huying_bot?start={code}"}
    service.setup = replace(service.setup, invitation_links=links, bots={NAME: BOT, "telegram": BOT})

    count = await draw(service, tmp_path / "all.pdf", None, place="", as_pictures=False)
    one = await draw(service, tmp_path / "one", "en", place="4号楼", as_pictures=True)

    words = (tmp_path / "all.pdf").read_text(encoding="utf-8")
    assert (count, one) == (3, 1)
    assert f"https://t.me/huying_bot?start=b_{here.building3.id}" in words
    assert [file.name for file in (tmp_path / "one").iterdir()] == ["001 御城一区4号楼.png"]


def test_the_command_is_there() -> None:
    given = _parser().parse_args(["posters", "doors", "--png", "--language", "en"])

    assert (given.command in COMMANDS, given.png, given.language, given.place) == (True, True, "en", "")


async def test_without_a_network_that_can_be_scanned_nothing_is_drawn(here: Yucheng, tmp_path: Path) -> None:
    with pytest.raises(NoFile, match="no building to print for"):
        await draw(here.town.service, tmp_path / "all.pdf", None, place="", as_pictures=False)


def test_a_sheet_is_one_page_of_paper_that_says_where_it_hangs(tmp_path: Path) -> None:
    font = PdfPrinter()._font
    assert font is not None, "install fonts-noto-cjk"

    pdf = pdf_of([SHEET, SHEET], font)
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    picture = next(pictures_of(pdf))

    assert len(pages) == 2
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    assert "御城一区3号楼" in pages[0].extract_text().replace("\0", "")
    assert picture.startswith(b"\x89PNG")
