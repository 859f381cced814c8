"""The whole public surface of privacy on one screen."""

from bot.feature import Feature, HappeningRoute, Job, Who, button, command, on
from bot.features.privacy import handlers, jobs, reactions, taken_back
from bot.features.tickets.events import TicketOpened
from bot.messages import MessageDeleted

feature = Feature(
    name="privacy",
    routes=(
        command("privacy", handlers.privacy, "隐私"),
        command("forget", handlers.forget, "忘记我"),
        command("private", handlers.make_private, "私下办", who=Who.CONCERNED),
        command("anonymous", handlers.report_anonymously, "匿名"),
        button("privacy.data", handlers.data),
        button("privacy.ask", handlers.ask),
        button("privacy.forget", handlers.forget_me),
        button("privacy.keep", handlers.keep),
        button("privacy.forget_other", handlers.forget_other, who=Who.DESK),
        button("privacy.delete", handlers.delete, who=Who.CALLER),
        button("privacy.leave", handlers.leave, who=Who.CALLER),
        HappeningRoute(event=MessageDeleted, handler=taken_back.on_deleted),
    ),
    reactions=(on(TicketOpened, reactions.on_opened),),
    jobs=(
        Job(name="privacy.wishes", due=jobs.wishes, run=jobs.fulfil),
        Job(name="privacy.outdated", due=jobs.outdated, run=jobs.anonymise),
    ),
)
