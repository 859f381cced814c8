"""The whole public surface of asks on one screen."""

from bot.feature import AnswerRoute, Feature, ListenRoute, TaskButton, Who, button, command, on
from bot.features.asks import handlers, reactions, service
from bot.features.tickets.events import TicketWentOn

feature = Feature(
    name="asks",
    routes=(
        command("ask", handlers.ask, "问", who=Who.HANDLER),
        command("wait", handlers.wait, "等待", who=Who.HANDLER),
        button("asks.ask", handlers.ask, who=Who.HANDLER),
        button("asks.wait", handlers.wait, who=Who.HANDLER),
        AnswerRoute(kind=handlers.QUESTION, handler=handlers.answer_question),
        AnswerRoute(kind=handlers.REASON, handler=handlers.answer_reason),
        AnswerRoute(kind=service.ANSWER, handler=handlers.answer),
        ListenRoute(order=13, handler=handlers.listen),
    ),
    reactions=(on(TicketWentOn, reactions.on_went_on),),
    task=(
        TaskButton(order=10, label="more.ask", action="asks.ask", fits=handlers.may_wait),
        TaskButton(order=20, label="more.wait", action="asks.wait", fits=handlers.may_wait),
    ),
)
