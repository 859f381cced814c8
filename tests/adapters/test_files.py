"""Roster files as editors and spreadsheets write them."""

import codecs
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.files import roster_tables
from bot.features.roster.service import Sheet

TEXT = "社区,小区,网格,楼栋\n柳湖社区,东院,北网格,1号楼\n"
ROWS = [("社区", "小区", "网格", "楼栋"), ("柳湖社区", "东院", "北网格", "1号楼")]


def read(path: Path) -> Sheet:
    (sheet,) = roster_tables([path])
    return sheet


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gbk"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_csv_may_be_in_any_of_the_usual_encodings(tmp_path: Path, mark: bytes, encoding: str) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes(mark + TEXT.encode(encoding))

    assert read(file) == Sheet(file="places.csv", rows=ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_may_have_another_separator(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(TEXT.replace(",", separator), encoding="utf-8")

    assert read(file).rows == ROWS


def test_blank_lines_and_quoted_line_breaks_do_not_move_the_row_numbers(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text('a,b\r\n\r\n"one\nline",2\r\n', encoding="utf-8", newline="")

    assert read(file).rows == [("a", "b"), (), ("one\nline", "2")]


def test_a_workbook_gives_its_sheets(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "roster.xlsx", 楼栋=[["楼栋", "电话"], [3, 13800000001]], 空=[], 人员=[["姓名"], ["王强"]]
    )

    first, second = roster_tables([file])

    assert (first.name, first.rows) == ("roster.xlsx [楼栋]", [("楼栋", "电话"), ("3", "13800000001")])
    assert (second.name, second.rows) == ("roster.xlsx [人员]", [("姓名",), ("王强",)])


def test_the_only_sheet_of_a_workbook_is_called_like_its_file(tmp_path: Path) -> None:
    file = workbook(tmp_path / "places.xlsx", Sheet1=[["a", None, 1.0, 1.5]])

    assert (read(file).name, read(file).rows) == ("places.xlsx", [("a", "", "1", "1.5")])


def test_a_date_made_by_the_spreadsheet_and_a_failed_formula_are_faults(tmp_path: Path) -> None:
    file = workbook(tmp_path / "places.xlsx", a=[["building"], [datetime(2026, 3, 2)], ["#REF!"]])  # noqa: DTZ001

    faults = read(file).faults

    assert [(fault.row, fault.column) for fault in faults] == [(2, 0), (3, 0)]
    assert "made a date of it" in faults[0].what


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("roster.xls", b"x", "is neither CSV nor XLSX; save it as one of them"),
        ("roster.xlsx", b"not a zip", "is no XLSX workbook that can be read: File is not a zip file"),
        ("roster.csv", b"", "is empty"),
        ("roster.csv", b"a,\xff\xff\xff", "is neither UTF-8 nor GBK text"),
        ("roster.csv", b'a,b\n"c"d,e\n', "is not CSV: ',' expected after '\"'"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, trouble: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    assert read(file) == Sheet(file=name, trouble=trouble)


def test_a_missing_file_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(TEXT, encoding="utf-8")

    missing, good = roster_tables([tmp_path / "people.csv", file])

    assert missing == Sheet(file="people.csv", trouble="cannot be read: no such file or directory")
    assert good.rows == ROWS
