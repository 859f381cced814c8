"""The whole public surface of tickets on one screen."""

from bot.feature import (
    AnswerRoute,
    Edited,
    Feature,
    HappeningRoute,
    Job,
    ListenRoute,
    TaskButton,
    Who,
    button,
    command,
    on,
)
from bot.features.tickets import edits, gauges, handlers, jobs, lists, reactions, sealing, small_talk, wordless
from bot.service_events import Moved

feature = Feature(
    name="tickets",
    routes=(
        command("report", handlers.report, "报", in_group=True),
        command("status", handlers.status, "查", "状态", who=Who.READER, in_group=True),
        command("mine", handlers.mine, "我的", "我的事", in_group=True),
        command("withdraw", handlers.withdraw, "撤回", who=Who.CALLER),
        button("tickets.at", handlers.choose_building, who=Who.CONCERNED),
        button("tickets.inside", handlers.choose_compound, who=Who.CONCERNED),
        button("tickets.not_a_call", handlers.not_a_call, who=Who.CONCERNED),
        AnswerRoute(kind=handlers.WHAT, handler=small_talk.answer_what),
        AnswerRoute(kind=wordless.TELL, handler=wordless.answer),
        AnswerRoute(kind=handlers.WHERE, handler=small_talk.answer_where),
        ListenRoute(order=20, handler=handlers.listen_to_reply),
        ListenRoute(order=21, handler=lists.ask_which),
        ListenRoute(order=16, handler=small_talk.listen),
        ListenRoute(order=90, handler=handlers.listen_to_us),
        HappeningRoute(event=Edited, handler=edits.on_edited),
    ),
    reactions=(on(Moved, reactions.on_moved),),
    jobs=(
        Job(
            name="tickets.without_place",
            due=jobs.without_place,
            run=jobs.give_anyway,
            next_moment=jobs.next_without_place,
        ),
        Job(
            name="tickets.waited_enough",
            due=jobs.unanswered,
            run=jobs.go_on_without,
            next_moment=jobs.next_unanswered,
        ),
    ),
    task=(TaskButton(order=90, label="tickets.not_a_call", action="tickets.not_a_call", fits=handlers.may_be_talk),),
    gauges=(gauges.open_tickets,),
    fits=(sealing.fit,),
    redraw=handlers.redraw,
)
