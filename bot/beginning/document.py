"""The config that `huying init` writes: what was asked, and nothing that has a default."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import Matrix, Telegram
from bot.config_channels import Telegram as Defaults

PRIVATE: Final = 0o600


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What came out of the questions. `admin` is empty where nobody was met, `numbers` has emergency numbers."""

    language: str
    timezone: str
    calendar: str
    account: Telegram | Matrix
    admin: str
    numbers: Mapping[str, str]


def document(answers: Answers) -> str:
    """The whole file."""
    return "\n".join(_lines(answers)) + "\n"


def _lines(answers: Answers) -> Iterator[str]:
    yield "# Written by `huying init`. All settings, with their defaults, stand in config.example.toml."
    yield f"language = {_quoted(answers.language)}"
    yield f"timezone = {_quoted(answers.timezone)}"
    yield f"admins = [{_quoted(answers.admin)}]" if answers.admin else "admins = []"
    yield ""
    yield from _of_account(answers.account)
    yield ""
    yield "[emergency]"
    yield from (f"{name} = {_quoted(number)}" for name, number in answers.numbers.items())
    yield ""
    yield "[hours]"
    yield f"calendar = {_quoted(answers.calendar)}"


def _of_account(account: Telegram | Matrix) -> Iterator[str]:
    if isinstance(account, Telegram):
        yield "[telegram]"
        yield f"token = {_quoted(account.token.reveal())}"
        if account.api_url != Defaults().api_url:
            yield f"api_url = {_quoted(account.api_url)}"
    else:
        yield "[matrix]"
        yield f"homeserver = {_quoted(account.homeserver)}"
        yield f"user = {_quoted(account.user)}"
        yield f"password = {_quoted(account.password.reveal())}"
    if account.proxy:
        yield f"proxy = {_quoted(account.proxy)}"


def _quoted(words: str) -> str:
    """As TOML writes text. JSON's form is TOML's, but for one sign that TOML wants escaped."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_new(file: Path, content: str) -> None:
    """Write it whole, readable by its owner only, or not at all.

    Raises:
        FileExistsError: there is one already, and it stays as it is.
        OSError: it cannot be written.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="utf-8") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        # Unlike a renaming, a link never takes the place of a file that is there.
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
