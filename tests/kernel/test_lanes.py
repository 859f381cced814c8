"""The order of what waits for one chat."""

from dataclasses import replace
from datetime import timedelta

from bot.lanes import PATIENCE, Item, Lane, as_new, is_edit, key_of, order_of
from bot.limits import Limits, Wish
from bot.orders import Edit, Post
from bot.stores import Priority
from tests.kernel.scripted import GROUP, LIMITED, START, card, message, post


def lane_of(*items: Item) -> Lane:
    lane = Lane(GROUP)
    lane.queue = sorted(items, key=lambda item: item.priority)
    return lane


def numbered(number: int, priority: Priority = Priority.ANSWER, *, waited: float = 0) -> Item:
    asked = START - timedelta(seconds=waited)
    return replace(post(f"number {number}", priority=priority), id=number, created_at=asked, not_before=asked)


def edit(number: int) -> Item:
    return replace(card("changed"), id=number, remote="m1")


def first_of(lane: Lane) -> Item:
    return next(lane.candidates()).item


def test_the_most_urgent_goes_first_and_then_the_oldest() -> None:
    lane = lane_of(numbered(1, Priority.CARD), numbered(2), numbered(3, Priority.EMERGENCY), numbered(4))

    left: list[int] = []
    while lane.queue:
        item = first_of(lane)
        left.append(item.id)
        lane.take(item)

    assert left == [3, 2, 4, 1]


def test_an_edit_need_not_wait_for_a_post_that_has_no_room() -> None:
    lane = lane_of(numbered(1), numbered(2), edit(3), edit(4))

    assert [candidate.item.id for candidate in lane.candidates()] == [1, 3]


def test_after_four_answers_what_has_waited_longest_has_its_turn() -> None:
    answers = [numbered(number) for number in range(1, 11)]
    lane = lane_of(*answers, numbered(21, Priority.CARD), numbered(22, Priority.DIGEST, waited=60))

    left: list[int] = []
    for _ in range(2 * PATIENCE + 2):
        item = first_of(lane)
        left.append(item.id)
        lane.take(item)

    assert left == [1, 2, 3, 4, 22, 5, 6, 7, 8, 21]


def test_an_emergency_never_waits_for_the_patient() -> None:
    lane = lane_of(
        *(numbered(number, Priority.EMERGENCY) for number in range(6)), numbered(9, Priority.CARD, waited=60)
    )

    left: list[int] = []
    while lane.queue:
        item = first_of(lane)
        left.append(item.id)
        lane.take(item)

    assert left == [0, 1, 2, 3, 4, 5, 9]


def test_what_nobody_needs_any_more_is_dropped() -> None:
    lane = lane_of(post("Good morning", lives=10), post("Good day", lives=60))

    lane.drop_overdue(START + timedelta(seconds=10))

    assert len(lane.queue) == 1


def test_a_card_is_posted_once_and_then_edited() -> None:
    assert order_of(card("new")) == Post(to=GROUP, message=message("new", "Take it"))
    assert order_of(replace(card("newer"), remote="m1")) == Edit(
        to=GROUP, remote="m1", message=message("newer", "Take it")
    )


def test_a_card_posted_anew_is_not_taken_for_its_edit_by_a_network_that_deduplicates() -> None:
    shown = replace(card("newer"), remote="m1", once="abc")

    assert not is_edit(as_new(shown))
    assert as_new(shown).once != shown.once
    assert as_new(shown) == as_new(shown)


def test_a_row_and_a_card_with_one_number_are_two_things() -> None:
    assert key_of(replace(card("x"), id=1)) != key_of(numbered(1))


def test_nothing_starves_in_a_group_that_is_flooded_with_answers() -> None:
    """LESSONS 42: a queue that never drains."""
    limits, lane, now = Limits(LIMITED), lane_of(), START
    lane.queue = [*(numbered(100 + number, Priority.CARD) for number in range(10)), numbered(500, Priority.DIGEST)]
    answers, left = 0, []

    while now < START + timedelta(minutes=5):
        while sum(item.priority is Priority.ANSWER for item in lane.queue) < 3:
            answers += 1
            lane.queue.insert(0, numbered(1000 - answers))
        for candidate in lane.candidates():
            item = candidate.item
            wish = Wish(chat=GROUP, priority=item.priority, is_group=True, is_patient=candidate.is_patient)
            if limits.earliest(wish, now) <= now:
                limits.took(wish, now)
                limits.landed(wish, now)
                lane.take(item)
                left.append(item.id)
                break
        now += timedelta(seconds=1)

    assert {*range(100, 110), 500} <= set(left)
    assert sum(number > 600 for number in left) >= 75
