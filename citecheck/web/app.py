"""The addresses of the server, and what is done at each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from citecheck.errors import CitecheckError
from citecheck.gate.decisions import state_of
from citecheck.reports.printable import count_of, one_line, shorten
from citecheck.safety.budget import DocumentError
from citecheck.web import pages
from citecheck.web.access import TooLargeError
from citecheck.web.by_hand import HandSearch
from citecheck.web.check import Check
from citecheck.web.desk import SourceDesk
from citecheck.web.events import news_of
from citecheck.web.intake import Intake, fetched, pasted, uploaded
from citecheck.web.options import MOST_FILES, ServeOptions
from citecheck.web.registry import Checks, TooManyChecksError
from citecheck.web.saving import FORMS, corrected_name, file_name, references
from citecheck.web.triage import keep_in_store

if TYPE_CHECKING:
    from starlette.requests import Request

# An article of 1,500 words is read in less.
_MOMENT = 0.15


def application(desk: SourceDesk, checks: Checks, options: ServeOptions) -> Starlette:
    """The application; it must stand behind `Access`.

    Args:
        desk: The source of publications.
        checks: The checks.
        options: What the server was started with.
    """
    handlers = _Handlers(desk, checks, options)
    return Starlette(
        routes=[
            Route("/", handlers.start),
            Route("/checks", handlers.begin, methods=["POST"]),
            Route("/session", handlers.introduce, methods=["POST"]),
            Route("/alive", handlers.alive, methods=["POST"]),
            Route("/checks/{key}/", handlers.check),
            Route("/checks/{key}/news", handlers.news),
            Route("/checks/{key}/stop", handlers.stop, methods=["POST"]),
            Route("/checks/{key}/again", handlers.again, methods=["POST"]),
            Route("/checks/{key}/decide", handlers.decide, methods=["POST"]),
            Route("/checks/{key}/search", handlers.search, methods=["POST"]),
            Route("/checks/{key}/pin", handlers.pin, methods=["POST"]),
            Route("/checks/{key}/save/{form}", handlers.save),
            Route("/checks/{key}/references/{form}", handlers.references),
            Route("/checks/{key}/corrections/{at:int}", handlers.corrections),
            Route("/checks/{key}/corrected/{at:int}", handlers.corrected),
        ],
        exception_handlers={
            TooLargeError: _too_large,
            TooManyChecksError: _too_many,
            LookupError: _not_there,
            ValueError: _not_taken,
            CitecheckError: _not_taken,
            DocumentError: _not_taken,
        },
    )


class _Handlers:
    def __init__(self, desk: SourceDesk, checks: Checks, options: ServeOptions) -> None:
        self._desk = desk
        self._checks = checks
        self._options = options

    async def start(self, _: Request) -> Response:
        return _page(pages.start_page(self._desk, self._checks.newest_first))

    async def begin(self, request: Request) -> Response:
        """Begin a check of a text, of an address, and of files, whichever the form has."""
        most = self._options.most_bytes
        async with request.form(max_files=MOST_FILES, max_fields=4, max_part_size=most) as form:
            text, address = str(form.get("text") or ""), str(form.get("address") or "").strip()
            intakes: list[Intake] = []
            names: list[str] = []
            if text.strip():
                intakes.append(partial(pasted, text))
                names.append(shorten(text, 80))
            if address:
                intakes.append(partial(fetched, address, allow_private=self._options.allow_private))
                names.append(address)
            for file in form.getlist("files"):
                if isinstance(file, UploadFile) and file.filename:
                    intakes.append(partial(uploaded, await file.read(), file.filename))
                    names.append(one_line(file.filename))
        if not intakes:
            raise HTTPException(400, "Paste a text, choose files, or give an address.")
        title = names[0] if len(names) == 1 else f"{names[0]} and {count_of(len(names) - 1, 'other')}"
        check = self._checks.begin(title, intakes)
        return JSONResponse({"check": check.key}, 201)

    async def introduce(self, request: Request) -> Response:
        """Take an address and a key for this session; neither is ever sent back."""
        async with request.form(max_files=0, max_fields=4, max_part_size=1000) as form:
            self._desk.introduce(str(form.get("email") or "").strip(), str(form.get("key") or "").strip())
        return JSONResponse({"email": self._desk.has_email, "key": self._desk.has_key})

    async def alive(self, _: Request) -> Response:
        return Response(status_code=204)

    async def check(self, request: Request) -> Response:
        """The page of a check: a moment later it shows its first citations at once."""
        check = self._found(request)
        await run_in_threadpool(check.wait_for_citations, _MOMENT)
        page = await run_in_threadpool(pages.check_page, check, self._desk)
        check.note_shown()
        return _page(page)

    async def news(self, request: Request) -> Response:
        return StreamingResponse(news_of(self._found(request)), media_type="text/event-stream")

    async def stop(self, request: Request) -> Response:
        self._found(request).stop()
        return Response(status_code=204)

    async def again(self, request: Request) -> Response:
        """Ask anew: about one citation where the form names it, else about all that could not be checked."""
        check, given = self._over(request), await _fields(request)
        at = int(given["at"]) if "at" in given else None
        check.begin_again()
        self._checks.start(partial(check.again, at, given.get("citation")))
        return Response(status_code=204)

    async def decide(self, request: Request) -> Response:
        check, given = self._found(request), await _fields(request)
        state = state_of(given["state"]) if given.get("state") else None
        decision = check.decide(
            int(given["at"]), given["citation"], state, given.get("note", ""), given.get("name", "")
        )
        kept = None
        if self._options.store:
            kept = await run_in_threadpool(keep_in_store, self._options.store, decision, state)
        return JSONResponse({"store": kept})

    async def search(self, request: Request) -> Response:
        check, given = self._found(request), await _fields(request)
        wanted = HandSearch(*(given.get(name, "") for name in ("words", "author", "journal", "year")))
        lookup, found = await run_in_threadpool(check.search, int(given["at"]), given["citation"], wanted)
        return JSONResponse(pages.search_results(lookup, found))

    async def pin(self, request: Request) -> Response:
        check, given = self._over(request), await _fields(request)
        await run_in_threadpool(check.pin, int(given["at"]), given["citation"], given.get("pmid"))
        return Response(status_code=204)

    async def save(self, request: Request) -> Response:
        check, form = self._found(request), FORMS[request.path_params["form"]]
        report = (await run_in_threadpool(check.snapshot)).report
        return Response(
            await run_in_threadpool(form.render, report),
            media_type=form.media_type,
            headers={"Content-Disposition": f'attachment; filename="{file_name(check.title, form)}"'},
        )

    async def references(self, request: Request) -> Response:
        report = (await run_in_threadpool(self._found(request).snapshot)).report
        return PlainTextResponse(await run_in_threadpool(references, report, request.path_params["form"]))

    async def corrections(self, request: Request) -> Response:
        """What can be corrected for certain in an article, as a diff."""
        found = await run_in_threadpool(self._found(request).corrected, request.path_params["at"])
        return JSONResponse(pages.corrections_data(found))

    async def corrected(self, request: Request) -> Response:
        found = await run_in_threadpool(self._found(request).corrected, request.path_params["at"])
        if found is None:
            raise LookupError
        name = corrected_name(found)
        return Response(
            found.data,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _over(self, request: Request) -> Check:
        check = self._found(request)
        if not check.state.is_over:
            raise HTTPException(409, "The check is still at work.")
        return check

    def _found(self, request: Request) -> Check:
        check = self._checks.find(request.path_params["key"])
        if check is None:
            raise HTTPException(404, "The server does not have this check (any more).")
        return check


def _page(page: pages.Page) -> Response:
    return HTMLResponse(page.text, headers={"Content-Security-Policy": page.policy})


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a small form that are not empty."""
    async with request.form(max_files=0, max_fields=8, max_part_size=20_000) as form:
        return {
            name: value.strip() for name, value in form.items() if isinstance(value, str) and value.strip()
        }


async def _not_there(_: Request, __: Exception) -> Response:
    return PlainTextResponse("There is no such thing in this check.", 404)


async def _not_taken(_: Request, error: Exception) -> Response:
    return PlainTextResponse(one_line(str(error)), 400)


async def _too_large(_: Request, __: Exception) -> Response:
    return PlainTextResponse("That is more than is taken at one time.", 413)


async def _too_many(_: Request, __: Exception) -> Response:
    return PlainTextResponse("Too many checks are at work; try again when one is over.", 503)
