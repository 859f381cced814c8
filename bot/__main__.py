"""The command line: `huying …`, also `python -m bot`."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

# Everything else is imported by the command that needs it: `understand` answers in milliseconds, without a network.

GOOD: Final = 0
# `understand` starts in milliseconds, so the words of the understanding are not imported for them.
CATEGORIES: Final = ("environment", "dispute", "service", "facility", "safety")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if _is_backwards(given):
        parser.error(f"{given.command}: --from {given.first} lies after --to {given.last}")
    if given.command == "understand":
        return _understand(given)
    if given.command == "verify":
        from bot.terminal import verify  # noqa: PLC0415

        return verify(given)
    if given.command == "demo":
        from bot.demo.command import run as demo  # noqa: PLC0415

        return demo(given)
    if given.command == "init":
        from bot.beginning.command import run as begin  # noqa: PLC0415
        from bot.main import first_contact  # noqa: PLC0415

        return begin(given, first_contact)
    from bot import terminal  # noqa: PLC0415

    return terminal.run(given)


class _Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"huying {version('huying')}\n")
        parser.exit(GOOD)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huying",
        description="A chat bot for neighbourhoods: a call in the group is seen through until it is solved.",
    )
    parser.add_argument("-c", "--config", type=Path, help="the config file (default: ./config.toml)")
    parser.add_argument("--version", action=_Version, nargs=0, help="tell the version, and end")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the service until it is told to stop")
    _add_demo(commands.add_parser("demo", help="a sample town with a local chat in the browser; needs no account"))
    _add_init(commands.add_parser("init", help="ask five questions at most, find the admin, write config.toml"))
    commands.add_parser("check", help="tell everything that is wrong with the config, accounts and groups")
    commands.add_parser("doctor", help="tell what somebody has to do, beside a running service; asks no network")
    roster = commands.add_parser("import", help="take in the roster: places and people, CSV or XLSX")
    roster.add_argument("files", nargs="+", type=Path, metavar="FILE")
    roster.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")
    commands.add_parser("digest", help="send the digests now")
    _add_export(commands.add_parser("export", help="write the ledger as .csv or .xlsx"))
    _add_replay(commands.add_parser("replay", help="what a time would have been with other deadlines or hours"))
    _add_posters(commands.add_parser("posters", help="draw a sheet with a code to scan for the door of each building"))
    verify = commands.add_parser("verify", help="check months of the public chain; needs neither config nor database")
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_rows(commands.add_parser("inbox", help="list messages whose handling failed; retry or drop them"))
    _add_rows(commands.add_parser("outbox", help="list what waits to leave and what never left; retry or drop it"))
    _add_backup(commands.add_parser("backup", help="write a backup, also beside a running service"))
    _add_restore(
        commands.add_parser("restore", help="bring a backup back, into SQLite or PostgreSQL; nothing may be running")
    )
    _add_service(commands.add_parser("service", help="write units for systemd: the service, and a backup each night"))
    commands.add_parser("migrate", help="bring the database to the form that this version needs")
    _add_learn(
        commands.add_parser("learn", help="tell which words corrections would teach, and what that would change")
    )
    commands.add_parser("understand", help="read JSON lines, write what they mean")
    for command in commands.choices.values():
        command.add_argument("-c", "--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="the town's language (default: zh)")
    parser.add_argument("--script", action="store_true", help="play a day in the terminal and end")
    parser.add_argument("--port", type=int, default=8080, help="where the local chat listens (default: 8080; 0: any)")
    parser.add_argument("--folder", type=Path, help="keep the town there (default: a new one each time)")


def _add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--api-url", help="another Bot API server than Telegram's own")
    parser.add_argument("--homeserver", help="the address of the Matrix server, where its name does not lead there")
    parser.add_argument("--proxy", help="the way out, like socks5://127.0.0.1:1080 or http://127.0.0.1:3128")


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a .zip; an older backup of this name gives way. With --keep: a folder"
    )
    parser.add_argument(
        "--keep", type=_several, metavar="N", help="a new file with its date in the folder FILE, where only N stay"
    )
    parser.add_argument("--unproved", action="store_true", help="do not bring it back into a throw-away database")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="also into a database that has served people")


def _add_service(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show them, and write nothing")
    parser.add_argument("--to", type=Path, default=Path("/etc/systemd/system"), help="another folder to write to")
    parser.add_argument("--user", help="whose process it is (default: the owner of the config)")
    parser.add_argument("--backups", type=Path, help="where the backups go (default: backups, beside the config)")
    parser.add_argument("--memory", type=_memory, default="600M", help="more than this it may not take (default: 600M)")


def _add_learn(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--apply", action="store_true", help="learn them: write learned.toml beside the config")
    what.add_argument("--undo", action="store_true", help="unlearn: bring back learned.toml as it was before")


def _add_export(parser: argparse.ArgumentParser) -> None:
    day, month = _day, _month
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--month", type=month, metavar="YYYY-MM", help="instead, that month of the public chain")
    parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="opened on that day or later")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="opened on that day or earlier")
    parser.add_argument("--place", metavar="NAME", help="of that community, compound, grid or building alone")
    parser.add_argument("--category", choices=CATEGORIES, help="of that category alone")
    parser.add_argument("--open", action="store_true", help="without words and names, for whoever may not read those")
    parser.add_argument("--private", action="store_true", help="words unmasked, for those who may read them")


def _add_posters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a .pdf, a page a building; with --png a folder")
    parser.add_argument("--png", action="store_true", help="a picture for each building instead")
    parser.add_argument("--language", help="its language (default: that of the config)")
    parser.add_argument("--place", default="", metavar="NAME", help="of that place alone")


def _add_replay(parser: argparse.ArgumentParser) -> None:
    day = _day
    rules = "a file with [deadlines.…] and [hours] as in the config; what it lacks is as it is now"
    parser.add_argument("--deadlines", type=Path, required=True, metavar="FILE", help=rules)
    parser.add_argument("--from", dest="first", type=day, required=True, metavar="DAY", help="the first day")
    parser.add_argument("--to", dest="last", type=day, required=True, metavar="DAY", help="the last day, included")
    parser.add_argument("--place", metavar="NAME", help="of that community, compound, grid or building alone")


def _add_rows(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="retry|drop ID|all")
    for name in ("retry", "drop"):
        action = actions.add_parser(name)
        action.add_argument("which", type=_row, metavar="ID|all")
        action.add_argument("-c", "--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _is_backwards(given: argparse.Namespace) -> bool:
    first, last = getattr(given, "first", None), getattr(given, "last", None)
    return first is not None and last is not None and first > last


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no day like 2026-11-26")


def _month(text: str) -> str:
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no month like 2026-11")


def _several(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of backups; 7 keeps a week")


def _memory(text: str) -> str:
    if re.fullmatch(r"[1-9]\d*[KMGT]?|[1-9]\d?%|infinity", text, re.ASCII):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory like 600M")


def _row(text: str) -> int | str:
    if text == "all" or (text.isascii() and text.isdigit()):
        return text if text == "all" else int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither the number of a row nor all")


def _understand(given: argparse.Namespace) -> int:
    from bot.understanding.lines import understand  # noqa: PLC0415

    gazetteer = None
    if given.config is not None:
        from bot import terminal  # noqa: PLC0415

        gazetteer = terminal.gazetteer_of(given.config)
    try:
        understand(sys.stdin, sys.stdout, gazetteer)
    except BrokenPipeError:
        # Whoever read our answers has enough of them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
