"""The whole public surface of whistles on one screen."""

from bot.feature import AnswerRoute, CardLine, DigestSection, Feature, Job, ListenRoute, Who, button, command, on
from bot.features.roster.events import WorkerJoined
from bot.features.tickets.events import TicketClosed, TicketMerged, TicketResolved
from bot.features.whistles import answers, cards, handlers, jobs, listing, reactions, scores
from bot.service_events import Reachable, Undelivered

feature = Feature(
    name="whistles",
    routes=(
        command("whistle", handlers.whistle, "吹哨", who=Who.HANDLER),
        command("whistles", listing.whistles, "哨单"),
        command("here", answers.here, "报到", who=Who.CALLED),
        command("visit", answers.visit, "到场", who=Who.CALLED),
        command("propose", answers.propose, "约现场", who=Who.CALLED),
        command("ready", answers.ready, "完成", who=Who.CALLED),
        command("notours", answers.not_ours, "不归我", who=Who.CALLED),
        command("score", scores.score, "考评", who=Who.DESK),
        button("whistles.choose", handlers.choose, who=Who.HANDLER),
        button("whistles.call", handlers.call_by_button, who=Who.HANDLER),
        button("whistles.lead", handlers.lead, who=Who.HANDLER),
        button("whistles.inform", handlers.inform, who=Who.HANDLER),
        button("whistles.withdraw", handlers.withdraw, who=Who.HANDLER),
        button("whistles.link", handlers.link, who=Who.HANDLER),
        button("whistles.here", answers.here_by_button, who=Who.CALLED),
        button("whistles.here_all", listing.here_all),
        button("whistles.visit", answers.visit_by_button, who=Who.CALLED),
        button("whistles.when", answers.propose_by_button, who=Who.CALLED),
        button("whistles.end", answers.ready_by_button, who=Who.CALLED),
        button("whistles.not_ours", answers.not_ours_by_button, who=Who.CALLED),
        button("whistles.as_visit", answers.as_visit, who=Who.CALLED),
        button("whistles.as_end", answers.as_end, who=Who.CALLED),
        button("whistles.as_word", answers.as_word, who=Who.CALLED),
        button("whistles.release", handlers.release, who=Who.DESK),
        button("whistles.insist", handlers.insist, who=Who.DESK),
        button("whistles.ask_above", handlers.ask_above, who=Who.DESK),
        button("whistles.score_well", scores.well, who=Who.DESK),
        button("whistles.score_so_so", scores.so_so, who=Who.DESK),
        button("whistles.score_badly", scores.badly, who=Who.DESK),
        button("whistles.no_answer", scores.no_answer, who=Who.MEMBER),
        button("whistles.answer", scores.answer, who=Who.MEMBER),
        AnswerRoute(kind=handlers.WHY, handler=handlers.answer_why),
        AnswerRoute(kind=answers.WHEN, handler=answers.answer_when),
        AnswerRoute(kind=answers.END_WORDS, handler=answers.answer_end),
        AnswerRoute(kind=answers.NOT_OURS, handler=answers.answer_not_ours),
        AnswerRoute(kind=scores.ANSWER, handler=scores.answer_words),
        ListenRoute(order=15, handler=answers.listen_to_department),
    ),
    reactions=(
        on(TicketResolved, reactions.on_resolved),
        on(TicketClosed, reactions.on_closed),
        on(TicketMerged, reactions.on_merged),
        on(Reachable, reactions.on_reachable),
        on(WorkerJoined, reactions.on_joined),
        on(Undelivered, reactions.on_undelivered),
    ),
    jobs=(Job(name="whistles.silence", due=jobs.due, run=jobs.tell, next_moment=jobs.next_moment),),
    digest=(DigestSection(order=45, write=cards.digest_line),),
    card=(CardLine(order=30, write=cards.card_line),),
    redraw=reactions.redraw,
)
