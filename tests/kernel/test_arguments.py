"""What is typed wrongly at the terminal is told in one line, and nothing is done."""

from pathlib import Path

import pytest

from bot.__main__ import main

CONFIG = 'language = "en"\nadmins = ["telegram:1"]\n[telegram]\ntoken = "123456:abcdefghijklmnopqrstuvwxyz"\n'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("export --from 2026-13-01 out.csv", "'2026-13-01' is no day like 2026-11-26"),
        ("export --from 20261101 out.csv", "'20261101' is no day like 2026-11-26"),
        ("export --from 2026-12-01 --to 2026-11-01 out.csv", "--from 2026-12-01 lies after --to 2026-11-01"),
        ("replay --deadlines x --from 2026-12-01 --to 2026-11-01", "--from 2026-12-01 lies after --to 2026-11-01"),
        ("service --memory lots", "'lots' is no amount of memory like 600M"),
    ],
)
def test_what_cannot_be_meant_is_told(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())

    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("huying 0.")


def test_a_file_that_is_not_there_is_told_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nothere"

    assert main(["verify", str(missing)]) == 1
    assert capsys.readouterr().err == f"{missing}: no such file or directory\n"


def test_a_folder_that_is_not_there_is_told_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, ledger = tmp_path / "config.toml", tmp_path / "nothere" / "ledger.csv"
    config.write_text(CONFIG, encoding="utf-8")

    assert main(["export", "-c", str(config), str(ledger)]) == 1
    assert f"{ledger}: no such file or directory\n" in capsys.readouterr().err
