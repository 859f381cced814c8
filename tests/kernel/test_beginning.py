"""`huying init`: what it asks, what it writes, what it leaves alone."""

import argparse
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.beginning import command
from bot.beginning.code import is_code, new_code
from bot.beginning.contact import FirstContact, Invitation, NotMet, Ours, Refused, Unusable
from bot.beginning.document import write_new
from bot.beginning.machine import calendar_in, zone_of
from bot.config import Matrix, Telegram, load
from bot.features.roster.invitations import looks_like_code
from tests.town import Yucheng

TOKEN = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
GIVEN = {"api_url": None, "homeserver": None, "proxy": None}


class Network:
    """A network where whoever is invited sends the code at once; `faults` are raised first, one by one."""

    def __init__(self, *faults: Unusable, meeting: Unusable | KeyboardInterrupt | None = None) -> None:
        self.faults = list(faults)
        self.meeting = meeting
        self.opened: list[Telegram | Matrix] = []
        self.closed = 0
        self.thanks: list[str] = []

    def __call__(self, account: Telegram | Matrix) -> FirstContact:
        self.opened.append(account)
        return self

    async def sign_in(self) -> Ours:
        if self.faults:
            raise self.faults.pop(0)
        return Ours(name="@huying_bot", homeserver="https://matrix.example.org")

    def link(self, code: str) -> str:
        return "" if isinstance(self.opened[-1], Matrix) else f"https://t.me/huying_bot?start={code}"

    async def meet(self, invitation: Invitation) -> str:
        if self.meeting is not None:
            raise self.meeting
        return f"matrix:{invitation.guest}" if invitation.guest else "telegram:1001"

    async def thank(self, words: str) -> None:
        self.thanks.append(words)

    async def close(self) -> None:
        self.closed += 1


def init(
    monkeypatch: pytest.MonkeyPatch, folder: Path, network: Network, answers: Sequence[str], **given: str
) -> tuple[int, str]:
    """The exit code and all that was printed."""
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    monkeypatch.setattr("sys.stdout", said)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    code = command.run(argparse.Namespace(config=folder / "config.toml", **{**GIVEN, **given}), network)
    return code, said.getvalue()


def test_three_answers_make_a_config_for_telegram(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    network = Network()

    code, said = init(monkeypatch, tmp_path, network, ["", TOKEN, ""])

    config = load(tmp_path / "config.toml", {})
    assert (code, config.language, config.warnings) == (0, "zh", ())
    assert [account.id for account in config.admins] == ["1001"]
    assert [account.token.reveal() for account in config.telegram] == [TOKEN]
    assert (config.emergency.fire, config.emergency.police, config.emergency.medical) == ("119", "110", "120")
    assert (config.timezone.key, config.hours.calendar) == ("Asia/Shanghai", "CN")
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]
    assert "/bind" in said
    assert TOKEN not in said
    assert network.closed == 1


def test_five_answers_make_a_config_for_matrix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = ["en", "@huying:example.org", 'two "words" \\ and', "@li:example.org", "112"]

    code, said = init(monkeypatch, tmp_path, Network(), answers, proxy="socks5://127.0.0.1:1080")

    config = load(tmp_path / "config.toml", {})
    (account,) = config.matrix
    assert (code, config.language, str(config.admins[0].id)) == (0, "en", "@li:example.org")
    assert (account.homeserver, account.user) == ("https://matrix.example.org", "@huying:example.org")
    assert (account.password.reveal(), account.proxy) == ('two "words" \\ and', "socks5://127.0.0.1:1080")
    assert config.emergency.police == "112"
    assert "!bind" in said


def test_a_refused_token_is_asked_for_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    network = Network(Refused("init.token_refused", url="https://api.telegram.org"))

    code, said = init(monkeypatch, tmp_path, network, ["", "no token", "1:wrong", TOKEN, "119 110 120"])

    assert code == 0
    assert "不认这个口令" in said
    assert [account.token.reveal() for account in network.opened if isinstance(account, Telegram)] == ["1:wrong", TOKEN]


@pytest.mark.parametrize(
    ("network", "answers"),
    [
        (Network(), ["", TOKEN]),
        (Network(), ["", TOKEN, "12 34"]),
        (Network(Unusable("init.has_webhook", name="@huying_bot")), ["", TOKEN, ""]),
        (Network(meeting=Unusable("init.somebody_receives")), ["", TOKEN, ""]),
        (Network(meeting=KeyboardInterrupt()), ["", TOKEN, ""]),
    ],
    ids=["no more answers", "a wrong number", "a webhook", "another program", "Ctrl-C"],
)
def test_whatever_ends_it_early_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, network: Network, answers: list[str]
) -> None:
    code, said = init(monkeypatch, tmp_path, network, answers)

    assert code == 1
    assert said.endswith("什么也没写。\n")
    assert list(tmp_path.iterdir()) == []
    assert network.closed == len(network.opened)


def test_an_admin_who_cannot_be_seen_now_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    network = Network(meeting=NotMet("init.too_many_wait"))

    code, said = init(monkeypatch, tmp_path, network, ["en", TOKEN, ""])

    assert (code, load(tmp_path / "config.toml", {}).admins) == (0, ())
    assert "/whoami" in said


def test_a_config_that_is_there_is_never_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("mine", encoding="utf-8")

    code, said = init(monkeypatch, tmp_path, Network(), ["", TOKEN, ""])

    assert (code, (tmp_path / "config.toml").read_text(encoding="utf-8")) == (1, "mine")
    assert "config.toml" in said
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "config.toml", "ours")
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("named", "zone", "calendar"),
    [
        ("Asia/Shanghai", "Asia/Shanghai", "CN"),
        (":Europe/Berlin", "Europe/Berlin", "DE"),
        ("UTC", None, None),
        ("Etc/GMT+3", None, None),
        ("Nowhere/Else", None, None),
    ],
)
def test_the_machines_zone_is_taken_where_somebody_chose_one(
    named: str, zone: str | None, calendar: str | None
) -> None:
    assert zone_of({"TZ": named}) == zone
    assert zone is None or calendar_in(zone) == calendar


def test_without_a_variable_the_link_of_the_system_counts(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Urumqi")

    assert zone_of({}, link) == "Asia/Urumqi"
    assert calendar_in("UTC") == "none"


def test_a_code_is_never_taken_for_an_invitation() -> None:
    code = new_code()

    assert is_code(code)
    assert not looks_like_code(code)


async def test_the_code_that_reaches_the_service_later_is_no_call(here: Yucheng) -> None:
    stranger = here.town.resident("新来的")

    await stranger.tells_the_bot(new_code().lower())
    await stranger.tells_the_bot(f"/start {new_code()}")

    assert [words[:7] for words in stranger.inbox] == ["您好,我是呼应"] * 2
