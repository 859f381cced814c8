"""The whole public surface of transfers on one screen."""

from bot.feature import AnswerRoute, Feature, TaskButton, Who, button, command, on
from bot.features.roster.events import WorkerRetired
from bot.features.tickets.events import TicketAccepted, TicketAssigned, TicketClosed, TicketDeclined
from bot.features.transfers import handlers, passing, reactions, rulings

feature = Feature(
    name="transfers",
    routes=(
        command("assign", handlers.assign, "派", who=Who.DESK),
        button("transfers.assign", handlers.assign_by_button, who=Who.DESK),
        command("transfer", passing.transfer, "转", who=Who.HANDLER),
        command("decline", passing.decline, "退", "decline", who=Who.HANDLER),
        button("transfers.transfer", passing.transfer_by_button, who=Who.HANDLER),
        button("transfers.decline", passing.decline, who=Who.HANDLER),
        button("transfers.to", passing.chosen, who=Who.HANDLER),
        button("transfers.because", passing.because, who=Who.HANDLER),
        button("transfers.rule", rulings.rule, who=Who.DESK),
        button("transfers.told", rulings.told, who=Who.DESK),
        AnswerRoute(kind=passing.WHOSE, handler=passing.answer_whose),
        AnswerRoute(kind=passing.WHY, handler=passing.answer_why),
    ),
    reactions=(
        on(WorkerRetired, reactions.on_worker_retired),
        on(TicketAssigned, reactions.on_assigned),
        on(TicketAccepted, reactions.on_accepted),
        on(TicketClosed, reactions.on_closed),
        on(TicketDeclined, reactions.on_declined),
    ),
    task=(
        TaskButton(order=30, label="more.transfer", action="transfers.transfer", fits=passing.may_be_passed),
        TaskButton(order=40, label="more.decline", action="transfers.decline", fits=passing.may_be_passed),
    ),
)
