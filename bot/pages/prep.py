"""The prep page's addresses: parse, call a service, render. GET changes nothing; what changes is a POST and redirects.

`/p/` is a link or somebody's own page, `/d/` the calendar feed and what its entries open.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from bot.acting.context import Context
from bot.domain.errors import FairloopError, Invalid
from bot.domain.prep import Rating, is_over
from bot.domain.prep.feed import calendar, empty
from bot.domain.prep.pages import Address, Page, PageForm
from bot.domain.prep.states import LONGEST_ANSWER, Step
from bot.domain.prep.zones import PLACES
from bot.ground.logs import wordless
from bot.pages.limits import ALL, BEGUN, OF_ONE, Limits, TooOften
from bot.pages.words import WORDS
from bot.services.prep_pages import keeping, links, today
from bot.services.prep_pages.keeping import Way
from bot.services.prep_pages.links import Ended
from bot.views.prep_interview import relied_on
from bot.views.prep_settings import place_name

log = logging.getLogger(__name__)

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
ENDED = (
    "A link ends after 14 days, a page 90 days after somebody last did something there, or when it was deleted or "
    "withdrawn. Nothing of it is left.",
    "Ask whoever sent it for another.",
)
GONE = (
    "Your date, ratings and what you wrote are gone, and this address no longer works. The calendar feed is empty; "
    "you can remove it from your calendar.",
    "Good luck.",
)
BROKEN = ("That didn't work, and it isn't your fault. Go back, and try again.",)


def blueprint(context: Context, public_url: str, limits: Limits) -> Blueprint:
    """The pages at this public address."""
    made = Blueprint("prep", __name__, template_folder="templates")
    site = Site(context, public_url.rstrip("/"), limits)
    made.context_processor(lambda: WORDS | {"base": site.base})
    made.before_request(site.count)
    made.after_request(_guarded)
    _links(made, site)
    _pages(made, site)
    _feeds(made, site)
    made.register_error_handler(Exception, site.fault)
    made.add_url_rule("/prep.css", "style", partial(_style, made))
    return made


class Site:
    """What every page needs: the services' context, where the pages are, and how often they may be asked for."""

    def __init__(self, context: Context, url: str, limits: Limits) -> None:
        self.context = context
        self.url = url
        self.base = urlsplit(url).path
        self.host = urlsplit(url).hostname or "localhost"
        self.limits = limits

    def count(self) -> None:
        """Raises TooOften where this address, or all of them, were asked for too often."""
        self.limits.spend("all", ALL)
        token = (request.view_args or {}).get("token")
        if token:
            self.limits.spend(Address(token).hash, OF_ONE)

    def own(self, token: str) -> str:
        """The path of somebody's own page."""
        return f"{self.base}/p/{token}"

    def door(self, token: str) -> str:
        """The path of what the calendar feed opens."""
        return f"{self.base}/d/{token}"

    def fault(self, error: Exception) -> Answer | tuple[str, int] | tuple[str, int, dict[str, str]]:
        """What went wrong, in words. The log gets neither the address nor anything that was sent."""
        if isinstance(error, TooOften):
            wait = {"Retry-After": str(error.seconds)}
            return told("Too often", (error.text,)), 429, wait
        if isinstance(error, Ended):
            return told("This link has ended", ENDED), 404
        if isinstance(error, HTTPException):
            return told("Not here", ("There is nothing at this address.",)), error.code or 500
        if isinstance(error, FairloopError):
            return told("Not now", (error.text,), self._back()), 409
        log.error("a prep page failed", extra=wordless(error))
        return told("That didn't work", BROKEN, self._back()), 500

    def _back(self) -> str:
        token = (request.view_args or {}).get("token")
        where = self.door if request.path.startswith(f"{self.base}/d/") else self.own
        return where(token) if token else ""


def told(title: str, lines: tuple[str, ...], back_to: str = "") -> str:
    """A page that only says something."""
    return render_template("prep_pages/told.html", title=title, lines=lines, back_to=back_to)


