from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.config import Config, ConfigProblems, load

TOKEN = "1001:AbC_dE-f"
ADMIN = 'admins = ["telegram:1001", "matrix:@li:example.org"]\n'
TELEGRAM = f'{ADMIN}[telegram]\ntoken = "{TOKEN}"\n'
WEBHOOK = f'{TELEGRAM}mode = "webhook"\n'
MATRIX_USER = f'{ADMIN}[matrix]\nhomeserver = "http://127.0.0.1:8008"\nuser = "@huying:town.test"\n'
MATRIX = f'{MATRIX_USER}password = "open sesame"\n'

Loaded = Callable[..., Config]
Problems = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """Loads these words as `config.toml` of a folder of its own, readable by nobody else."""

    def load_words(words: str, environ: Mapping[str, str] | None = None) -> Config:
        file = tmp_path / "config.toml"
        file.touch(mode=0o600)
        file.write_text(words, encoding="utf-8")
        return load(file, environ or {})

    return load_words


@pytest.fixture
def problems(loaded: Loaded) -> Problems:
    """What is wrong with these words: keys and complaints."""

    def find(words: str, environ: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        with pytest.raises(ConfigProblems) as found:
            loaded(words, environ)
        return [(problem.key, problem.what) for problem in found.value.problems]

    return find


def private_file(path: Path, words: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(words, encoding="utf-8")
    return path


# ---- Telegram ----


def test_a_telegram_table_needs_no_more_than_a_token(loaded: Loaded) -> None:
    (account,) = loaded(TELEGRAM).telegram

    assert account.token.reveal() == TOKEN
    assert account.bot_id == "1001"
    assert (account.api_url, account.mode, account.proxy) == ("https://api.telegram.org", "polling", None)


def test_a_token_may_come_from_a_file_beside_the_config(loaded: Loaded, tmp_path: Path) -> None:
    private_file(tmp_path / "token", f"{TOKEN}\n")

    (account,) = loaded('[telegram]\ntoken_file = "token"').telegram

    assert account.token.reveal() == TOKEN


def test_a_token_may_come_from_the_environment(loaded: Loaded) -> None:
    (account,) = loaded("[telegram]", {"HUYING_TELEGRAM_TOKEN": TOKEN}).telegram

    assert account.token.reveal() == TOKEN


def test_a_token_in_the_config_counts_before_the_environments(loaded: Loaded) -> None:
    (account,) = loaded(TELEGRAM, {"HUYING_TELEGRAM_TOKEN": "2002:other"}).telegram

    assert account.token.reveal() == TOKEN


def test_several_accounts_each_have_a_token(loaded: Loaded) -> None:
    accounts = loaded('[[telegram]]\ntoken = "1:a"\n[[telegram]]\ntoken = "2:b"').telegram

    assert [account.bot_id for account in accounts] == ["1", "2"]


def test_the_environment_does_not_speak_for_several_accounts(problems: Problems) -> None:
    found = problems('[[telegram]]\ntoken = "1:a"\n[[telegram]]', {"HUYING_TELEGRAM_TOKEN": TOKEN})

    assert found == [("telegram[2].token", "is missing; or token_file")]


def test_one_account_does_not_stand_twice(problems: Problems) -> None:
    found = problems('[[telegram]]\ntoken = "1:a"\n[[telegram]]\ntoken = "1:b"')

    assert found == [("telegram[2].token", "is the same as that of telegram[1]")]


def test_a_webhook_knows_its_path(loaded: Loaded) -> None:
    config = loaded(f'{WEBHOOK}webhook_url = "https://town.test/hooks/telegram"\nwebhook_secret = "a-b_C1"\n[web]')

    assert config.telegram[0].webhook_path == "/hooks/telegram"


def test_a_webhook_needs_its_address_its_secret_and_a_server(problems: Problems) -> None:
    assert problems(WEBHOOK) == [
        ("telegram.webhook_url", 'is missing; mode = "webhook" needs it'),
        ("telegram.webhook_secret", 'is missing; mode = "webhook" needs it'),
        ("telegram.mode", '"webhook" needs a [web] table, whose server receives the calls'),
    ]


@pytest.mark.parametrize(
    ("words", "key", "what"),
    [
        ("[telegram]", "telegram.token", "is missing; or token_file, or HUYING_TELEGRAM_TOKEN in the environment"),
        ('[telegram]\ntoken = "nonsense"', "telegram.token", "is not a bot token"),
        ('[telegram]\ntoken = ""', "telegram.token", "is empty"),
        ('[telegram]\ntoken = "123456789:the-token-that-BotFather-gave-you"', "telegram.token", "still the example"),
        ('[telegram]\ntoken_file = "/path/to/telegram-token"', "telegram.token_file", "is still the example value"),
        ('[telegram]\ntoken_file = "nowhere"', "telegram.token_file", "cannot be read: no such file or directory"),
        ('[telegram]\ntoken_file = "."', "telegram.token_file", "cannot be read: is a directory"),
        (f'{TELEGRAM}token_file = "x"', "telegram.token_file", "stands beside token; keep one of the two"),
        (f'{TELEGRAM}api_url = "api.telegram.org"', "telegram.api_url", "is not an address"),
        (f'{TELEGRAM}mode = "pull"', "telegram.mode", "is not one of: polling, webhook"),
        (f'{TELEGRAM}proxy = "127.0.0.1:1080"', "telegram.proxy", "is not a proxy like"),
        (f'{TELEGRAM}wehbook_url = "https://a.test/b"', "telegram.wehbook_url", "did you mean webhook_url?"),
        ("telegram = 1", "telegram", "must be a table"),
        ("telegram = [1]", "telegram", "must be a table"),
    ],
)
def test_a_wrong_telegram_table_is_told_by_its_key(problems: Problems, words: str, key: str, what: str) -> None:
    found = problems(words)

    assert [problem for problem, _ in found] == [key]
    assert what in found[0][1]


@pytest.mark.parametrize(
    ("words", "key", "what"),
    [
        ('webhook_url = "https://town.test/"\nwebhook_secret = "a"', "telegram.webhook_url", "a path of its own"),
        ('webhook_url = "https://a.test/b"\nwebhook_secret = "a b"', "telegram.webhook_secret", "may hold only"),
        (
            'webhook_url = "https://a.test/b"\nwebhook_secret = "a-long-random-word-for-the-webhook"',
            "telegram.webhook_secret",
            "is still the example value",
        ),
    ],
)
def test_a_wrong_webhook_is_told_by_its_key(problems: Problems, words: str, key: str, what: str) -> None:
    found = problems(f"{WEBHOOK}{words}\n[web]")

    assert [problem for problem, _ in found] == [key]
    assert what in found[0][1]


# ---- Matrix ----


def test_a_matrix_table_has_defaults_and_whole_paths(loaded: Loaded, tmp_path: Path) -> None:
    (account,) = loaded(MATRIX).matrix

    assert account.password.reveal() == "open sesame"
    assert account.store == tmp_path / "matrix-store"
    assert (account.encrypt_private, account.relay) == (True, True)


def test_invitations_come_from_the_admins_and_the_bots_server(loaded: Loaded) -> None:
    (account,) = loaded(MATRIX).matrix

    assert account.invites_from == ("*:town.test", "@li:example.org")


def test_invitations_may_come_from_nobody(loaded: Loaded) -> None:
    (account,) = loaded(f"{MATRIX}invites_from = []").matrix

    assert account.invites_from == ()


def test_a_password_may_come_from_a_file_or_the_environment(loaded: Loaded, tmp_path: Path) -> None:
    private_file(tmp_path / "password", "from the file")

    (from_file,) = loaded(f'{MATRIX_USER}password_file = "password"').matrix
    (from_environment,) = loaded(MATRIX_USER, {"HUYING_MATRIX_PASSWORD": "from the environment"}).matrix

    assert from_file.password.reveal() == "from the file"
    assert from_environment.password.reveal() == "from the environment"


def test_an_access_token_stands_for_a_password(loaded: Loaded) -> None:
    (account,) = loaded(f'{MATRIX_USER}access_token = "syt_1"', {"HUYING_MATRIX_PASSWORD": "unused"}).matrix

    assert account.access_token.reveal() == "syt_1"
    assert not account.password


@pytest.mark.parametrize(
    ("words", "key", "what"),
    [
        (MATRIX_USER, "matrix.password", "is missing; or password_file, access_token, HUYING_MATRIX_PASSWORD"),
        (f'{MATRIX_USER}password = "…"', "matrix.password", "is still the example value"),
        (f"{MATRIX_USER}password = 12", "matrix.password", "must be text in quotes, not a number"),
        (f'{MATRIX}access_token = "syt_1"', "matrix.access_token", "stands beside a password; keep one of the two"),
        (MATRIX.replace("@huying:town.test", "huying"), "matrix.user", '"huying" is not a Matrix user'),
        (MATRIX.replace("http://", ""), "matrix.homeserver", "is not an address"),
        (f'{MATRIX}invites_from = ["example.org"]', "matrix.invites_from", "is not like *:example.org"),
        (f'{MATRIX}relay = "yes"', "matrix.relay", "must be true or false, not text"),
        (MATRIX.replace('user = "@huying:town.test"\n', ""), "matrix.user", "is missing"),
    ],
)
def test_a_wrong_matrix_table_is_told_by_its_key(problems: Problems, words: str, key: str, what: str) -> None:
    found = problems(words)

    assert [problem for problem, _ in found] == [key]
    assert what in found[0][1]


def test_one_matrix_user_does_not_stand_twice(problems: Problems) -> None:
    two = "\n".join(["", MATRIX.removeprefix(ADMIN).replace("[matrix]", "[[matrix]]")] * 2)

    assert problems(two) == [("matrix[2].user", "is the same as that of matrix[1]")]


# ---- secrets ----

BAD_SECRETS = f"""
[storage]
url = "mysql://li:hunter2@127.0.0.1/town"
[[telegram]]
token = "hunter2"
proxy = "ftp://li:hunter2@127.0.0.1:1"
webhook_url = "https://li:hunter2@town.test/x"
[[telegram]]
token = "{TOKEN}"
mode = "webhook"
webhook_secret = "hunter2 is a password"
[matrix]
homeserver = "https://li:hunter2@town.test"
access_token = ["hunter2"]
password = {{hunter2 = "hunter2"}}
"""


def test_no_complaint_repeats_a_secret(loaded: Loaded) -> None:
    with pytest.raises(ConfigProblems) as found:
        loaded(BAD_SECRETS)

    assert len(found.value.problems) >= 8
    assert "hunter2" not in str(found.value)


def test_a_config_that_is_printed_shows_no_secret(loaded: Loaded) -> None:
    words = (
        f'{TELEGRAM}proxy = "socks5://li:hunter2@127.0.0.1:1080"\n'
        f'{MATRIX.removeprefix(ADMIN)}[storage]\nurl = "postgresql://li:hunter2@127.0.0.1/town"'
    )

    shown = repr(loaded(words)) + str(loaded(words))

    assert TOKEN not in shown
    assert "open sesame" not in shown
    assert "hunter2" not in shown


def test_a_secret_in_a_file_that_others_may_read_is_a_warning(loaded: Loaded, tmp_path: Path) -> None:
    private_file(tmp_path / "token", TOKEN).chmod(0o640)

    (warning,) = loaded(f'{ADMIN}[telegram]\ntoken_file = "token"').warnings

    assert warning == f"{tmp_path}/token holds secrets and can be read by others (mode 640): chmod 600 {tmp_path}/token"


@pytest.mark.parametrize(
    "words",
    [
        TELEGRAM,
        MATRIX,
        f'{ADMIN}[web]\n[storage]\nurl = "postgresql://li:pw@127.0.0.1/town"',
    ],
)
def test_a_config_with_secrets_that_others_may_read_is_a_warning(tmp_path: Path, words: str) -> None:
    file = private_file(tmp_path / "config.toml", words)
    file.chmod(0o644)

    (warning,) = load(file, {}).warnings

    assert "can be read by others (mode 644)" in warning


def test_a_config_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    file = private_file(tmp_path / "config.toml", f"{ADMIN}[telegram]")
    file.chmod(0o644)

    assert load(file, {"HUYING_TELEGRAM_TOKEN": TOKEN}).warnings == ()
