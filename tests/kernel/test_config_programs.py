"""Keys of programs that hand in calls, and addresses that are told: read, complained about, and never shown."""

import logging
from pathlib import Path

import pytest

from bot import logs
from bot.config import Config, ConfigProblems, load
from bot.config_webhook import EVENTS

HEAD = 'admins = ["telegram:1"]\n[web]\n'
KEY, SECRET = "0123456789abcdef-key", "0123456789abcdef-word"
BOTH = f"""
[[open311.keys]]
name = "市民热线"
key = "{KEY}"
[[open311.keys]]
name = "大学"
key_file = "key"
[webhook]
url = "https://example.org/huying"
secret = "{SECRET}"
events = ["opened", "closed"]
"""


def config(folder: Path, words: str) -> Config:
    file = folder / "config.toml"
    file.touch(mode=0o600)
    file.write_text(HEAD + words, encoding="utf-8")
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_text("a key that lies in a file\n", encoding="utf-8")
    return load(file, {})


def test_keys_and_hooks_are_read_and_shown_nowhere(tmp_path: Path) -> None:
    read = config(tmp_path, BOTH)

    assert [key.key.reveal() for key in read.open311.keys] == [KEY, "a key that lies in a file"]
    assert [(hook.url, hook.events) for hook in read.webhook] == [("https://example.org/huying", ("opened", "closed"))]
    assert not any(secret in repr(read) for secret in (KEY, SECRET, "a key that lies"))
    line = logging.LogRecord("huying", logging.INFO, "", 1, f"key {KEY} and word {SECRET}", None, None)
    written = logs.WithoutSecrets(logs._secrets(read)).format(line)
    assert "key" in written
    assert not any(secret in written for secret in (KEY, SECRET))


def test_tables_that_say_nothing_are_none_and_every_event_is_told_unless_it_is_said(tmp_path: Path) -> None:
    read = config(tmp_path, '[open311.keys]\n[webhook]\nevents = ["opened"]')

    assert (read.open311.keys, read.webhook) == ((), ())
    told = config(tmp_path, f'[webhook]\nurl = "http://127.0.0.1:1/x"\nsecret = "{SECRET}"').webhook
    assert told[0].events == EVENTS


@pytest.mark.parametrize(
    ("words", "key", "what"),
    [
        ('[open311.keys]\nname = "a"', "open311.keys.key", "is missing; or key_file"),
        ('[open311.keys]\nkey = "0123456789abcdef"', "open311.keys.name", "is missing"),
        ('[open311.keys]\nname = "a"\nkey = "short"', "open311.keys.key", "is too short"),
        (f'{BOTH}\n[[open311.keys]]\nname = "x"\nkey = "{KEY}"', "open311.keys[3].key", "is the same as that of"),
        (f'[webhook]\nsecret = "{SECRET}"', "webhook.url", "is missing"),
        ('[webhook]\nurl = "https://example.org"', "webhook.secret", "is missing; or secret_file"),
        ('[webhook]\nurl = "https://example.org"\nsecret = "short"', "webhook.secret", "is too short"),
        (f'[webhook]\nsecret = "{SECRET}"\nevents = ["done"]', "webhook.events", '"done" is not one of'),
    ],
)
def test_what_is_wrong_is_told_without_the_secret(tmp_path: Path, words: str, key: str, what: str) -> None:
    with pytest.raises(ConfigProblems) as found:
        config(tmp_path, words)

    assert any(problem.key == key and problem.what.startswith(what) for problem in found.value.problems)
    assert KEY not in str(found.value)
