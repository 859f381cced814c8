"""The whole public surface of groups on one screen."""

from bot.feature import AnswerRoute, Feature, HappeningRoute, Job, Who, button, command, on
from bot.features.groups import away, choosing, handlers
from bot.messages import BotAdded, BotRemoved, ChatMoved, HearingChanged, MessageSealed
from bot.service_events import Reachable

feature = Feature(
    name="groups",
    routes=(
        command("bind", choosing.bind, "绑定", who=Who.ADMIN),
        command("unbind", handlers.unbind, "解绑", who=Who.ADMIN),
        command("quiet", handlers.quiet, "静音", who=Who.ADMIN),
        button("groups.begin", choosing.begin, who=Who.ADMIN),
        AnswerRoute(kind=choosing.NAME, handler=choosing.named),
        button("groups.bind", handlers.bind_by_button, who=Who.ADMIN),
        HappeningRoute(event=BotAdded, handler=handlers.on_added),
        HappeningRoute(event=HearingChanged, handler=handlers.on_hearing),
        HappeningRoute(event=BotRemoved, handler=handlers.on_removed),
        HappeningRoute(event=MessageSealed, handler=handlers.on_sealed),
        HappeningRoute(event=ChatMoved, handler=handlers.on_moved),
    ),
    jobs=(Job(name="groups.away", due=away.due, run=away.tell),),
    reactions=(on(Reachable, handlers.on_reachable),),
)