def _guarded(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _style(made: Blueprint) -> Response:
    with made.open_resource("style.css") as file:
        response = make_response(file.read())
    response.headers["Content-Type"] = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _links(made: Blueprint, site: Site) -> None:
    @made.get("/p/<token>")
    def page(token: str) -> str:
        try:
            return _today(site, token)
        except Ended:
            return _landing(site, token, PageForm(level="mid"), {})

    @made.post("/p/<token>/begin")
    def begin(token: str) -> Answer | tuple[str, int]:
        site.limits.spend(f"begin {Address(token).hash}", BEGUN)
        form = _form()
        try:
            own = links.begin(site.context, Address(token), form)
        except Invalid as error:
            return _landing(site, token, form, error.fields), 400
        return redirect(site.own(own.token), 303)


def _landing(site: Site, token: str, form: PageForm, faults: Mapping[str, str]) -> str:
    bank = links.check(site.context, Address(token))
    return render_template(
        "prep_pages/landing.html", token=token, roles=bank.sets, form=form, faults=_by_field(faults)
    )


def _pages(made: Blueprint, site: Site) -> None:
    @made.get("/p/<token>/progress")
    def progress(token: str) -> str:
        shown, known = today.progress(site.context, Address(token))
        own = site.own(token)
        return render_template("prep_pages/progress.html", today=shown, known=known, own=own, here="Progress")

    @made.get("/p/<token>/settings")
    def settings(token: str) -> str:
        return _settings(site, token, None, {})

    @made.post("/p/<token>/settings")
    def change(token: str) -> Answer | tuple[str, int]:
        form = _form()
        try:
            keeping.change(site.context, Address(token), form)
        except Invalid as error:
            return _settings(site, token, form, error.fields), 400
        return redirect(site.own(token), 303)

    @made.get("/p/<token>/known")
    def known(token: str) -> str:
        keeping.get(site.context, Address(token))
        return render_template("prep_pages/known.html", own=site.own(token))

    @made.get("/p/<token>/stop")
    def stop(token: str) -> str:
        keeping.get(site.context, Address(token))
        return render_template("prep_pages/stop.html", own=site.own(token))

    @made.post("/p/<token>/delete")
    def delete(token: str) -> str:
        keeping.delete(site.context, Address(token))
        return told("It is deleted", GONE)

    _own_steps(made, site)


def _own_steps(made: Blueprint, site: Site) -> None:
    _steps(made, site, "p", Way, site.own)

    @made.post("/p/<token>/more")
    def more(token: str) -> Answer:
        today.more(site.context, Address(token))
        return redirect(site.own(token), 303)

    @made.post("/p/<token>/write")
    def write(token: str) -> Answer:
        said = request.form.get("answer", "")
        today.write(site.context, Address(token), request.form.get("question", ""), said)
        return redirect(site.own(token), 303)

    @made.post("/p/<token>/feed")
    def renew_feed(token: str) -> Answer:
        keeping.renew_feed(site.context, Address(token))
        return redirect(f"{site.own(token)}/settings#feed", 303)


def _feeds(made: Blueprint, site: Site) -> None:
    @made.get("/d/<token>.ics")
    def feed(token: str) -> Response:
        try:
            page = keeping.of_feed(site.context, Address(token))
            url = f"{site.url}/d/{token}"
            said = calendar(page.settings, url, site.host, site.context.now())
        except Ended:
            said = empty()
        response = make_response(said)
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
        return response

    @made.get("/d/<token>")
    def door(token: str) -> str:
        shown = today.get(site.context, _by_feed(Address(token)))
        return render_template("prep_pages/today.html", today=shown, action=site.door(token), own="")

    _steps(made, site, "d", _by_feed, site.door)


def _by_feed(address: Address) -> Way:
    return Way(address, by_feed=True)


def _steps(
    made: Blueprint, site: Site, room: str, way: Callable[[Address], Way], where: Callable[[str], str]
) -> None:
    """The steps of today's question, by somebody's own address or by the feed's."""

    @made.post(f"/{room}/<token>/step", endpoint=f"{room}_step")
    def step(token: str) -> Answer:
        to = Step.SHOWN if request.form.get("to") == Step.SHOWN.value else Step.FOLLOWED
        today.advance(site.context, way(Address(token)), request.form.get("question", ""), to)
        return redirect(where(token), 303)

    @made.post(f"/{room}/<token>/rate", endpoint=f"{room}_rate")
    def rate(token: str) -> Answer:
        said = request.form.get("rating", "")
        if said in {str(int(one)) for one in Rating}:
            question = request.form.get("question", "")
            today.rate(site.context, way(Address(token)), question, Rating(int(said)))
        return redirect(where(token), 303)

    @made.post(f"/{room}/<token>/again", endpoint=f"{room}_again")
    def again(token: str) -> Answer:
        today.rate_again(site.context, way(Address(token)))
        return redirect(where(token), 303)


def _today(site: Site, token: str) -> str:
    own = site.own(token)
    shown = today.get(site.context, Way(Address(token)))
    return render_template(
        "prep_pages/today.html",
        today=shown,
        action=own,
        own=own,
        here="Today",
        longest=LONGEST_ANSWER,
        rely=relied_on(shown.known),
    )


def _settings(site: Site, token: str, form: PageForm | None, faults: Mapping[str, str]) -> str:
    page = keeping.get(site.context, Address(token))
    form = form or _as_form(page, page.today(site.context.now()))
    return render_template(
        "prep_pages/settings.html",
        own=site.own(token),
        here="Settings",
        form=form,
        faults=_by_field(faults),
        roles=site.context.bank().sets,
        places=dict.fromkeys((page.settings.zone.key, *PLACES)),
        place_name=place_name,
        address=f"{site.url}/p/{token}",
        feed=f"{site.url}/d/{Address(token).feed(page.feed).token}",
    )


def _as_form(page: Page, today: date) -> PageForm:
    """As it is filled in; an interview that is over isn't offered again."""
    chosen = page.settings
    known = chosen.interview if not is_over(chosen.interview, today) else None
    interview = known.isoformat() if known else ""
    return PageForm(chosen.role, chosen.level.value, interview, str(chosen.hour), chosen.zone.key)


def _form() -> PageForm:
    given = request.form
    names = ("role", "level", "interview", "hour", "zone")
    return PageForm(**{name: given.get(name, "") for name in names})


def _by_field(faults: Mapping[str, str]) -> Mapping[str, Any]:
    names = ("role", "level", "interview", "hour", "zone")
    return {name: faults.get(name, "") for name in names}
