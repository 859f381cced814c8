"""`huying service`: finds out where this installation stands, writes its units, and says what to run."""

import argparse
import os
import pwd
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.beginning.units import BACKUP, MARK, SERVICE, TIMER, Installed, units
from bot.config import Config

GOOD: Final = 0
WRONG: Final = 1
SYSTEMD: Final = Path("/etc/systemd/system")
# Nobody runs a chat bot as root.
DEFAULT_USER: Final = "huying"
_SQLITE: Final = "sqlite:///"


def install(config: Config, given: argparse.Namespace) -> int:
    """Write the units, or only show them; answers the exit code."""
    here = installed(config, given)
    files = units(here)
    if given.dry_run:
        print("\n".join(f"# ---- {given.to / name}\n{content}" for name, content in files.items()), end="")
        return GOOD
    try:
        foreign = _foreign(given.to, files)
        if foreign:
            print(f"{foreign} is there and was not written by us; it stays as it is", file=sys.stderr)
            return WRONG
        for name, content in files.items():
            (given.to / name).write_text(content, encoding="utf-8")
    except OSError as trouble:
        reason = (trouble.strerror or str(trouble)).lower()
        print(f"{given.to} cannot be written ({reason}): run this with sudo, or look with --dry-run", file=sys.stderr)
        return WRONG
    for line in _what_to_run(here, given.to):
        print(line)
    return GOOD


def installed(config: Config, given: argparse.Namespace) -> Installed:
    """Where this installation stands, as far as nobody said otherwise."""
    file = (given.config or Path("config.toml")).resolve()
    return Installed(
        program=_program(),
        config=file,
        user=given.user or _owner(file),
        written=_written(config),
        backups=(config.folder / (given.backups or "backups")).resolve(),
        memory=given.memory,
        port=config.web.listen.port if config.web else 0,
    )


def _program() -> list[str]:
    """How this very program is started."""
    script = Path(sys.argv[0])
    if script.name == "huying":
        return [str(script.resolve())]
    return [sys.executable, "-m", "bot"]


def _owner(file: Path) -> str:
    """Whose config it is; root's belongs to an account that is still to be made."""
    uid = file.stat().st_uid
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
    return DEFAULT_USER if uid == 0 else name


def _written(config: Config) -> list[Path]:
    """The folders that the service writes to: its own, and those that the config puts elsewhere."""
    found = [config.folder, *(account.store.parent for account in config.matrix)]
    if config.storage.url.startswith(_SQLITE):
        found.append((config.folder / config.storage.url.removeprefix(_SQLITE)).parent)
    if "://" not in config.files.store:
        found.append(config.folder / config.files.store)
    outside = [path for path in found if not path.is_relative_to(config.folder)]
    return [config.folder, *outside]


def _foreign(folder: Path, files: Mapping[str, str]) -> Path | None:
    """A file of one of these names that somebody else has written."""
    there = [folder / name for name in files if (folder / name).exists()]
    return next((file for file in there if not file.read_text(encoding="utf-8").startswith(MARK)), None)


def _what_to_run(here: Installed, folder: Path) -> Iterator[str]:
    yield f"written: {', '.join(str(folder / name) for name in (SERVICE, BACKUP, TIMER))}"
    yield "now run, as root:"
    known = {entry.pw_name for entry in pwd.getpwall()}
    if here.user not in known and not here.user.isdecimal():
        yield f"  useradd --system --home-dir {shlex.quote(str(here.config.parent))} {here.user}"
    if here.config.stat().st_uid == 0 or here.user not in known:
        yield f"  chown -R {here.user}: {shlex.quote(str(here.config.parent))}"
    for path in dict.fromkeys((*here.written, here.backups)):
        # systemd starts nothing that may write to a folder which is not there.
        if not path.is_dir():
            yield f"  install -d -m 700 -o {here.user} {shlex.quote(str(path))}"
    if folder != SYSTEMD:
        yield f"  cp {' '.join(shlex.quote(str(folder / name)) for name in (SERVICE, BACKUP, TIMER))} {SYSTEMD}/"
    yield "  systemctl daemon-reload"
    yield f"  systemctl enable --now {SERVICE} {TIMER}"
    yield f"then look: systemctl status {SERVICE}; journalctl -u huying; systemctl list-timers {TIMER}"
    if any(os.environ.get(name) for name in ("HUYING_TELEGRAM_TOKEN", "HUYING_MATRIX_PASSWORD")):
        yield f"secrets from your environment: write them into {here.config.parent / 'huying.env'}, mode 600"
