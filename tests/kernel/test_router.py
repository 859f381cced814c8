"""Which feature answers what, and that never two answer the same."""

from typing import Any

import pytest

from bot.dialogs import Dialog
from bot.feature import AnswerRoute, Feature, GestureRoute, ListenRoute, Route, Who, button, command
from bot.installed import FEATURES
from bot.messages import Command, Gesture, IncomingMessage
from bot.router import Router
from bot.turn import Turn


async def handle(turn: Turn, words: str) -> None:
    """Never runs."""


async def listen(turn: Turn, message: IncomingMessage) -> bool:  # noqa: ARG001
    return False


async def answer(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:  # noqa: ARG001
    return False


async def react(turn: Turn, reaction: Any, about: str | None) -> None:
    """Never runs."""


def router(*features: tuple[Route, ...]) -> Router:
    return Router.of(tuple(Feature(name=f"f{number}", routes=routes) for number, routes in enumerate(features)))


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (command("vote", handle), command("vote", handle), "vote"),
        (command("vote", handle, "投票"), command("poll", handle, "投票"), "投票"),
        (button("polls.vote", handle), button("polls.vote", handle), "polls.vote"),
        (AnswerRoute(kind="polls.why", handler=answer), AnswerRoute(kind="polls.why", handler=answer), "polls.why"),
    ],
)
def test_two_features_with_one_command_word_button_or_question_fail_at_start(
    one: Route, other: Route, what: str
) -> None:
    with pytest.raises(ValueError, match=what):
        router((one,), (other,))


def test_several_features_may_listen_and_are_asked_in_their_order() -> None:
    built = router((ListenRoute(order=90, handler=listen),), (ListenRoute(order=15, handler=listen),))

    assert [route.order for route in built.listeners] == [15, 90]


def test_several_features_may_react_to_one_gesture() -> None:
    built = router(
        (GestureRoute(gesture=Gesture.ME_TOO, handler=react),), (GestureRoute(gesture=Gesture.ME_TOO, handler=react),)
    )

    assert len(built.gestures[Gesture.ME_TOO]) == 2


def test_a_word_leads_to_its_command() -> None:
    built = router((command("vote", handle, "投票", "表决", who=Who.STAFF),))

    found = built.spoken("表决 3")

    assert found is not None
    assert (found[0].name, found[0].who, found[1]) == ("vote", Who.STAFF, "3")
    assert built.spoken("表决权是谁的") is None


def test_a_command_that_is_none_may_have_a_near_one() -> None:
    built = router((command("report", handle), command("status", handle)))

    assert built.nearest_command(Command(name="reprot", words="")) == "report"
    assert built.nearest_command(Command(name="weather", words="")) is None


def test_the_features_of_this_service_fit_together() -> None:
    built = Router.of(FEATURES)

    assert {"report", "claim", "rate", "digest", "bind", "help"} <= built.commands.keys()
    assert len({route.order for route in built.listeners}) == len(built.listeners)


def test_every_button_and_question_bears_the_name_of_its_feature() -> None:
    for feature in FEATURES:
        built = Router.of((feature,))
        assert {name.partition(".")[0] for name in (*built.buttons, *built.answers)} <= {feature.name}
