"""What Telegram says that we may do in a group, as `huying check` asks it."""

from bot.community import ChatRef
from bot.ports import KnowsRights, Rights
from tests.adapters.telegram.account import account
from tests.servers.telegram import BotApiServer

ALL = Rights(there=True, writes=True, hears=True, deletes=True)


async def test_each_group_is_told_as_it_is_now(telegram: BotApiServer) -> None:
    bot, zhao = telegram.add_bot(privacy_mode=True), telegram.user(1003, "赵敏")
    groups = [
        telegram.group(-1001000000001 - number, f"{number}号楼群", members=[zhao], bots=[bot], admins=[zhao, bot])
        for number in range(6)
    ]
    _, deaf, bound_hands, mute, silenced, gone = groups
    await deaf.demotes(bot, by=zhao)
    await bound_hands.promotes(bot, by=zhao, can_pin_messages=True, can_delete_messages=False)
    await mute.demotes(bot, by=zhao)
    await mute.restricts(bot, by=zhao, can_send_messages=False)
    await silenced.demotes(bot, by=zhao)
    silenced.permissions["can_send_messages"] = False
    await gone.kicks(bot, by=zhao)
    channel = account(telegram, bot)
    await channel.start()

    found = [await channel.rights_in(ChatRef("telegram", channel.bot, str(group.id))) for group in groups]
    nowhere = await channel.rights_in(ChatRef("telegram", channel.bot, "-100999"))
    await channel.close()

    assert isinstance(channel, KnowsRights)
    assert found == [
        ALL,
        Rights(there=True, writes=True, hears=False, deletes=False),
        Rights(there=True, writes=True, hears=True, deletes=False),
        Rights(there=True, writes=False, hears=False, deletes=False),
        Rights(there=True, writes=False, hears=False, deletes=False),
        Rights(there=False),
    ]
    assert nowhere == Rights(there=False)


async def test_a_network_that_does_not_answer_says_nothing(telegram: BotApiServer) -> None:
    bot, zhao = telegram.add_bot(), telegram.user(1003, "赵敏")
    group = telegram.group(-1001000000001, "三号楼群", members=[zhao], bots=[bot])
    channel = account(telegram, bot)
    await channel.start()
    telegram.fail_next("getChatMember", status=500, description="Internal Server Error")

    found = await channel.rights_in(ChatRef("telegram", channel.bot, str(group.id)))
    await channel.close()

    assert found is None
