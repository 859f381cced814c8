"""The roster at the desk: pasted or uploaded, shown in all that it would change, then carried out."""

import asyncio

from aiohttp import web
from aiohttp.web import FileField

from adapters.web.desk.guard import Visitor
from adapters.web.desk.pages import DeskPages, text_of
from adapters.web.desk.tables import sheet_of, text_of_sheet, uploaded
from bot.features.desk import service as desk_service
from bot.features.desk import views as desk
from bot.features.roster.service import Report, RosterProblems, Sheet

_LONGEST = 900_000


class RosterPage:
    """Answers `/desk/settings/roster`."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def show(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The form."""
        return await self._page(request, visitor)

    async def take(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Show what it would change; with `save` change it."""
        fields = await request.post()
        sheets = [sheet_of(name, text_of(fields, name, _LONGEST)) for name in ("places", "people")]
        for file in request_files(fields):
            sheets += await asyncio.to_thread(uploaded, file)
        sheets = [sheet for sheet in sheets if sheet.rows or sheet.trouble]
        if not sheets:
            return await self._page(request, visitor)
        is_dry = text_of(fields, "step") != "save"
        try:
            report = await self._pages.act(
                visitor, lambda turn: desk_service.change_roster(turn, sheets, dry_run=is_dry)
            )
        except RosterProblems as problems:
            return await self._page(request, visitor, sheets, problems=str(problems).splitlines(), status=409)
        return await self._page(request, visitor, sheets, report=report)

    async def _page(
        self,
        request: web.Request,
        visitor: Visitor,
        sheets: list[Sheet] | None = None,
        *,
        report: Report | None = None,
        problems: list[str] | None = None,
        status: int = 200,
    ) -> web.Response:
        changes = await self._pages.ask(visitor, lambda turn: desk.changes(turn, (desk.Kind.ROSTER,), 20))
        texts = [text_of_sheet(sheet) for sheet in sheets or ()]
        return self._pages.page(
            request,
            "desk_roster.html",
            visitor,
            status=status,
            changes=changes,
            report=report,
            problems=problems or (),
            # The next form carries them as two; more than two are one workbook with a sheet of each kind.
            carried=dict(zip(("places", "people"), texts, strict=False)),
        )


def request_files(fields: object) -> list[FileField]:
    """The files of a form."""
    getall = fields.getall  # type: ignore[attr-defined]
    return [file for file in getall("file", []) if isinstance(file, FileField) and file.filename]
