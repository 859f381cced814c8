"""The whole public surface of mediation on one screen."""

from bot.feature import AnswerRoute, DigestSection, Feature, Job, ListenRoute, TaskButton, Who, button, command, on
from bot.features.mediation import digest, handlers, jobs, reactions, sides
from bot.features.tickets.events import TicketAssigned, TicketClosed, TicketMerged, TicketResolved
from bot.features.ways import views as ways

feature = Feature(
    name="mediation",
    routes=(
        command("mediate", handlers.mediate, "调解", who=Who.HANDLER),
        button("mediation.start", handlers.mediate, who=Who.HANDLER),
        button("mediation.with", handlers.with_person, who=Who.HANDLER),
        button("mediation.absent", handlers.absent, who=Who.HANDLER),
        button("mediation.to_caller", handlers.to_caller, who=Who.HANDLER),
        button("mediation.to_other", handlers.to_other, who=Who.HANDLER),
        button("mediation.round", handlers.round_, who=Who.HANDLER),
        button("mediation.write", handlers.write, who=Who.HANDLER),
        button("mediation.for_side", handlers.for_side, who=Who.HANDLER),
        button("mediation.give_up", handlers.give_up, who=Who.HANDLER),
        button("mediation.committee", handlers.committee, who=Who.HANDLER),
        button("mediation.yes", sides.yes, who=Who.PARTY),
        button("mediation.no", sides.no, who=Who.PARTY),
        button("mediation.speak", sides.speak, who=Who.PARTY),
        AnswerRoute(kind=handlers.WHO, handler=handlers.answer_who),
        AnswerRoute(kind=sides.WORDS, handler=handlers.answer_words),
        ListenRoute(order=11, handler=handlers.listen),
    ),
    reactions=(
        on(TicketResolved, reactions.on_over),
        on(TicketClosed, reactions.on_over),
        on(TicketMerged, reactions.on_over),
        on(TicketAssigned, reactions.on_assigned),
    ),
    digest=(DigestSection(order=47, write=digest.talks, staff_only=True),),
    jobs=(Job(name="mediation.time", due=jobs.over, run=jobs.end, next_moment=jobs.next_moment),),
    task=(TaskButton(order=50, label="mediation.button", action="mediation.start", fits=ways.is_open_to_ways),),
    redraw=handlers.redraw,
)
