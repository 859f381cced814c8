"""The config's tables of networks: Telegram, Matrix and the web, and the rules that hold between their keys."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from bot.community import Account
from bot.config_files import Sources, Surroundings
from bot.config_reading import Spot, leaf
from bot.config_values import (
    NO_SECRET,
    Endpoint,
    File,
    Flag,
    Hidden,
    Inviters,
    Listening,
    MatrixUser,
    ProxyAddress,
    Secret,
    WebAddress,
    choice,
)

_AT_HOME: Final = Endpoint(host="127.0.0.1", port=8080)
_TOKEN: Final = re.compile(r"\d+:[\w-]+", re.ASCII)
# The Bot API allows nothing else in the header that carries it.
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """One bot account. After loading, `token` is there, wherever it came from."""

    token: Hidden = NO_SECRET
    token_file: File | None = None
    api_url: WebAddress = "https://api.telegram.org"
    mode: Annotated[str, leaf(choice("polling", "webhook"))] = "polling"
    webhook_url: WebAddress | None = None
    webhook_secret: Hidden = NO_SECRET
    proxy: ProxyAddress | None = field(default=None, repr=False)

    @property
    def bot_id(self) -> str:
        """The account's number, which is the first half of its token."""
        return self.token.reveal().partition(":")[0]

    @property
    def webhook_path(self) -> str:
        """Where Telegram's calls arrive on our own server; empty without a webhook."""
        return urlsplit(self.webhook_url or "").path

    def finished(self, around: Surroundings, spot: Spot, *, is_only: bool, has_web: bool) -> "Telegram":
        """With its token; complains about what is missing or does not fit together."""
        token = around.secret(
            Sources(
                key="token",
                given=self.token,
                file_key="token_file",
                file=self.token_file,
                # One variable cannot speak for several accounts.
                variable="HUYING_TELEGRAM_TOKEN" if is_only else "",
            ),
            spot,
        )
        _check_token(token, spot, is_only=is_only)
        if self.mode == "webhook":
            self._check_webhook(spot, has_web=has_web)
        return replace(self, token=token)

    def _check_webhook(self, spot: Spot, *, has_web: bool) -> None:
        if not self.webhook_url:
            _missing(spot.inside("webhook_url"), 'mode = "webhook" needs it')
        elif not self.webhook_path.strip("/"):
            spot.inside("webhook_url").wrong("needs a path of its own, such as /telegram")
        if not self.webhook_secret:
            _missing(spot.inside("webhook_secret"), 'mode = "webhook" needs it')
        elif not _WEBHOOK_SECRET.fullmatch(self.webhook_secret.reveal()):
            spot.inside("webhook_secret").wrong("may hold only A-Z, a-z, 0-9, _ and -, at most 256 of them")
        if not has_web:
            spot.inside("mode").wrong('"webhook" needs a [web] table, whose server receives the calls')


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """One Matrix account. After loading, `password` or `access_token` is there, and `store` is a whole path.

    An empty `invites_from` in the file means nobody; left out, it means the admins and this server.
    """

    homeserver: WebAddress = ""
    user: MatrixUser = ""
    password: Hidden = NO_SECRET
    password_file: File | None = None
    access_token: Hidden = NO_SECRET
    store: File = Path("matrix-store")
    encrypt_private: Flag = True
    invites_from: Inviters | None = None
    relay: Flag = True
    proxy: ProxyAddress | None = field(default=None, repr=False)

    @property
    def server(self) -> str:
        """The part of the user's name behind the colon."""
        return self.user.partition(":")[2]

    def finished(self, around: Surroundings, spot: Spot, admins: Sequence[Account], *, is_only: bool) -> "Matrix":
        """With its password and everybody who may invite it; complains about what is missing."""
        for name in ("homeserver", "user"):
            if not getattr(self, name):
                _missing(spot.inside(name))
        inviters = self.invites_from
        if inviters is None:
            inviters = (f"*:{self.server}", *(admin.id for admin in admins if admin.channel == "matrix"))
        return replace(
            self,
            password=self._found_password(around, spot, is_only=is_only),
            store=around.path(self.store),
            invites_from=inviters,
        )

    def _found_password(self, around: Surroundings, spot: Spot, *, is_only: bool) -> Secret:
        if self.access_token and (self.password or self.password_file):
            spot.inside("access_token").wrong("stands beside a password; keep one of the two")
        if self.access_token:
            return self.password
        password = around.secret(
            Sources(
                key="password",
                given=self.password,
                file_key="password_file",
                file=self.password_file,
                variable="HUYING_MATRIX_PASSWORD" if is_only else "",
            ),
            spot,
        )
        ways = "password_file, access_token" + (", HUYING_MATRIX_PASSWORD in the environment" if is_only else "")
        if not password and spot.inside("password_file").is_clean() and spot.inside("access_token").is_clean():
            _missing(spot.inside("password"), f"or {ways}")
        return password


@dataclass(frozen=True, kw_only=True)
class Web:
    """The local chat, the board, the API and webhooks."""

    listen: Listening = _AT_HOME
    public_url: WebAddress | None = None


def finished_telegram(
    accounts: Sequence[Telegram], around: Surroundings, spot: Spot, *, has_web: bool
) -> tuple[Telegram, ...]:
    """Every Telegram account, finished; complains about one that stands twice."""
    is_only = len(accounts) == 1
    spots = _spots(spot, len(accounts))
    finished = tuple(
        account.finished(around, place, is_only=is_only, has_web=has_web)
        for account, place in zip(accounts, spots, strict=True)
    )
    _check_twice([account.bot_id for account in finished], spots, "token")
    _check_twice([account.webhook_path for account in finished], spots, "webhook_url")
    return finished


def finished_matrix(
    accounts: Sequence[Matrix], around: Surroundings, spot: Spot, admins: Sequence[Account]
) -> tuple[Matrix, ...]:
    """Every Matrix account, finished; complains about one that stands twice."""
    is_only = len(accounts) == 1
    spots = _spots(spot, len(accounts))
    finished = tuple(
        account.finished(around, place, admins, is_only=is_only) for account, place in zip(accounts, spots, strict=True)
    )
    _check_twice([account.user for account in finished], spots, "user")
    return finished


def _spots(spot: Spot, count: int) -> Sequence[Spot]:
    return [spot] if count == 1 else [spot.numbered(number) for number in range(1, count + 1)]


def _check_twice(values: Sequence[Hashable], spots: Sequence[Spot], name: str) -> None:
    first: dict[Hashable, Spot] = {}
    for value, spot in zip(values, spots, strict=True):
        if value and value in first:
            spot.inside(name).wrong(f"is the same as that of {first[value].key}")
        first.setdefault(value, spot)


def _check_token(token: Secret, spot: Spot, *, is_only: bool) -> None:
    if token and not _TOKEN.fullmatch(token.reveal()):
        spot.inside("token").wrong("is not a bot token; BotFather's are a number, a colon and letters")
    if not token and spot.inside("token_file").is_clean():
        ways = "token_file" + (", or HUYING_TELEGRAM_TOKEN in the environment" if is_only else "")
        _missing(spot.inside("token"), f"or {ways}")


def _missing(spot: Spot, why: str = "") -> None:
    if spot.is_clean():
        spot.wrong(f"is missing; {why}" if why else "is missing")
