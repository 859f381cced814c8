"""The whole public surface of meetings on one screen."""

from bot.feature import AnswerRoute, DigestSection, Feature, Job, TaskButton, Who, button, command, on
from bot.features.meetings import handlers, jobs, reactions
from bot.features.tickets.events import TicketClosed, TicketMerged, TicketResolved
from bot.features.ways import views as ways

feature = Feature(
    name="meetings",
    routes=(
        command("agenda", handlers.agenda, "议程", who=Who.HANDLER),
        command("meeting", handlers.meeting, "例会", who=Who.STAFF),
        button("meetings.put", handlers.put, who=Who.HANDLER),
        button("meetings.off", handlers.off, who=Who.HANDLER),
        button("meetings.done", handlers.done, who=Who.DESK),
        button("meetings.next", handlers.next_, who=Who.DESK),
        button("meetings.rounds", handlers.rounds, who=Who.DESK),
        button("meetings.whistle", handlers.whistle, who=Who.DESK),
        AnswerRoute(kind=handlers.WORDS, handler=handlers.answer_words),
    ),
    reactions=(
        on(TicketResolved, reactions.on_over),
        on(TicketClosed, reactions.on_over),
        on(TicketMerged, reactions.on_over),
    ),
    jobs=(Job(name="meetings.time", due=jobs.due, run=jobs.run, next_moment=jobs.next_moment),),
    digest=(DigestSection(order=60, write=jobs.digest_line),),
    task=(TaskButton(order=60, label="meetings.button", action="meetings.put", fits=ways.is_open_to_ways),),
)
