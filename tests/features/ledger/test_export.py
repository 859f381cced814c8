"""The ledger as a spreadsheet: one row a ticket, words masked, nothing that runs."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.spreadsheets import XlsxTable, open_table
from bot.community import Account
from bot.config import Config
from bot.exporting import bar, export, wanted_of
from bot.features.ledger.model import COLUMNS, OPEN_COLUMNS, Wanted
from bot.features.roster.views import IMPORTED
from bot.stores import Facts
from bot.understanding.reading import CATEGORIES
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng, open_town

PHONE = "13812345678"


async def exported(town: Town, path: Path, *, private: bool = False) -> Path:
    with open_table(path, COLUMNS) as table:
        await export(town.service, table, Wanted(private=private), say=lambda _line: None)
    return path


def in_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def in_xlsx(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path)["ledger"].iter_rows(values_only=True))


async def test_the_columns_are_those_that_others_read(here: Yucheng, tmp_path: Path) -> None:
    path = await exported(here.town, tmp_path / "ledger.csv")

    assert path.read_bytes().decode("utf-8") == (
        "\ufeffnumber,opened_at,channel,text,community,compound,grid,building,category,urgency,state,level,assignee,"
        "rating,origin,answered_at,resolved_at,closed_at,closing\r\n"
    )


async def test_a_row_tells_a_whole_ticket(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼2单元停水了")
    await here.li.tells_the_bot("/done 1 阀门打开了")
    await here.wang.says("/rate 1 5")

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert row.pop("category") in CATEGORIES
    assert row == {
        "number": "1",
        "opened_at": "2026-11-26T10:00:00+08:00",
        "channel": "fake",
        "text": "3号楼2单元停水了",
        "community": "御城社区",
        "compound": "御城一区",
        "grid": "第一网格",
        "building": "3号楼",
        "urgency": "urgent",
        "state": "closed",
        "level": "grid",
        "assignee": "李明",
        "rating": "5",
        "origin": "online",
        "answered_at": "2026-11-26T10:00:00+08:00",
        "resolved_at": "2026-11-26T10:00:00+08:00",
        "closed_at": "2026-11-26T10:00:00+08:00",
        "closing": "confirmed",
    }


async def test_what_is_not_known_is_empty(here: Yucheng, tmp_path: Path) -> None:
    lost = await here.town.group("新群")
    await here.town.resident("孙姐", lost).says("/report 电梯坏了")

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert [row[name] for name in ("community", "compound", "grid", "building", "assignee", "rating")] == [""] * 6
    assert row["state"] == "new"


async def test_somebody_who_stands_in_no_roster_is_an_account(database: OpenDatabase, tmp_path: Path) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "boss"),)))
    boss = Somebody(town=town, name="老板", account=Account(NAME, "boss"))
    await boss.tells_the_bot("/help")
    await town.resident("孙姐").tells_the_bot("/report 着火了")

    (row,) = in_csv(await exported(town, tmp_path / "ledger.csv"))

    assert (row["assignee"], row["urgency"]) == ("fake:boss", "emergency")


async def test_a_building_that_the_roster_does_not_know_is_as_it_was_read(here: Yucheng, tmp_path: Path) -> None:
    await here.town.keep(lambda uow: uow.store(Facts).set(IMPORTED, "2026-11-26"))
    await here.wang.says("/report 9号楼漏水")

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert row["building"] == "9"


async def test_tickets_come_oldest_first(here: Yucheng, tmp_path: Path) -> None:
    for number in range(1, 4):
        await here.wang.says(f"/report 3号楼{number}层路灯不亮")

    rows = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert [row["number"] for row in rows] == ["1", "2", "3"]


async def test_phone_and_room_are_masked_unless_whoever_asks_may_read_all(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(f"/report 3号楼2单元501漏水,电话{PHONE}")

    (masked,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))
    (whole,) = in_csv(await exported(here.town, tmp_path / "private.csv", private=True))

    assert PHONE not in masked["text"]
    assert "501" not in masked["text"]
    assert whole["text"] == f"3号楼2单元501漏水,电话{PHONE}"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
async def test_words_that_look_like_a_formula_do_not_run(here: Yucheng, tmp_path: Path, sign: str) -> None:
    words = f'{sign}HYPERLINK("http://evil.example","3号楼漏水")'
    await here.wang.says(f"/report {words}")

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))
    cells = in_xlsx(await exported(here.town, tmp_path / "ledger.xlsx"))

    assert row["text"] == f"'{words}"
    assert cells[1][3] == words
    sheet = load_workbook(tmp_path / "ledger.xlsx")["ledger"]
    assert sheet["D2"].data_type == "s"


async def test_a_name_in_the_roster_that_looks_like_a_formula_does_not_run_either(
    here: Yucheng, tmp_path: Path
) -> None:
    building = await here.town.place(here.building3.kind, "=1+1号楼", here.community, grid=here.grid.id)
    await here.wang.says("/report 路灯不亮")
    await here.wang.presses(building.name)

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert row["building"] == "'=1+1号楼"


async def test_a_workbook_has_real_dates_and_numbers(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    header, row = in_xlsx(await exported(here.town, tmp_path / "ledger.xlsx"))

    assert header == COLUMNS
    assert (row[0], str(row[1]), row[12], row[13]) == (1, "2026-11-26 10:00:00", "李明", None)


async def test_words_with_commas_quotes_and_lines_stay_in_their_cell(here: Yucheng, tmp_path: Path) -> None:
    words = '3号楼漏水,物业说"明天来",\n没来'
    await here.wang.tells_the_bot(f"/report {words}")

    (row,) = in_csv(await exported(here.town, tmp_path / "ledger.csv"))

    assert row["text"] == words


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"choose one of these endings"):
        open_table(tmp_path / "ledger.pdf", COLUMNS)


def test_a_table_that_fails_half_way_leaves_no_file_behind(tmp_path: Path) -> None:
    for name in ("ledger.csv", "ledger.xlsx"):
        with pytest.raises(TypeError), open_table(tmp_path / name, COLUMNS) as table:
            table.write(None)  # type: ignore[arg-type]
        assert not (tmp_path / name).exists()


async def test_a_time_a_place_and_a_category_choose_rows(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼楼道灯不亮")
    await here.wang.says("/report 4号楼垃圾没人收")
    await here.town.wakes_up_after(days=1)
    await here.wang.says("/report 4号楼楼道灯不亮")

    async def numbers(days: tuple[date | None, date | None], place: str | None, category: str | None) -> list[str]:
        wanted = await wanted_of(here.town.service, days, place, Wanted(category=category))
        with open_table(tmp_path / "some.csv", COLUMNS) as table:
            await export(here.town.service, table, wanted, say=lambda _line: None)
        return [row["number"] for row in in_csv(tmp_path / "some.csv")]

    first = date(2026, 11, 26)
    assert await numbers((None, first), None, None) == ["1", "2"]
    assert await numbers((date(2026, 11, 27), None), "御城社区", None) == ["3"]
    assert await numbers((first, None), "第一网格", "facility") == ["1", "3"]
    with pytest.raises(LookupError, match="no place of the roster"):
        await numbers((None, None), "南山社区", None)


async def test_columns_without_words_and_names(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼楼道灯不亮")

    with open_table(tmp_path / "open.csv", OPEN_COLUMNS) as table:
        await export(here.town.service, table, Wanted(columns=OPEN_COLUMNS), say=lambda _line: None)

    (row,) = in_csv(tmp_path / "open.csv")
    assert not {"text", "assignee"} & row.keys()
    assert (row["number"], row["building"], row["state"]) == ("1", "3号楼", "assigned")


def test_a_bar_says_how_far_it_is() -> None:
    assert bar(250_000, 1_000_000) == "[#####---------------]  25%  250,000 of 1,000,000"


def test_what_is_too_long_for_a_sheet_goes_on_on_the_next(tmp_path: Path) -> None:
    with XlsxTable(tmp_path / "long.xlsx", ["number"], sheet_rows=3) as table:
        for number in range(5):
            table.write([number])

    book = load_workbook(tmp_path / "long.xlsx")
    found = {sheet.title: [row[0].value for row in sheet.iter_rows()] for sheet in book}
    assert found == {"ledger": ["number", 0, 1], "ledger 2": ["number", 2, 3], "ledger 3": ["number", 4]}
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["ledger"].auto_filter.ref == "A1:A3"
    assert [path.name for path in tmp_path.iterdir()] == ["long.xlsx"]
