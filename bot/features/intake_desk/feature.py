"""The whole public surface of the intake desk on one screen."""

from bot.feature import AnswerRoute, Feature, Job, ListenRoute, TaskLine, Who, button, command, on
from bot.features.intake_desk import contacting, intake, jobs, outcome, reactions, replies, service
from bot.features.tickets.events import TicketDeclined, TicketOpened, TicketRemarked, TicketResolved

feature = Feature(
    name="intake_desk",
    routes=(
        command("intake", intake.intake, "代报", who=Who.WORKER),
        button("intake_desk.way", intake.by_way, who=Who.WORKER),
        button("intake_desk.join", intake.join, who=Who.CONCERNED),
        button("intake_desk.agreed", contacting.agreed, who=Who.CONCERNED),
        button("intake_desk.refused", contacting.refused, who=Who.CONCERNED),
        button("intake_desk.me", contacting.me, who=Who.CALLER),
        button("intake_desk.them", contacting.them, who=Who.CALLER),
        button("intake_desk.called", contacting.called, who=Who.HANDLER),
        button("intake_desk.fixed", outcome.fixed, who=Who.CONCERNED),
        button("intake_desk.not_fixed", outcome.not_fixed, who=Who.CONCERNED),
        button("intake_desk.told", outcome.told, who=Who.CONCERNED),
        button("intake_desk.later", outcome.later, who=Who.CONCERNED),
        AnswerRoute(kind=intake.WORDS, handler=intake.answer_words),
        AnswerRoute(kind=service.WHOM, handler=contacting.answer_whom),
        ListenRoute(order=12, handler=contacting.listen),
    ),
    reactions=(
        on(TicketOpened, reactions.on_opened),
        on(TicketRemarked, reactions.on_remarked),
        on(TicketResolved, reactions.on_resolved),
        on(TicketDeclined, reactions.on_declined),
    ),
    jobs=(Job(name="intake_desk.tell", due=jobs.due, run=jobs.tell_again, next_moment=jobs.next_moment),),
    worker=(TaskLine(order=10, write=replies.task_line), TaskLine(order=20, write=replies.call_back_line)),
)
