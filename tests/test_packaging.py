"""What an installation gets: a wheel with everything in it, and a container made of files that exist."""

import asyncio
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from adapters.web.healthy import is_healthy
from adapters.web.server import WebServer
from bot.config_values import Endpoint

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "storage")
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all files in a wheel made just now."""
    folder = tmp_path_factory.mktemp("wheel")
    # Without the network: uv brings its own backend.
    command = [str(UV), "build", "--wheel", "--offline", "--quiet", "--out-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own tool
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


@pytest.mark.skipif(not UV.exists(), reason="uv is not in this environment")
def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: set[str]) -> None:
    ours = {
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }

    assert ours - wheel == set()
    assert {name for name in wheel - ours if ".dist-info/" not in name and not name.endswith("/")} == set()
    for needed in ("storage/migrations/env.py", "bot/beginning/texts.zh.toml", "bot/demo/en/places.csv"):
        assert needed in wheel


def test_the_container_copies_what_exists_and_what_its_ignore_file_lets_in() -> None:
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE) for word in line.split()
    ]
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".containerignore").read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert sorted(copied) == sorted(let_in)


def test_the_last_stage_is_nobody_special_with_a_volume_a_health_check_and_no_build_tools() -> None:
    last = CONTAINERFILE[CONTAINERFILE.rindex("FROM ") :]

    assert re.search(r"^USER (?!root|0\b)\w+$", last, re.MULTILINE)
    assert "VOLUME /data" in last
    assert "HEALTHCHECK" in last
    assert not re.search(r"pip install|uv |gcc|build-essential", last)


def test_the_container_takes_the_uv_of_the_makefile() -> None:
    (version,) = re.findall(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert f"uv=={version}" in CONTAINERFILE


async def test_a_container_with_a_web_server_is_healthy_while_that_answers(tmp_path: Path) -> None:
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    await server.start()
    config = tmp_path / "config.toml"
    await asyncio.to_thread(config.write_text, f'[web]\nlisten = "{server.url.removeprefix("http://")}"\n')

    while_it_answers = await asyncio.to_thread(is_healthy, config)
    await server.stop()

    assert while_it_answers
    assert not await asyncio.to_thread(is_healthy, config)


def test_one_without_a_web_server_is_healthy_as_long_as_it_lives(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[telegram]\n", encoding="utf-8")

    assert is_healthy(tmp_path / "config.toml")


@pytest.mark.skipif(not UV.exists(), reason="uv is not in this environment")
def test_uv_locks_what_the_project_needs() -> None:
    command = [str(UV), "export", "--frozen", "--offline", "--no-dev", "--no-emit-project", "--project", str(ROOT)]
    exported = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own tool

    assert "pytest" not in exported
    # Nobody imports it, but PostgreSQL is not spoken to without it; tools of the tests bring it along.
    assert "greenlet==" in exported
    assert "matrix-nio==" in exported
