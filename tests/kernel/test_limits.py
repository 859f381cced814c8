"""How fast an account may speak: exact windows where the network declares them, learned ones where it does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.community import Account, ChatRef
from bot.limits import Limits, Wish
from bot.messages import Private
from bot.ports import Capabilities
from bot.stores import Priority

START = datetime(2026, 11, 26, 8, tzinfo=UTC)
GROUP = ChatRef("telegram", "9", "-100")
OTHER = ChatRef("telegram", "9", "-200")
CARD = Wish(chat=GROUP, priority=Priority.CARD, is_group=True)
ANSWER = replace(CARD, priority=Priority.ANSWER)
EMERGENCY = replace(CARD, priority=Priority.EMERGENCY)
EDIT = replace(CARD, is_edit=True)
SIGN = replace(CARD, priority=Priority.INSTANT)

TELEGRAM = Capabilities(
    edits=True,
    buttons=True,
    reactions=True,
    toasts=True,
    threads=True,
    silence=True,
    text_length=4096,
    label_length=64,
    per_second=30,
    per_chat_second=1,
    per_group_minute=20,
)
MATRIX = replace(TELEGRAM, per_second=None, per_chat_second=None, per_group_minute=None, deduplicates=True)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def send(limits: Limits, wish: Wish, now: datetime) -> datetime:
    """Send this as soon as it may leave; the network answers at once."""
    moment = limits.earliest(wish, now)
    limits.took(wish, moment)
    limits.landed(wish, moment)
    return moment


def send_many(limits: Limits, wish: Wish, number: int, now: datetime = START) -> list[datetime]:
    return [now := send(limits, wish, now) for _ in range(number)]


# ---- a network that declares its limits ----


def test_one_chat_is_written_to_once_a_second() -> None:
    limits = Limits(TELEGRAM)

    moments = send_many(limits, replace(CARD, is_group=False, chat=Private("9", Account("telegram", "7"))), 3)

    assert moments == [START, START + seconds(1), START + seconds(2)]


def test_a_group_gets_sixteen_cards_a_minute_and_four_answers_more() -> None:
    limits = Limits(TELEGRAM)

    cards = send_many(limits, CARD, 16)
    next_card = limits.earliest(CARD, cards[-1])
    answers = send_many(limits, ANSWER, 5, cards[-1])

    assert cards == [START + seconds(number) for number in range(16)]
    assert next_card == START + seconds(60)
    assert answers == [START + seconds(number) for number in (16, 17, 18, 19, 60)]


def test_private_chats_have_no_limit_a_minute() -> None:
    limits = Limits(TELEGRAM)

    moments = send_many(limits, replace(CARD, is_group=False), 100)

    assert moments[-1] == START + seconds(99)


def test_edits_have_a_bucket_of_their_own_of_the_same_size() -> None:
    limits = Limits(TELEGRAM)
    send_many(limits, ANSWER, 20)

    edits = send_many(limits, EDIT, 21)

    assert edits[19] == START + seconds(19)
    assert edits[20] == START + seconds(60)


def test_all_chats_together_share_the_accounts_limit() -> None:
    limits = Limits(TELEGRAM)

    moments = [
        send(limits, replace(CARD, chat=ChatRef("telegram", "9", str(chat)), is_edit=bool(chat % 2)), START)
        for chat in range(31)
    ]

    assert moments[29] == START
    assert moments[30] == START + seconds(1)


def test_toasts_and_reactions_need_no_bucket() -> None:
    limits = Limits(TELEGRAM)
    send_many(limits, ANSWER, 20)

    assert send_many(limits, SIGN, 100) == [START] * 100


def test_a_rate_that_is_no_whole_number_is_kept_as_well() -> None:
    limits = Limits(replace(TELEGRAM, per_chat_second=0.5))

    assert send_many(limits, CARD, 2)[1] == START + seconds(2)


def test_what_is_still_under_way_counts_until_a_full_period_after_its_end() -> None:
    limits = Limits(TELEGRAM)
    limits.took(CARD, START)

    while_under_way = limits.earliest(CARD, START + seconds(7))
    limits.landed(CARD, START + seconds(8))

    assert while_under_way > START + seconds(7)
    assert limits.earliest(CARD, START + seconds(8)) == START + seconds(9)


def test_a_refusal_pauses_that_chat_alone_case_14() -> None:
    limits = Limits(TELEGRAM)

    limits.refused(CARD, 30, START, whole_account=False)

    assert limits.earliest(EMERGENCY, START) == START + seconds(30)
    assert limits.earliest(EDIT, START) == START + seconds(30)
    assert limits.earliest(replace(CARD, chat=OTHER), START) == START
    assert limits.earliest(SIGN, START) == START


def test_a_refusal_of_the_whole_account_pauses_every_chat() -> None:
    limits = Limits(TELEGRAM)

    limits.refused(CARD, 5, START, whole_account=True)

    assert limits.earliest(replace(CARD, chat=OTHER), START) == START + seconds(5)
    assert limits.earliest(SIGN, START) == START + seconds(5)


def test_a_refused_reaction_pauses_reactions_there_and_no_messages() -> None:
    limits = Limits(TELEGRAM)

    limits.refused(SIGN, 12, START, whole_account=False)

    assert limits.earliest(SIGN, START) == START + seconds(12)
    assert limits.earliest(CARD, START) == START


def test_a_shorter_pause_never_ends_a_longer_one() -> None:
    limits = Limits(TELEGRAM)

    limits.refused(CARD, 30, START, whole_account=False)
    limits.hold(CARD, START + seconds(2))

    assert limits.earliest(CARD, START) == START + seconds(30)


def test_idle_chats_are_forgotten_and_busy_ones_are_not() -> None:
    limits = Limits(replace(TELEGRAM, per_second=None))
    strangers = [replace(CARD, chat=ChatRef("telegram", "9", str(chat))) for chat in range(3000)]

    for number, stranger in enumerate(strangers[:2500]):
        send(limits, stranger, START + seconds(number / 20))
    send_many(limits, ANSWER, 20, START + seconds(130))
    for stranger in strangers[2500:]:
        send(limits, stranger, START + seconds(150))

    assert limits.earliest(ANSWER, START + seconds(150)) == START + seconds(190)
    assert len(limits._chats) < 2000


# ---- a network that declares none ----


def test_without_declared_limits_nothing_waits_until_the_first_refusal_case_37() -> None:
    limits = Limits(MATRIX)

    assert send_many(limits, CARD, 200) == [START] * 200


def test_the_first_refusal_teaches_a_rate_for_the_whole_account_case_37() -> None:
    limits = Limits(MATRIX)

    limits.refused(CARD, 5, START, whole_account=False)
    moments = send_many(limits, replace(CARD, chat=OTHER), 4)

    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    assert moments[0] == START + seconds(5)
    assert gaps == pytest.approx([5, 5, 5], rel=0.05)


def test_refusals_of_what_was_under_way_together_teach_one_lesson() -> None:
    limits = Limits(MATRIX)

    for _ in range(22):
        limits.refused(CARD, 5, START, whole_account=True)
    moments = send_many(limits, CARD, 2)

    assert moments[1] - moments[0] <= seconds(5)


def test_a_learned_rate_allows_a_few_at_once_after_a_pause() -> None:
    limits = Limits(MATRIX)
    limits.refused(CARD, 5, START, whole_account=True)

    moments = send_many(limits, CARD, 6, START + seconds(60))

    assert moments[4] == START + seconds(60)
    assert moments[5] > START + seconds(63)


def test_a_learned_rate_recovers_slowly() -> None:
    limits = Limits(MATRIX)
    limits.refused(CARD, 5, START, whole_account=True)

    after_an_hour = send_many(limits, CARD, 20, START + seconds(3600))
    after_two = send_many(limits, CARD, 20, START + seconds(7200))

    assert seconds(0.5) < after_an_hour[-1] - after_an_hour[0] < seconds(5)
    assert after_two[-1] == after_two[0]


def test_a_long_pause_is_kept_but_is_no_rate() -> None:
    limits = Limits(MATRIX)

    limits.refused(CARD, 300, START, whole_account=True)
    moments = send_many(limits, CARD, 2)

    assert moments[0] == START + seconds(300)
    assert moments[1] - moments[0] <= seconds(10)


def test_on_a_learned_rate_signs_leave_the_last_one_to_the_messages() -> None:
    limits = Limits(MATRIX)
    limits.refused(CARD, 5, START, whole_account=True)

    sign = limits.earliest(SIGN, START)
    message = limits.earliest(CARD, START)

    assert message < sign


def test_a_network_with_synapse_defaults_refuses_seldom_once_its_rate_is_known() -> None:
    limits = Limits(MATRIX)
    bucket, checked, refusals, sent = 10.0, START, 0, 0
    now = START

    while now < START + seconds(3600):
        now = limits.earliest(CARD, now)
        bucket, checked = min(10.0, bucket + 0.2 * (now - checked).total_seconds()), now
        limits.took(CARD, now)
        limits.landed(CARD, now)
        if bucket >= 1:
            bucket, sent = bucket - 1, sent + 1
        else:
            refusals += 1
            limits.refused(CARD, (1 - bucket) / 0.2, now, whole_account=True)

    assert sent > 0.85 * 3600 * 0.2
    assert refusals < 0.15 * sent
