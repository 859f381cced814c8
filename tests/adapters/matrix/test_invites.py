"""Whose invitations are accepted."""

import pytest

from adapters.matrix.invites import is_allowed
from bot.messages import BotAdded
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot
from tests.servers.synapse import Synapse


@pytest.mark.parametrize(
    ("inviter", "allowed"),
    [
        ("@wang:example.org", True),
        ("@li:other.org", True),
        ("@zhao:other.org", False),
        ("@wang:sub.example.org", False),
        ("@x:example.org:8448", False),
    ],
)
def test_a_whole_server_or_one_person_may_invite(inviter: str, allowed: bool) -> None:  # noqa: FBT001
    """Case 43."""
    assert is_allowed(inviter, ("*:example.org", "@li:other.org")) is allowed


@pytest.mark.synapse
async def test_a_stranger_s_invitation_is_declined(synapse: Synapse, new_bot: NewBot) -> None:
    """Case 43."""
    wang, li = await synapse.user("wang"), await synapse.user("li")
    bot = await (await new_bot(invites_from=(li.id,))).starts()

    unwanted = await wang.creates_room("推销", invite=[bot.id])
    wanted = await li.creates_room("御城一区", invite=[bot.id])
    await bot.is_in(wanted)

    await wang._until(lambda: bot.id not in wang.client.rooms[unwanted].users, "be declined", 5)
    assert [added.chat.chat for added in bot.desk.events(BotAdded)] == [wanted]


@pytest.mark.synapse
async def test_an_invitation_that_came_while_we_were_away_is_found(synapse: Synapse, bot: Bot) -> None:
    """Case 43: a sync shows each invitation once."""
    wang = await synapse.user("wang")
    before = await wang.creates_room("一区")
    await wang.invites(before, bot.id)
    await bot.is_in(before)
    await bot.stops()

    room = await wang.creates_room("二区", invite=[bot.id])
    bot.desk.token = None
    await bot.restarts()

    await bot.is_in(room)


@pytest.mark.synapse
async def test_an_invitation_that_was_taken_back_is_given_up(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    await bot.stops()
    room = await wang.creates_room("一区", invite=[bot.id])
    await wang.client.room_kick(room, bot.id)
    await bot.restarts()

    other = await wang.creates_room("二区", invite=[bot.id])
    await bot.is_in(other)

    assert [added.chat.chat for added in bot.desk.events(BotAdded)] == [other]
