"""`huying demo`: a fresh town in a folder of its own, then either the local chat or the day in the terminal."""

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import Final

from bot import main
from bot.config import load
from bot.demo.town import plan_of
from bot.logs import start_logging

CONFIG: Final = """\
language = "{language}"
admins = ["{admin}"]
[web]
listen = "127.0.0.1:{port}"
[emergency]
fire = "119"
police = "110"
medical = "120"
"""


def config_of(language: str, port: int) -> str:
    """The config of the town that speaks this language."""
    return CONFIG.format(language=language, admin=plan_of(language).admin, port=port)


def run(given: argparse.Namespace) -> int:
    """Play or serve; answers the exit code."""
    folder = given.folder or Path(tempfile.mkdtemp(prefix="huying-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text(config_of(given.language, 0 if given.script else given.port), encoding="utf-8")
    file.chmod(0o600)
    config = load(file, {})
    start_logging(config, sys.stderr if given.script else sys.stdout)
    if given.script:
        logging.getLogger().setLevel(logging.WARNING)
    try:
        asyncio.run(main.play(config, print) if given.script else main.demo(config, print))
    except main.AnotherRun as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except (OSError, OverflowError):
        print(f"nobody can listen at port {given.port} here; choose another with --port", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0
