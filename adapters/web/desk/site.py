"""The desk, mounted on the server. Without a public address there is none: the bot could send no link to it."""

from adapters.web.desk.entering import Door
from adapters.web.desk.guard import Guard
from adapters.web.desk.pages import DeskPages
from adapters.web.desk.work import Work
from adapters.web.server import WebServer
from bot.features.desk import views as desk
from bot.service import Service


class DeskSite:
    """Everything under `/desk`."""

    def __init__(self, service: Service, secret: bytes, assets: str, public_url: str) -> None:
        self._pages = DeskPages(service, Guard(service, secret, public_url), assets)
        self._door = Door(self._pages)
        self._work = Work(self._pages)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        routes, pages, path = server.app.router, self._pages, desk.PATH
        routes.add_get(f"{path}/enter", pages.taken(self._door.show))
        routes.add_post(f"{path}/enter", pages.taken(self._door.enter))
        routes.add_post(f"{path}/leave", pages.signed_in(self._door.leave))
        routes.add_get(path, pages.signed_in(self._work.queue))
        routes.add_get(f"{path}/ticket/{{number:\\d+}}", pages.signed_in(self._work.ticket))
        routes.add_post(f"{path}/ticket/{{number:\\d+}}", pages.signed_in(self._work.do))
        routes.add_post(f"{path}/ticket/{{number:\\d+}}/press", pages.signed_in(self._work.press))
