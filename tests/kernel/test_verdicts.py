"""What follows from the end of a send. Times are seconds after the end of the try; chance adds nothing here."""

from dataclasses import replace

import pytest

from bot.lanes import Item
from bot.orders import Delete, Edit, Toast
from bot.ports import Outcome, Reason, SendResult
from bot.verdicts import FAULT, Anew, Left, Lost, Try, Verdict, Waits, is_trouble, judge
from tests.kernel.scripted import GROUP, OK, OTHER, START, UNCERTAIN, WANG, card, limit, message, post, refused, sign

POSTED = post("The lift stands still")
NEW_CARD = card("Lift, house 3")
SHOWN_CARD = replace(NEW_CARD, remote="m7", version_shown=1, version_wanted=2)
TOAST = replace(sign(), order=Toast(to=GROUP, press="p1"))
DELETION = replace(POSTED, order=Delete(to=GROUP, message="5"))
EDIT = replace(POSTED, order=Edit(to=GROUP, remote="m3", message=message("Yes")))


def end(item: Item, result: SendResult | None, *, tries: int = 0, dedup: bool = False, ready: bool = True) -> Verdict:
    ended = Try(item=item, result=result, tries=tries, deduplicates=dedup, is_ready=ready, now=START, spread=0.0)
    return judge(ended)


def wait_of(verdict: Verdict) -> float:
    assert isinstance(verdict, Waits)
    return (verdict.until - START).total_seconds()


def test_what_arrived_has_left_under_its_new_id() -> None:
    assert end(POSTED, replace(OK, remote="m1")) == Left(chat=GROUP, remote="m1")


def test_a_private_chat_has_the_name_that_the_network_tells() -> None:
    told = replace(OK, remote="m1", chat=OTHER)

    assert end(post("Hello", WANG), told) == Left(chat=OTHER, remote="m1")


def test_an_edited_message_keeps_its_first_id() -> None:
    assert end(SHOWN_CARD, replace(OK, remote="$edit-event")) == Left(chat=GROUP, remote="m7")
    assert end(EDIT, OK) == Left(chat=GROUP, remote="m3")


def test_a_limit_is_waited_for_as_long_as_the_network_says_case_14() -> None:
    verdict = end(POSTED, limit(17))

    assert wait_of(verdict) == 17
    assert isinstance(verdict, Waits)
    assert verdict.reason == Reason.LIMIT
    assert verdict.holds


def test_chance_never_shortens_a_wait() -> None:
    ended = Try(item=POSTED, result=limit(17), tries=0, deduplicates=False, is_ready=True, now=START, spread=1.0)

    assert wait_of(judge(ended)) == 18


def test_an_unreachable_network_is_asked_ever_more_seldom_and_never_given_up() -> None:
    away = SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK)

    waits = [wait_of(end(replace(POSTED, attempts=attempts), away)) for attempts in (0, 1, 2, 3, 4, 5, 1000)]

    assert waits == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize("item", [SHOWN_CARD, EDIT, sign(), TOAST, DELETION])
def test_what_may_be_done_twice_is_soon_tried_again_case_16(item: Item) -> None:
    assert wait_of(end(item, UNCERTAIN, tries=9)) == 1


def test_a_network_that_deduplicates_gets_it_again_case_36() -> None:
    assert wait_of(end(POSTED, UNCERTAIN, dedup=True, tries=9)) == 1


@pytest.mark.parametrize("item", [POSTED, NEW_CARD])
def test_a_post_whose_end_is_unknown_is_tried_twice_more_and_never_in_a_loop_case_16(item: Item) -> None:
    waits = [end(item, UNCERTAIN, tries=tries) for tries in (0, 1)]

    assert [wait_of(verdict) for verdict in waits] == [30, 120]
    assert all(isinstance(verdict, Waits) and verdict.counts for verdict in waits)
    assert end(item, UNCERTAIN, tries=2) == Lost(reason=Reason.NETWORK)


def test_while_the_network_is_silent_such_tries_do_not_count() -> None:
    verdict = end(POSTED, UNCERTAIN, tries=2, ready=False)

    assert wait_of(verdict) == 120
    assert isinstance(verdict, Waits)
    assert not verdict.counts


def test_a_card_whose_message_is_gone_is_posted_anew_case_22() -> None:
    assert end(SHOWN_CARD, refused(Reason.GONE)) == Anew()


def test_a_message_that_is_gone_and_no_card_is_a_dead_letter() -> None:
    assert end(EDIT, refused(Reason.GONE)) == Lost(reason=Reason.GONE)


@pytest.mark.parametrize(("item", "reason"), [(TOAST, Reason.LATE), (sign(), Reason.GONE), (DELETION, Reason.GONE)])
def test_signs_that_come_too_late_are_done_case_20(item: Item, reason: Reason) -> None:
    assert end(item, refused(reason)) == Left(chat=GROUP, remote=None)


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.REMOVED, Reason.NO_RIGHT, Reason.MALFORMED])
def test_a_refusal_for_good_is_a_dead_letter_with_its_reason(reason: Reason) -> None:
    assert end(POSTED, refused(reason)) == Lost(reason=reason)


def test_a_moved_chat_is_followed_at_once_but_not_for_ever_case_11() -> None:
    moved = replace(refused(Reason.MOVED), moved_to=OTHER)

    first = end(POSTED, moved)

    assert wait_of(first) == 0
    assert end(POSTED, moved, tries=3) == Lost(reason=Reason.MOVED)
    assert end(POSTED, refused(Reason.MOVED)) == Lost(reason=Reason.MOVED)


def test_a_bug_of_an_adapter_costs_a_few_tries_and_holds_nobody() -> None:
    verdicts = [end(POSTED, None, tries=tries) for tries in range(4)]

    assert [wait_of(verdict) for verdict in verdicts] == [5, 20, 80, 320]
    assert not any(isinstance(verdict, Waits) and verdict.holds for verdict in verdicts)
    assert end(POSTED, None, tries=4) == Lost(reason=FAULT)


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.REMOVED, Reason.NO_RIGHT, Reason.MOVED])
def test_words_that_cannot_reach_their_reader_are_trouble_cases_11_to_13(reason: Reason) -> None:
    assert is_trouble(POSTED, refused(reason))
    assert is_trouble(SHOWN_CARD, refused(reason))


def test_a_sign_that_we_have_no_right_to_is_no_reason_to_give_up_a_chat() -> None:
    assert not is_trouble(sign(), refused(Reason.NO_RIGHT))
    assert is_trouble(sign(), refused(Reason.REMOVED))


def test_other_failures_are_no_trouble() -> None:
    assert not any(is_trouble(POSTED, result) for result in (OK, UNCERTAIN, limit(5), None, refused(Reason.MALFORMED)))
