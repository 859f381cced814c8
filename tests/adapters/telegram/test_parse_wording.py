"""Commands and mentions in the words of a message."""

import pytest

from bot.messages import Command
from tests.adapters.telegram.written import BOT_ID, LIN, entity, events, message, said


def test_a_command_is_read_without_its_sign() -> None:
    heard = said(message("/Report 三号楼漏水", entity("bot_command", 0, 7)))

    assert heard.command == Command(name="report", words="三号楼漏水")


def test_a_command_with_our_name_is_ours() -> None:
    """PLATFORMS 30: /cmd@us is accepted, whatever its case."""
    heard = said(message("/status@HuYing_bot 12", entity("bot_command", 0, 18)))

    assert heard.command == Command(name="status", words="12")


def test_a_command_for_another_bot_is_not_heard() -> None:
    """PLATFORMS 30: /cmd@OtherBot is ignored."""
    assert events(message("/status@weather_bot 12", entity("bot_command", 0, 19))) == ()


def test_a_command_in_the_middle_is_only_text() -> None:
    heard = said(message("请用 /report 命令", entity("bot_command", 3, 7)))

    assert heard.command is None


def test_the_words_of_a_command_keep_their_lines() -> None:
    heard = said(message("/report 漏水\n三号楼", entity("bot_command", 0, 7)))

    assert heard.command == Command(name="report", words="漏水\n三号楼")


@pytest.mark.parametrize("between", [" ", ",", "，", "：\n", ""])
def test_our_name_in_front_is_left_out(between: str) -> None:
    heard = said(message(f"@huying_bot{between}路灯坏了", entity("mention", 0, 11)))

    assert heard.text == "路灯坏了"
    assert heard.mentions_bot


def test_our_name_alone_is_still_a_mention() -> None:
    heard = said(message("@huying_bot", entity("mention", 0, 11)))

    assert heard.text == ""
    assert heard.mentions_bot


def test_our_name_later_in_the_text_stays_and_counts() -> None:
    heard = said(message("路灯坏了 @huying_bot", entity("mention", 5, 11)))

    assert heard.text == "路灯坏了 @huying_bot"
    assert heard.mentions_bot


def test_a_mention_by_account_counts_too() -> None:
    user = {"id": BOT_ID, "is_bot": True, "first_name": "呼应"}

    heard = said(message("呼应 路灯坏了", entity("text_mention", 0, 2, user=user)))

    assert heard.text == "路灯坏了"
    assert heard.mentions_bot


def test_somebody_elses_name_is_no_mention_of_us() -> None:
    heard = said(
        message("@xiaowang 小林 看看", entity("mention", 0, 9), entity("text_mention", 10, 2, user={**LIN, "id": 5}))
    )

    assert not heard.mentions_bot
    assert heard.text == "@xiaowang 小林 看看"


def test_a_command_behind_our_name_counts() -> None:
    heard = said(message("@huying_bot /mine", entity("mention", 0, 11), entity("bot_command", 12, 5)))

    assert heard.command == Command(name="mine", words="")
    assert heard.mentions_bot


def test_offsets_count_in_utf16_units() -> None:
    """PLATFORMS 17: an emoji is two units and one character."""
    heard = said(message("🔥🔥 @huying_bot 着火了", entity("mention", 5, 11)))

    assert heard.mentions_bot
    assert heard.text == "🔥🔥 @huying_bot 着火了"


def test_half_characters_and_nul_are_made_harmless() -> None:
    """PLATFORMS 4: no database keeps them, and one message must not block the rest."""
    heard = said(message("漏\ud83d水\0了"))

    assert heard.text == "漏\ufffd水\ufffd了"
    heard.text.encode()
