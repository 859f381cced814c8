"""What the homeserver says that we may do in a room, as `huying check` asks it."""

import pytest

from bot.community import ChatRef
from bot.ports import KnowsRights, Rights
from tests.adapters.matrix.running import Bot
from tests.servers.matrix_listening import accepted
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


async def test_a_room_is_told_as_it_is_now(synapse: Synapse, bot: Bot) -> None:
    zhao = await synapse.user("zhao", display_name="赵敏")
    room = await zhao.creates_room("御城社区", invite=[bot.id])
    await bot.is_in(room)
    here = ChatRef("matrix", bot.id, room)

    at_first = await bot.channel.rights_in(here)
    levels = {"users": {}, "events_default": 50}
    await accepted(zhao.client.room_put_state(room, "m.room.power_levels", levels))
    silenced = await bot.channel.rights_in(here)
    levels = {"users": {bot.id: 50}, "events_default": 50}
    await accepted(zhao.client.room_put_state(room, "m.room.power_levels", levels))
    moderator = await bot.channel.rights_in(here)
    await accepted(zhao.client.room_kick(room, bot.id))
    gone = await bot.channel.rights_in(here)

    assert isinstance(bot.channel, KnowsRights)
    assert at_first == Rights(there=True, writes=True, deletes=False)
    assert silenced == Rights(there=True, writes=False, deletes=False)
    assert moderator == Rights(there=True, writes=True, deletes=True)
    assert gone == Rights(there=False)
