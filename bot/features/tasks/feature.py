"""The whole public surface of tasks on one screen."""

from bot.feature import AnswerRoute, Feature, ListenRoute, TaskButton, TaskLine, Who, button, command, on
from bot.features.roster.events import WorkerJoined
from bot.features.tasks import corrections, flood, handlers, listing, notes, photos, reactions, replies
from bot.features.tickets.events import (
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketNoted,
    TicketRemarked,
    TicketReopened,
    TicketShown,
)
from bot.service_events import Reachable, Undelivered

feature = Feature(
    name="tasks",
    routes=(
        command("tasks", listing.tasks, "任务", "tasks"),
        button("tasks.page", listing.turn_page),
        button("tasks.open", listing.open_one, who=Who.HANDLER),
        command("claim", handlers.claim, "接", "接单", "claim", who=Who.HANDLER),
        command("progress", handlers.progress, "进展", "progress", who=Who.HANDLER),
        command("done", handlers.done, "办结", "done", who=Who.HANDLER),
        button("tasks.claim", handlers.claim, who=Who.HANDLER),
        button("tasks.on_site", handlers.on_site, who=Who.HANDLER),
        button("tasks.done", handlers.done, who=Who.HANDLER),
        button("tasks.how_repaired", handlers.how_repaired, who=Who.HANDLER),
        button("tasks.how_cleaned", handlers.how_cleaned, who=Who.HANDLER),
        button("tasks.how_settled", handlers.how_settled, who=Who.HANDLER),
        button("tasks.how_replaced", handlers.how_replaced, who=Who.HANDLER),
        button("tasks.as_progress", handlers.as_progress, who=Who.HANDLER),
        button("tasks.as_done", handlers.as_done, who=Who.HANDLER),
        button("tasks.more", handlers.more, who=Who.HANDLER),
        command("note", notes.note, "备注", who=Who.HANDLER),
        button("tasks.note", notes.note_by_button, who=Who.HANDLER),
        command("fix", corrections.fix, "更正", who=Who.HANDLER),
        button("tasks.fix", corrections.fix_by_button, who=Who.HANDLER),
        button("tasks.fix_at", corrections.fix_at, who=Who.HANDLER),
        button("tasks.photo_of", photos.of_ticket, who=Who.HANDLER),
        button("tasks.photo_next", photos.next_ones),
        button("tasks.photo_none", photos.none),
        button("tasks.photo_done", photos.as_done, who=Who.HANDLER),
        button("tasks.photo_step", photos.as_step, who=Who.HANDLER),
        button("tasks.photo_keep", photos.only_keep, who=Who.HANDLER),
        button("tasks.join", flood.join, who=Who.HANDLER),
        button("tasks.apart", flood.apart, who=Who.HANDLER),
        ListenRoute(order=14, handler=photos.listen),
        AnswerRoute(kind=photos.PHOTO, handler=photos.answer),
        ListenRoute(order=15, handler=handlers.listen_to_worker),
        AnswerRoute(kind=replies.HOW_DONE, handler=handlers.answer_how),
        AnswerRoute(kind=notes.NOTE, handler=notes.answer_note),
        AnswerRoute(kind=corrections.WHAT, handler=corrections.answer_what),
    ),
    reactions=(
        on(TicketShown, reactions.on_shown),
        on(TicketAssigned, flood.on_assigned),
        on(TicketAssigned, reactions.on_assigned),
        on(TicketAccepted, reactions.on_accepted),
        on(TicketRemarked, reactions.on_remarked),
        on(TicketReopened, reactions.on_reopened),
        on(TicketClosed, reactions.on_closed),
        on(TicketNoted, notes.on_noted),
        on(WorkerJoined, reactions.on_joined),
        on(Reachable, reactions.on_reachable),
        on(Undelivered, reactions.on_undelivered),
    ),
    worker=(TaskLine(order=30, write=flood.lines),),
    task=(
        TaskButton(order=70, label="more.note", action="tasks.note", fits=notes.may_be_noted),
        TaskButton(order=80, label="more.fix", action="tasks.fix", fits=corrections.may_be_fixed),
    ),
)
