"""Opening the one HTTP server: the local chat, the webhooks, and how we are."""

from typing import Protocol, runtime_checkable

from aiohttp.typedefs import Handler

from adapters.web.board.site import BoardSite
from adapters.web.channel import WebChannel
from adapters.web.chat import LocalChat, fingerprint
from adapters.web.cookies import cookie_key
from adapters.web.desk.site import DeskSite
from adapters.web.entrance import ChatSettings
from adapters.web.ledger import LedgerPage
from adapters.web.open311.handing_in import HandingIn
from adapters.web.open311.site import Open311Site
from adapters.web.outsiders import OutsidersPage
from adapters.web.readiness import mount_metrics, mount_readiness
from adapters.web.server import WebServer
from bot.ports import Reception
from bot.service import Service
from bot.watch import Watch


@runtime_checkable
class IsCalled(Protocol):
    """A channel whose network may call us."""

    @property
    def webhook_path(self) -> str:
        """Where; empty when it does not."""

    def webhook_handler(self, reception: Reception) -> Handler:
        """What takes the calls."""


async def web_server(service: Service, watch: Watch, *, free_roles: bool) -> WebServer | None:
    """The server with everything that the config asks for, not started yet; None without a `[web]` table."""
    config = service.setup.config
    if config.web is None:
        return None
    server = WebServer(config.web.listen)
    settings = ChatSettings(
        zone=config.timezone, language=config.language, free_roles=free_roles, public_url=config.web.public_url
    )
    secret = await service.database.write(cookie_key)
    mount_readiness(server, watch.readiness)
    mount_metrics(server, watch.metrics)
    OutsidersPage(service, fingerprint()).mount(server)
    LedgerPage(service, fingerprint()).mount(server)
    BoardSite(service, fingerprint(), config.web.public_url).mount(server)
    door = Open311Site(service)
    door.mount(server)
    HandingIn(door, secret).mount(server)
    if config.web.public_url is not None:
        # Without it the bot can send nobody a link to the desk.
        DeskSite(service, secret, fingerprint(), config.web.public_url).mount(server)
    for channel in service.channels.values():
        if isinstance(channel, WebChannel):
            channel.shelf = service.setup.shelf
            channel.most = config.files.most
            chat = LocalChat(channel, service.door, secret, service.setup.texts, settings, service.workshop.make)
            chat.mount(server)
        if isinstance(channel, IsCalled) and channel.webhook_path:
            server.app.router.add_post(channel.webhook_path, channel.webhook_handler(service.door))
    return server
