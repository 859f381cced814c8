"""`huying service`: units that systemd accepts, and that let a process of ours write its own folders alone."""

import argparse
import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.beginning.installing import install
from bot.beginning.units import BACKUP, SERVICE, TIMER, Installed, units
from bot.config import load

HERE = Installed(
    program=["/opt/huying/bin/huying"],
    config=Path("/srv/huying/config.toml"),
    user="huying",
    written=[Path("/srv/huying")],
    backups=Path("/srv/huying/backups"),
    memory="600M",
)
ANALYZE = shutil.which("systemd-analyze") or ""


def read(unit: str) -> configparser.ConfigParser:
    """Its keys; of one that stands twice the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit)
    return parser


def given(folder: Path, **more: object) -> argparse.Namespace:
    asked = {"config": folder / "config.toml", "user": None, "backups": None, "memory": "600M", "dry_run": False}
    return argparse.Namespace(**{**asked, "to": folder / "units", **more})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units").mkdir()
    (tmp_path / "config.toml").write_text('[web]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
    return tmp_path


def test_the_service_runs_as_nobody_special_and_writes_its_own_folder_alone() -> None:
    service = read(units(HERE)[SERVICE])["Service"]

    assert service["ExecStart"] == "/opt/huying/bin/huying -c /srv/huying/config.toml run"
    assert (service["User"], service["WorkingDirectory"]) == ("huying", "/srv/huying")
    assert (service["ProtectSystem"], service["ReadWritePaths"]) == ("strict", "/srv/huying")
    assert (service["NoNewPrivileges"], service["ProtectHome"], service["MemoryMax"]) == ("yes", "yes", "600M")
    assert (service["CapabilityBoundingSet"], service["Restart"]) == ("", "always")


def test_each_night_a_backup_is_made_and_seven_stay() -> None:
    made = units(HERE)

    assert read(made[BACKUP])["Service"]["ExecStart"].endswith("backup --keep 7 /srv/huying/backups")
    assert read(made[TIMER])["Timer"]["OnCalendar"] == "*-*-* 03:30:00"
    assert read(made[TIMER])["Timer"]["Persistent"] == "true"


def test_paths_with_strange_signs_stay_what_they_are() -> None:
    place = Path("/srv/my 100% town")
    strange = Installed(**{**vars(HERE), "config": place / "config.toml", "written": [place], "backups": Path("/b")})

    service = read(units(strange)[SERVICE])["Service"]

    assert service["ExecStart"] == '/opt/huying/bin/huying -c "/srv/my 100%% town/config.toml" run'
    assert service["ReadWritePaths"] == '"/srv/my 100%% town" /b'


def test_homes_are_shut_unless_it_lives_in_one_and_a_low_port_is_allowed_to_it() -> None:
    at_home = Installed(**{**vars(HERE), "program": ["/home/li/.local/bin/huying"], "port": 443})

    service = read(units(at_home)[SERVICE])["Service"]

    assert (service["ProtectHome"], service["CapabilityBoundingSet"]) == ("read-only", "CAP_NET_BIND_SERVICE")


def test_it_writes_the_units_again_but_never_over_those_of_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = load(folder / "config.toml", {})
    assert install(config, given(folder)) == 0
    assert install(config, given(folder, memory="400M")) == 0
    said = capsys.readouterr().out
    assert "MemoryMax=400M" in (folder / "units" / SERVICE).read_text(encoding="utf-8")
    assert "systemctl enable --now huying.service huying-backup.timer" in said

    (folder / "units" / TIMER).write_text("[Timer]\n", encoding="utf-8")

    assert install(config, given(folder)) == 1
    assert (folder / "units" / TIMER).read_text(encoding="utf-8") == "[Timer]\n"


def test_files_that_lie_elsewhere_may_be_written_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = folder.parent / "pictures"
    config = f'[web]\nlisten = "127.0.0.1:0"\n[files]\nstore = "{elsewhere}"\n'
    (folder / "config.toml").write_text(config, encoding="utf-8")

    assert install(load(folder / "config.toml", {}), given(folder)) == 0

    service = read((folder / "units" / SERVICE).read_text(encoding="utf-8"))["Service"]
    assert str(elsewhere) in service["ReadWritePaths"].split()
    assert re.search(rf"install -d -m 700 -o \S+ {re.escape(str(elsewhere))}\n", capsys.readouterr().out)


def test_a_dry_run_shows_all_three_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install(load(folder / "config.toml", {}), given(folder, dry_run=True)) == 0

    assert [name in capsys.readouterr().out for name in (SERVICE,)] == [True]
    assert list((folder / "units").iterdir()) == []


def test_without_the_right_to_write_it_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install(load(folder / "config.toml", {}), given(folder, to=folder / "missing")) == 1

    assert "--dry-run" in capsys.readouterr().err


@pytest.mark.skipif(not ANALYZE, reason="there is no systemd-analyze on this machine")
def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    here = Installed(**{**vars(HERE), "program": ["/bin/true"], "user": "root"})
    for name, content in units(here).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    files = [str(tmp_path / name) for name in (SERVICE, BACKUP, TIMER)]

    verified = _analyze("verify", "--man=no", *files)
    rated = _analyze("security", "--offline=true", "--threshold=30", files[0])

    assert verified.stdout + verified.stderr == ""
    assert rated.returncode == 0, rated.stdout


def _analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - found above
