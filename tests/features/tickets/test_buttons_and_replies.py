"""What a button and a reply point at: known to us by our own record, never read out of words."""

from bot.messages import Button
from tests.town import Yucheng

# What Telegram takes as `callback_data`, in bytes.
MOST_BYTES = 64


def data_of(here: Yucheng) -> list[str]:
    shown = (message for messages in here.town.network.chats.values() for message in messages)
    buttons = (
        button for message in shown for rows in (message.buttons, *message.past) for row in rows for button in row
    )
    return [button.data for button in buttons]


async def test_what_a_button_carries_is_short_and_an_old_one_redraws_the_card(here: Yucheng) -> None:
    """PLATFORMS 19: an outdated press says so and shows how it is now."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")
    made_up = here.group.messages[0].with_buttons(((Button(label="旧的", action="tickets.gone", value="1"),),))

    toast = await here.wang.presses("旧的", on=made_up)

    assert toast == here.town.service.setup.texts.word("no.old_button", "zh")
    assert max(len(data.encode()) for data in data_of(here)) <= MOST_BYTES
    assert "李明接单了" in here.group.card


async def test_a_reply_belongs_to_the_ticket_of_the_message_whatever_numbers_it_says(here: Yucheng) -> None:
    """PLATFORMS 55: messages and tickets are linked in a table."""
    sun = here.town.resident("孙姐", here.group)
    await here.wang.says("/report 3号楼路灯不亮")
    await sun.says("/report 4号楼漏水")
    card = next(message for message in here.group.messages if message.text.startswith("#1"))

    await here.wang.says("2个灯都不亮,#2 那边没事", to=card)

    told = [words for words in here.li.inbox if "2个灯都不亮" in words]
    assert told
    assert all("#1" in words.splitlines()[0] for words in told)
