"""How much a group hears of a busy day (DESIGN part 2, "Quiet")."""

from datetime import timedelta

from bot.manners import MOST_SOUNDS
from tests.town import Yucheng

TICKETS, ASKED, MOVED_UP = 40, 6, 2
MOST_POSTS = 2.2


async def test_forty_tickets_make_at_most_two_point_two_posts_each(here: Yucheng) -> None:
    """The stated day: 40 tickets, the caller of 6 is asked something in the group, and 2 move up a level."""
    town = here.town
    for number in range(1, TICKETS + 1):
        caller = town.resident(f"邻居{number}", here.group)
        town.clock.at += timedelta(minutes=7)
        await caller.says(f"/report 3号楼{number}层的灯不亮")
        if number > MOVED_UP:
            await here.li.tells_the_bot(f"/claim {number}")
        if MOVED_UP < number <= MOVED_UP + ASKED:
            await here.li.tells_the_bot(f"/ask {number} 是哪一盏?")
            await caller.says("门口那盏", to=here.group.messages[-1])
        if number > MOVED_UP:
            await here.li.tells_the_bot(f"/done {number} 换了灯泡")
            await caller.says("修好了", to=here.group.messages[-1])

    await town.leaps(days=4)

    cards = [message for message in here.group.messages if message.text.startswith("#") and len(message.texts) > 1]
    assert len({text.split()[0] for message in cards for text in message.texts}) >= TICKETS - MOVED_UP
    assert any("街道" in text or "社区" in text for message in cards[:MOVED_UP] for text in message.texts)
    assert len(here.group.messages) <= MOST_POSTS * TICKETS


async def test_after_the_twelfth_sound_of_a_day_a_group_hears_emergencies_alone(here: Yucheng) -> None:
    """PLATFORMS 57: what must be noticed is a post of its own, so there must not be many."""
    for _ in range(MOST_SOUNDS + 2):
        await here.wang.says("/help")
    await here.wang.says("3号楼有煤气味,快来人")
    sounding = [not message.silent for message in here.group.messages]

    here.town.clock.at += timedelta(days=1)
    await here.wang.says("/help")

    assert sounding == [*[True] * MOST_SOUNDS, False, False, True]
    assert not here.group.messages[-1].silent
