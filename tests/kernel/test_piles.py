from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.community import ChatRef
from bot.folding import key_of_list, list_of
from bot.lanes import Item
from bot.limits import NEVER
from bot.piles import FLOOD, GATHERING, Piles
from bot.stores import CardRow
from tests.kernel.scripted import GROUP, START, WANG, line, post

A_SECOND = timedelta(seconds=1)


def tasks(count: int, at: datetime = START) -> list[CardRow]:
    return [replace(line(number, WANG, gathers=True), id=number, not_before=at) for number in range(count)]


def lines(count: int) -> list[CardRow]:
    return [replace(line(number), id=number) for number in range(count)]


def a_list(items: Sequence[CardRow]) -> CardRow:
    return replace(items[0], key=key_of_list("x"), wanted=list_of([item.wanted for item in items]))


def test_three_that_wait_are_said_one_by_one_and_four_together() -> None:
    piles = Piles()

    assert piles.of(GROUP, lines(3)[0], lines(3), START) == lines(1)
    assert piles.of(GROUP, lines(4)[0], lines(4), START) == lines(4)


def test_only_what_may_stand_in_a_list_counts_and_only_at_one_address() -> None:
    thread = ChatRef(GROUP.channel, GROUP.bot, GROUP.chat, "7")
    queue: list[Item] = [*lines(3), post("an answer"), replace(line(9, thread), id=9)]

    assert Piles().of(GROUP, queue[0], queue, START) == [queue[0]]
    assert Piles().of(GROUP, queue[3], queue, START) == [queue[3]]


def test_what_was_marked_as_standing_alone_does() -> None:
    piles, queue = Piles(), lines(5)
    piles.stand_alone(queue[:1])

    assert piles.of(GROUP, queue[0], queue, START) == [queue[0]]
    assert piles.of(GROUP, queue[1], queue, START) == queue[1:]


def test_while_a_flood_lasts_two_are_enough_for_a_list_and_keep_its_pace() -> None:
    piles, (first, second) = Piles(), lines(2)
    piles.said(GROUP, a_list(lines(4)), START)

    assert piles.of(GROUP, first, [first, second], START + 4 * A_SECOND) == [first, second]
    assert piles.is_flooded(GROUP, first, START + 4 * A_SECOND)
    assert not piles.is_flooded(GROUP, post("an answer"), START + 4 * A_SECOND)
    assert piles.of(GROUP, first, [first, second], START + FLOOD) == [first]


def test_the_first_task_rings_at_once() -> None:
    assert Piles().opens(WANG, START) == NEVER


def test_a_second_one_so_soon_waits_for_the_half_minute_and_then_leaves_by_itself() -> None:
    piles, (first, second) = Piles(), tasks(2, START)
    piles.said(WANG, first, START)
    later = replace(second, not_before=START + A_SECOND)

    assert piles.opens(WANG, START + A_SECOND) == START + GATHERING
    assert piles.opens(WANG, START + GATHERING) == NEVER
    assert piles.of(WANG, later, [later], START + GATHERING) == [later]


def test_the_half_minute_begins_anew_with_each() -> None:
    piles, (first, second) = Piles(), tasks(2)
    piles.said(WANG, first, START)
    piles.said(WANG, second, START + GATHERING)

    assert piles.opens(WANG, START + GATHERING + A_SECOND) == START + 2 * GATHERING


def test_a_flood_waits_for_the_half_minute_and_then_comes_as_one() -> None:
    piles, (first, *flood) = Piles(), tasks(6)
    piles.said(WANG, first, START)

    assert piles.opens(WANG, START + A_SECOND) == START + GATHERING
    assert piles.of(WANG, flood[0], flood, START + GATHERING) == flood


def test_after_a_list_even_a_single_task_waits() -> None:
    piles, flood = Piles(), tasks(6)
    piles.said(WANG, a_list(flood), START)

    assert piles.opens(WANG, START + 9 * A_SECOND) == START + GATHERING
    assert piles.opens(WANG, START + GATHERING) == NEVER


def test_two_that_were_held_come_as_one() -> None:
    piles, held = Piles(), tasks(2, START + A_SECOND)
    piles.said(WANG, a_list(tasks(6)), START)

    assert piles.of(WANG, held[0], held, START + GATHERING) == held


def test_two_that_waited_for_the_network_come_one_by_one() -> None:
    piles, waiting = Piles(), tasks(2, START + GATHERING)
    piles.said(WANG, tasks(1)[0], START)

    assert piles.of(WANG, waiting[0], waiting, START + GATHERING + 9 * A_SECOND) == waiting[:1]


def test_the_half_minute_of_one_worker_holds_no_other_chat_and_nothing_else() -> None:
    piles = Piles()
    piles.said(WANG, tasks(1)[0], START)
    piles.said(GROUP, lines(1)[0], START)

    assert piles.opens(GROUP, START) == NEVER


def test_without_gathering_nothing_waits() -> None:
    piles = Piles(timedelta())
    piles.said(WANG, tasks(1)[0], START)

    assert piles.opens(WANG, START) == NEVER
