"""The desk, mounted on the server. Without a public address there is none: the bot could send no link to it."""

from adapters.web.desk.checks import Checks
from adapters.web.desk.entering import Door
from adapters.web.desk.files import Files
from adapters.web.desk.guard import Guard
from adapters.web.desk.pages import DeskPages, Shown
from adapters.web.desk.roster import RosterPage
from adapters.web.desk.settings import Settings
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
        self._files = Files(self._pages)
        self._settings = Settings(self._pages)
        self._roster = RosterPage(self._pages)
        self._checks = Checks(self._pages)

    def mount(self, server: WebServer) -> None:
        """Add the routes, before the server starts."""
        routes, pages, path = server.app.router, self._pages, desk.PATH
        routes.add_get(f"{path}/enter", pages.taken(self._door.show))
        routes.add_post(f"{path}/enter", pages.taken(self._door.enter))
        routes.add_post(f"{path}/leave", pages.signed_in(self._door.leave))
        routes.add_get(path, pages.signed_in(self._work.queue))
        routes.add_get(f"{path}/ticket/{{number:\\d+}}", pages.signed_in(self._work.ticket))
        routes.add_post(f"{path}/ticket/{{number:\\d+}}", pages.signed_in(self._work.do))
        routes.add_get(f"{path}/ticket/{{number:\\d+}}/file/{{file:\\d+}}", pages.signed_in(self._files.file))
        routes.add_post(f"{path}/ticket/{{number:\\d+}}/press", pages.signed_in(self._work.press))
        routes.add_post(f"{path}/say", pages.signed_in(self._work.say))
        routes.add_post(f"{path}/press", pages.signed_in(self._work.press_there))
        self._mount_settings(server)

    def _mount_settings(self, server: WebServer) -> None:
        settings, checks = self._settings, self._checks
        shown: dict[str, Shown] = {
            f"{desk.PATH}/settings": settings.home,
            f"{desk.PATH}/settings/texts": settings.texts,
            f"{desk.PATH}/settings/deadlines": settings.deadlines,
            f"{desk.PATH}/settings/roster": self._roster.show,
            f"{desk.PATH}/settings/groups": settings.groups,
            f"{desk.PATH}/settings/duty": settings.duty,
            f"{desk.PATH}/settings/departments": settings.departments,
            f"{desk.PATH}/quality": checks.quality,
            f"{desk.PATH}/letters": checks.letters,
        }
        done: dict[str, Shown] = {
            f"{desk.PATH}/settings/texts": settings.reword,
            f"{desk.PATH}/settings/deadlines": settings.adjust,
            f"{desk.PATH}/settings/roster": self._roster.take,
            f"{desk.PATH}/settings/groups": settings.tie,
            f"{desk.PATH}/settings/duty": settings.put,
            f"{desk.PATH}/settings/departments": settings.change_department,
            f"{desk.PATH}/letters": checks.mend,
        }
        for path, handler in shown.items():
            server.app.router.add_get(path, self._pages.signed_in(handler))
        for path, handler in done.items():
            server.app.router.add_post(path, self._pages.signed_in(handler))
