"""The HTTP app: Slack's endpoint, installing from a browser, /healthz and /readyz.

`gunicorn "bot.wsgi:create()"` serves it; `fairloop web` does the same with sound defaults.
"""

import threading
import time
from functools import partial

from flask import Flask, Response, jsonify, request
from slack_bolt import BoltResponse
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.bootstrap import Fairloop, build
from bot.ground import logs, metrics
from bot.pages import prep
from bot.pages.limits import Limits
from bot.process.health import health
from bot.process.worker import NotIdle
from bot.services import first_day
from bot.settings import load_settings
from bot.slack.clients import Installations
from bot.slack.incoming import Door
from bot.slack.installing import install_flow
from bot.slack.manifest import EVENTS, INSTALL, REDIRECT
from bot.storage import canaries, due

LARGEST = 1024 * 1024
"""Bytes of a request: a view is at most 250 KB, and comes form-encoded."""
IDLE_SECONDS = 100.0


def create() -> Flask:
    """The app as the environment says. Raises SettingsError, and WrongKeys where the database is under others."""
    settings = load_settings("web")
    logs.configure(settings.log_level)
    fairloop = build(settings)
    if health(fairloop.database, fairloop.clocks).can_serve:
        canaries.check(fairloop.database)
    return make_app(fairloop)


def make_app(fairloop: Fairloop) -> Flask:
    """The app of one process."""
    app = Flask("fairloop", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    _serve_slack(app, fairloop)
    _serve_signs_of_life(app, fairloop)
    if fairloop.settings.client_id is not None:
        _serve_installing(app, fairloop)
    if fairloop.settings.public_url is not None:
        app.register_blueprint(prep.blueprint(fairloop.context, fairloop.settings.public_url, Limits()))
    if fairloop.settings.calendar_url is not None:
        _serve_calendar(app, fairloop)
    return app


def _serve_slack(app: Flask, fairloop: Fairloop) -> None:
    secret = fairloop.settings.signing_secret
    door = Door(secret.get_secret_value() if secret else "")

    @app.post(EVENTS)
    def events() -> Response:
        began = time.monotonic()
        body, query = request.get_data(as_text=True), request.query_string.decode("utf-8", "replace")
        known = door.let_in(body, dict(request.headers), query)
        if isinstance(known, BoltResponse):
            return to_flask_response(known)
        answer = to_flask_response(fairloop.bolt_app.dispatch(known))
        metrics.ACKS.observe(time.monotonic() - began)
        return answer


def _serve_signs_of_life(app: Flask, fairloop: Fairloop) -> None:
    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        found = health(fairloop.database, fairloop.clocks)
        return jsonify(found.as_json()), 200 if found.can_serve else 503

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = health(fairloop.database, fairloop.clocks)
        return jsonify(ready=found.can_serve), 200 if found.can_serve else 503


def _serve_installing(app: Flask, fairloop: Fairloop) -> None:
    settings, database = fairloop.settings, fairloop.database
    installations = Installations(database, settings.client_id or "", fairloop.clocks.calendar)
    welcome = partial(first_day.installed, fairloop.context)
    flow = install_flow(settings, database, fairloop.clients, installations, welcome)

    @app.get(INSTALL)
    def install() -> Response:
        return to_flask_response(flow.handle_installation(to_bolt_request(request)))

    @app.get(REDIRECT)
    def redirect() -> Response:
        return to_flask_response(flow.handle_callback(to_bolt_request(request)))


def _serve_calendar(app: Flask, fairloop: Fairloop) -> None:
    """For a workspace with a calendar of its own: it moves the day, and waits here until all is done."""

    @app.post("/calendar/tick")
    def tick() -> tuple[Response, int]:
        try:
            fairloop.worker.run_until_idle(IDLE_SECONDS)
        except NotIdle as error:
            return jsonify(idle=False, stuck=error.stuck), 504
        return jsonify(idle=True), 200

    @app.get("/calendar/due")
    def upcoming() -> Response:
        with fairloop.database.reading() as session:
            rows = due.upcoming(session, 50)
        return jsonify([{"at": at.isoformat(), "what": _in_words(kind)} for at, kind in rows])


_DUE = {
    "kit": "A kit goes to its panelist",
    "scorecard_opens": "A scorecard opens",
    "nudge": "A panelist is asked for their scorecard, unless it is in",
    "debrief": "A debrief is posted",
    "plan": "A loop is planned",
    "practice": "A practice loop is erased",
    "audience": "Who reads a debrief's channel is looked at",
    "retention": "It is looked at whether what is about somebody is kept any longer",
    "forget": "The keys of what was said about somebody are destroyed",
    "purge": "Everything of a workspace that left is deleted",
    "dead_letter": "A lead hears what could not be sent",
    "prep": "Somebody gets their question of the day",
    "prep_week": "Somebody gets their week of prep",
    "prep_eve": "Somebody hears that their interview is tomorrow",
    "prep_over": "Somebody's prep is paused after their interview",
    "prep_link_ends": "A link to a prep page ends",
    "prep_page_ends": "A prep page is deleted, unless somebody was there",
}


def _in_words(kind: str) -> str:
    """What falls due, for people; never about whom."""
    return _DUE.get(kind, kind.replace("_", " ").capitalize())


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Requests are counted in /metrics, not written down."""


class LocalServer:
    """The app on 127.0.0.1 in threads of this process, for demos and tests. Port 0 takes any free one."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        self._server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="web", daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
