from adapters.web.pace import Pace
from tests.adapters.web.kiosk import HandClock


def test_a_flood_from_one_person_is_stopped_for_a_minute() -> None:
    clock = HandClock()
    pace = Pace(clock, per_person=3)

    answers = [pace.lets("wang", "10.0.0.1") for _ in range(5)]
    clock.go_on(seconds=61)

    assert answers == [True, True, True, False, False]
    assert pace.lets("wang", "10.0.0.1")


def test_one_person_does_not_slow_down_another() -> None:
    pace = Pace(HandClock(), per_person=1)

    assert pace.lets("wang", "10.0.0.1")
    assert pace.lets("zhao", "10.0.0.1")


def test_many_identities_at_one_address_are_one_flood() -> None:
    pace = Pace(HandClock(), per_person=3, per_address=5)

    answers = [pace.lets(f"v{number}", "10.0.0.1") for number in range(7)]

    assert answers.count(True) == 5


def test_nobody_is_slowed_down_where_there_is_no_limit() -> None:
    pace = Pace(HandClock(), per_person=None)

    assert all(pace.lets("wang", "127.0.0.1") for _ in range(500))
