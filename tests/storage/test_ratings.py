"""What callers and followers gave, as it is remembered."""

from dataclasses import replace
from functools import partial

from bot.features.privacy.store import Erasure
from bot.features.ratings.model import Rating, Reason, Tally
from bot.features.ratings.store import Ratings
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def _save(rating: Rating, store: Ratings) -> None:
    await store.save(rating)


async def test_a_rating_comes_out_as_it_went_in_and_a_later_one_takes_its_place(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    number = await ticket(each_database, wang, "7", 1)
    first = Rating(ticket=number, person=wang, score=2, at=NOON, reasons=(Reason.SLOW, Reason.RUDE), words="twice late")

    await write(each_database, Ratings, lambda store: store.save(first))
    assert await read(each_database, Ratings, lambda store: store.of(number, wang)) == first
    second = replace(first, score=5, reasons=(), words="", at=after(hours=1))
    await write(each_database, Ratings, lambda store: store.save(second))

    assert await read(each_database, Ratings, lambda store: store.of(number, wang)) == second


async def test_a_rating_that_was_taken_back_is_gone(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    number = await ticket(each_database, wang, "7", 1)
    await write(each_database, Ratings, lambda store: store.save(Rating(ticket=number, person=wang, score=4, at=NOON)))

    await write(each_database, Ratings, lambda store: store.remove(number, wang))

    assert await read(each_database, Ratings, lambda store: store.of(number, wang)) is None


async def test_reasons_are_counted_of_all_and_scores_of_followers_alone(each_database: OpenDatabase) -> None:
    wang, li, sun = [await person(each_database, name) for name in ("Wang", "Li", "Sun")]
    number = await ticket(each_database, wang, "7", 1)
    old = await ticket(each_database, wang, "8", 1)
    given = (
        Rating(ticket=number, person=wang, score=1, at=NOON, reasons=(Reason.SLOW,), words="late"),
        Rating(ticket=number, person=li, score=5, at=NOON),
        Rating(ticket=number, person=sun, score=3, at=after(hours=1), reasons=(Reason.SLOW, Reason.UNCLEAR)),
        Rating(ticket=old, person=li, score=1, at=after(days=-40), reasons=(Reason.RUDE,)),
    )
    for rating in given:
        await write(each_database, Ratings, partial(_save, rating))

    tally = await read(each_database, Ratings, lambda store: store.tally(None, after(days=-30), after(days=1)))

    assert tally == Tally(reasons={Reason.SLOW: 2, Reason.UNCLEAR: 1}, others=1, followers=2, content=1)


async def test_who_wants_no_questions_is_known_until_they_want_them_again(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    assert not await read(each_database, Ratings, lambda store: store.is_unasked(wang))

    for _ in range(2):
        await write(each_database, Ratings, lambda store: store.stop_asking(wang, NOON))
    assert await read(each_database, Ratings, lambda store: store.is_unasked(wang))
    await write(each_database, Ratings, lambda store: store.ask_again(wang))

    assert not await read(each_database, Ratings, lambda store: store.is_unasked(wang))


async def test_whose_ticket_nobody_shall_know_any_more_has_no_ratings(each_database: OpenDatabase) -> None:
    wang, nobody = await person(each_database, "Wang"), await person(each_database, "")
    number = await ticket(each_database, wang, "7", 1)
    given = Rating(ticket=number, person=wang, score=2, at=NOON, words="twice late")
    await write(each_database, Ratings, lambda store: store.save(given))

    await write(each_database, Erasure, lambda store: store.anonymise([number], nobody))

    assert await read(each_database, Ratings, lambda store: store.of(number, wang)) is None
