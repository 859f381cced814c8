"""`huying init`: asks, looks whether the answers work, waits for the admin, and writes the config at the very end."""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.beginning.code import new_code
from bot.beginning.contact import FirstContact, Invitation, NotMet, Refused, Unusable
from bot.beginning.document import Answers, document, write_new
from bot.beginning.machine import calendar_in, zone_of
from bot.beginning.talk import Talk
from bot.config import OUR_LANGUAGES, Matrix, Telegram
from bot.config_values import Secret, account

GOOD: Final = 0
WRONG: Final = 1
# Somebody has to take out a phone, find the bot and press Start.
PATIENCE_SECONDS: Final = 15 * 60.0
_TOKEN: Final = re.compile(r"\d+:[\w-]+", re.ASCII)
_USER: Final = re.compile(r"@[^:\s]+:\S+")
_PHONE: Final = re.compile(r"[0-9+()\-]{2,24}")
_LANGUAGES: Final = {"": "zh", "中文": "zh", "english": "en", **{code: code for code in OUR_LANGUAGES}}
# Fire, police, medical.
_NAMES: Final = ("fire", "police", "medical")
_IN_CHINA: Final = ("119", "110", "120")
_DEFAULT_ZONE: Final = {"zh": "Asia/Shanghai", "en": "UTC"}

Meeting = Callable[[Telegram | Matrix], FirstContact]


def run(given: argparse.Namespace, meeting: Meeting) -> int:
    """Ask and write; answers the exit code."""
    file = (given.config or Path("config.toml")).resolve()
    talk = Talk(sys.stdin, sys.stdout)
    if file.exists():
        return _stop_early(talk, "init.exists", file=str(file))
    if not os.access(file.parent, os.W_OK):
        return _stop_early(talk, "init.no_folder", file=str(file.parent))
    try:
        with asyncio.Runner() as runner:
            answers = Beginning(talk, runner, given, meeting).ask()
        write_new(file, document(answers))
    except (EOFError, KeyboardInterrupt):
        return _stop(talk, "init.nothing_written")
    except Unusable as reason:
        talk.say(reason.key, **reason.values)
        return _stop(talk, "init.nothing_written")
    except FileExistsError:
        return _stop(talk, "init.exists", file=str(file))
    _say_what_comes(talk, answers, file)
    return GOOD


class Beginning:
    """The questions, in their order. Five at most."""

    def __init__(self, talk: Talk, runner: asyncio.Runner, given: argparse.Namespace, meeting: Meeting) -> None:
        self._talk = talk
        self._runner = runner
        self._given = given
        self._meeting = meeting

    def ask(self) -> Answers:
        """Everything that a config needs. Raises `EOFError`, `KeyboardInterrupt`, `Unusable`."""
        self._talk.language = self._talk.ask("init.language", "init.language_wrong", _language, en="English: en")
        chosen, contact = self._signed_in()
        try:
            guest = ""
            if isinstance(chosen, Matrix):
                guest = self._talk.ask("init.guest", "init.guest_wrong", _user, example="@li:example.org")
            numbers = self._talk.ask("init.numbers", "init.numbers_wrong", self._numbers)
            admin = self._met(contact, guest)
        finally:
            self._runner.run(contact.close())
        zone = zone_of(os.environ) or _DEFAULT_ZONE[self._talk.language]
        return Answers(
            language=self._talk.language,
            timezone=zone,
            calendar=calendar_in(zone),
            account=chosen,
            admin=admin,
            numbers=numbers,
        )

    def _signed_in(self) -> tuple[Telegram | Matrix, FirstContact]:
        """An account whose token or password was accepted; asked again while it is not."""
        while True:
            chosen = self._account()
            contact = self._meeting(chosen)
            try:
                ours = self._runner.run(contact.sign_in())
            except BaseException as fault:
                self._runner.run(contact.close())
                if not isinstance(fault, Refused):
                    raise
                self._talk.say(fault.key, **fault.values)
                continue
            self._talk.say("init.signed_in", name=ours.name)
            return (replace(chosen, homeserver=ours.homeserver) if isinstance(chosen, Matrix) else chosen), contact

    def _account(self) -> Telegram | Matrix:
        named = self._talk.ask(
            "init.account",
            "init.account_wrong",
            _account,
            is_secret=True,
            father="@BotFather",
            user="@huying:example.org",
        )
        if not named.startswith("@"):
            api_url = self._given.api_url or Telegram().api_url
            return Telegram(token=Secret(named), api_url=api_url, proxy=self._given.proxy)
        password = self._talk.ask("init.password", "init.password_wrong", _not_empty, is_secret=True, name=named)
        homeserver = self._given.homeserver or ""
        return Matrix(user=named, password=Secret(password), homeserver=homeserver, proxy=self._given.proxy)

    def _numbers(self, words: str) -> dict[str, str]:
        """Three numbers, one for all three, or none; in Chinese the country's own unless told otherwise."""
        if not words and self._talk.language == "zh":
            return dict(zip(_NAMES, _IN_CHINA, strict=True))
        numbers = [] if words == "-" else words.replace(",", " ").replace("、", " ").split()
        if len(numbers) not in {0, 1, 3} or not all(map(_PHONE.fullmatch, numbers)):
            raise ValueError(words)
        return dict(zip(_NAMES, numbers * (3 if len(numbers) == 1 else 1), strict=False))

    def _met(self, contact: FirstContact, guest: str) -> str:
        """The admin's account, or nothing where the network cannot tell it now."""
        code = new_code()
        link = contact.link(code)
        invitation = Invitation(code=code, words=self._talk.word("init.room", code="huying-…"), guest=guest)
        if link:
            self._talk.say("init.send_code", link=link, code=code, start="/start")
        else:
            self._talk.say("init.write_code", code=code, name=guest)
        try:
            return self._runner.run(self._meet(contact, invitation))
        except NotMet as reason:
            self._talk.say(reason.key, **reason.values)
            return ""

    async def _meet(self, contact: FirstContact, invitation: Invitation) -> str:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                admin = await contact.meet(invitation)
        except TimeoutError:
            raise Unusable("init.nobody_came") from None
        await contact.thank(self._talk.word("init.thanks"))
        self._talk.say("init.met", account=admin)
        return admin


def _say_what_comes(talk: Talk, answers: Answers, file: Path) -> None:
    sign = "/" if isinstance(answers.account, Telegram) else "!"
    talk.say("init.written", file=str(file), zone=answers.timezone)
    if not answers.admin:
        talk.say("init.no_admin_yet", command=f"{sign}whoami", run="huying run", place="admins", file=file.name)
    key = "init.next_telegram" if isinstance(answers.account, Telegram) else "init.next_matrix"
    talk.say(key, run="huying run", bind=f"{sign}bind", check="huying check", service="huying service")


def _stop(talk: Talk, key: str, **values: str) -> int:
    talk.say(key, **values)
    return WRONG


def _stop_early(talk: Talk, key: str, **values: str) -> int:
    """Nobody has chosen a language yet."""
    for talk.language in OUR_LANGUAGES:
        talk.say(key, **values)
    return WRONG


def _language(words: str) -> str:
    if words.lower() not in _LANGUAGES:
        raise ValueError(words)
    return _LANGUAGES[words.lower()]


def _account(words: str) -> str:
    if _TOKEN.fullmatch(words) or _USER.fullmatch(words):
        return words
    raise ValueError(words)


def _user(words: str) -> str:
    return account(words if words.startswith("matrix:") else f"matrix:{words}").id


def _not_empty(words: str) -> str:
    if not words:
        raise ValueError(words)
    return words
