"""The page's own addresses. They only read; acting goes through the control API."""

from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request

from sandbox import acting, screen
from sandbox.api.registry import METHODS
from sandbox.contents import mimetype
from sandbox.engine import Engine
from sandbox.page import gallery, levers
from sandbox.page.offers import offered
from sandbox.page.painter import Painter, as_json
from sandbox.page.place import Place, following, look, timeline
from sandbox.plain import Reader
from sandbox.state import Json, User

STATIC = Path(__file__).parent / "static"
REGIONS = ("banner", "bar", "sidebar", "main", "side", "modals")


def blueprint(engine: Engine) -> Blueprint:
    """The page for one engine."""
    made = Blueprint("page", __name__, template_folder="templates")
    made.add_app_template_filter(as_json, "as_json")

    @made.before_request
    def only_local() -> Response | None:
        host = urlsplit(f"//{request.host}").hostname
        if host in ("127.0.0.1", "localhost", "::1"):
            return None
        return Response("The sandbox answers on localhost only.", status=403, mimetype="text/plain")

    @made.after_request
    def keep_in(response: Response) -> Response:
        policy = (
            "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline'; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
        )
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if response.mimetype in ("text/html", "application/json"):
            response.headers["Cache-Control"] = "no-store"
        return response

    _files(made)
    _pages(made, engine)
    return made


def _files(made: Blueprint) -> None:
    @made.get("/page/<filename>", endpoint="static")
    def static(filename: str) -> Response:
        # Read whole: the server never closes an open file's answer where the browser hangs up in its middle.
        found = STATIC / filename
        if not found.is_file():
            abort(404)
        response = Response(found.read_bytes(), mimetype=guess_type(filename)[0])
        response.add_etag()
        response.make_conditional(request)
        return response


def _pages(made: Blueprint, engine: Engine) -> None:
    @made.get("/")
    def index() -> Any:
        people = [user for user in engine.workspace.users.values() if not user.is_bot and not user.deleted]
        if not people:
            return render_template("empty.html", app=engine.manifest.name)
        return redirect(f"/as/{people[0].id}")

    @made.get("/as/<user_id>")
    def page(user_id: str) -> str:
        user = _person(engine, user_id)
        return render_template("page.html", **_shown(engine, user))

    @made.get("/as/<user_id>/regions")
    def regions(user_id: str) -> Response:
        user = _person(engine, user_id)
        shown = _shown(engine, user)
        html = {name: render_template(f"{name}.html", **shown) for name in REGIONS}
        return jsonify(regions=html, title=shown["place"].title, revision=shown["state"]["revision"])

    @made.get("/gallery")
    def all_blocks() -> str:
        return render_template("gallery.html", **gallery.shown(engine))

    @made.get("/page/files/<file_id>")
    def file(file_id: str) -> Response:
        found = engine.workspace.files.get(file_id)
        if found is None or found.content is None:
            abort(404)
        return Response(found.content, mimetype=mimetype(found))

    @made.get("/page/entries/<int:number>")
    def entry(number: int) -> str:
        entries = engine.transcript.entries
        if number >= len(entries):
            abort(404)
        reader = Reader(screen.names(engine), _zone(engine, request.args.get("as", "")))
        got = levers.what_is_received(entries[number], reader)
        return render_template("entry.html", entry=entries[number], got=got)


def _zone(engine: Engine, user_id: str) -> str:
    user = engine.workspace.users.get(user_id)
    return user.tz if user else "Etc/UTC"


def _person(engine: Engine, user_id: str) -> User:
    try:
        return acting.person(engine, user_id)
    except acting.NotPossible as error:
        here = [user for user in engine.workspace.users.values() if not user.is_bot and not user.deleted]
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        abort(make_response(render_template("gone.html", said=said, people=here), 404))


def _shown(engine: Engine, user: User) -> Json:
    """Everything the templates of one screen need."""
    engine.workspace.dm_with(user.id)
    state = screen.state(engine, user, [])
    place = look(state, request.args)
    return {
        "state": state,
        "place": place,
        "paint": Painter.of(state),
        "panel": levers.panel(engine, request.args.get("panel", ""), request.args),
        "methods": sorted(METHODS),
        "offered": lambda part: offered(state, part),
        "timeline": timeline,
        "following": following,
        "link": lambda **changes: _link(user, place, **changes),
    }


def _link(user: User, place: Place, **changes: str) -> str:
    """An address on the page: the current one with some of it changed; an empty value takes a part away."""
    person = changes.pop("person", user.id)
    parts = {k: v for k, v in (place.parts | changes).items() if v}
    return f"/as/{person}?{urlencode(parts)}" if parts else f"/as/{person}"
