"""The HTTP side: Web API, uploads, files, response URLs, websockets and the control API in one Flask app."""

import socket
import struct
from typing import Any, NoReturn

from flask import Flask, Response, jsonify, redirect, request
from flask.json.provider import DefaultJSONProvider
from flask_sock import Sock
from werkzeug.wrappers import Response as BaseResponse

import sandbox.api
from sandbox import acting, checks, control, posts
from sandbox.api import dispatch
from sandbox.contents import mimetype
from sandbox.engine import Engine
from sandbox.page import routes
from sandbox.protocol import Refusal
from sandbox.state import Json

_ = sandbox.api
LARGEST_UPLOAD = 50 * 1024 * 1024


def make_app(engine: Engine) -> Flask:
    """The WSGI app of one workspace."""
    app = Flask("sandbox", static_folder=None)
    app.json = DefaultJSONProvider(app)
    app.json.sort_keys = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_UPLOAD
    _serve_api(app, engine)
    _serve_files(app, engine)
    _serve_response_urls(app, engine)
    _serve_oauth(app, engine)
    _serve_sockets(app, engine)
    app.register_blueprint(control.blueprint(engine))
    app.register_blueprint(routes.blueprint(engine))
    return app


def _serve_api(app: Flask, engine: Engine) -> None:
    @app.route("/api/<name>", methods=["GET", "POST"])
    def call(name: str) -> Response:
        reply = dispatch.answer(engine, name, request)
        if reply.reset or reply.body is None:
            return _Reset()
        response = jsonify(reply.body)
        response.status_code = reply.status
        response.headers.update(reply.headers)
        return response


class _Reset(Response):
    """No reply but a TCP reset: linger of zero, then an error that the server closes the connection on."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> NoReturn:
        del start_response
        connection: socket.socket = environ["werkzeug.socket"]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionResetError


def _serve_files(app: Flask, engine: Engine) -> None:
    @app.post("/upload/v1/<key>")
    def upload(key: str) -> tuple[str, int]:
        file = engine.workspace.files.get(key)
        if file is None or file.completed:
            return "no such upload", 404
        content = _uploaded()
        if len(content) != file.length:
            return f"expected {file.length} bytes, got {len(content)}", 400
        file.content = content
        return f"OK - {len(content)}", 200

    @app.get("/files-pri/<key>/<path:name>")
    def private_file(key: str, name: str) -> Response:
        file = engine.workspace.files.get(key.rpartition("-")[2])
        if file is None or file.content is None or not name.endswith(file.name):
            return Response("no such file", status=404)
        return Response(file.content, mimetype=mimetype(file), headers={"X-Content-Type-Options": "nosniff"})


def _uploaded() -> bytes:
    """The bytes sent: the body as it is, or the first file of a form."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    sent = next(iter(request.files.values()), None)
    return sent.read() if sent is not None else b""


def _serve_response_urls(app: Flask, engine: Engine) -> None:
    @app.post("/response/<key>")
    def respond(key: str) -> tuple[Response, int] | str:
        content = request.get_json(silent=True)
        try:
            if not isinstance(content, dict):
                raise Refusal("invalid_payload")
            _respond(engine, key, content)
        except Refusal as refusal:
            status = 404 if refusal.error in ("expired_url", "used_url") else 400
            engine.transcript.call(
                "response_url", content or {}, {"ok": False, "error": refusal.error}, 0, []
            )
            return jsonify({"ok": False, "error": refusal.error} | refusal.extra), status
        engine.transcript.call("response_url", content, {"ok": True}, 0, [])
        return "ok"


def _respond(engine: Engine, key: str, content: Json) -> None:
    url = engine.response_urls.use(key)
    workspace = engine.workspace
    with workspace.changes:
        channel = workspace.channels[url.channel]
        origin = channel.find(url.message_ts) if url.message_ts else None
        if content.get("delete_original"):
            if origin is None:
                raise Refusal("message_not_found")
            posts.delete(workspace, channel, origin)
        elif content.get("replace_original"):
            if origin is None:
                raise Refusal("message_not_found")
            checks.refuse(checks.message_problems(engine, content))
            posts.edit(workspace, origin, {"blocks": []} | content)
        else:
            acting.respond(engine, channel, url.user, content)


def _serve_oauth(app: Flask, engine: Engine) -> None:
    @app.get("/oauth/v2/authorize")
    def authorize() -> BaseResponse:
        """Agree as the person named by `as`, or the first one, and go back to the app with a code."""
        asked = request.args
        people = [u.id for u in engine.workspace.users.values() if not u.is_bot and not u.deleted]
        user = asked.get("as") or next(iter(people), "")
        known = engine.manifest.redirect_urls
        back = asked.get("redirect_uri") or next(iter(known), "")
        if asked.get("client_id") != engine.grants.client_id or user not in people:
            return Response("Invalid client_id parameter, or nobody here to agree", status=400)
        if not back or (known and not any(back.startswith(url) for url in known)):
            return Response("redirect_uri did not match any configured URIs", status=400)
        scopes, state = asked.get("scope", ""), asked.get("state", "")
        unknown = [s for s in scopes.split(",") if s and s not in engine.manifest.scopes]
        if unknown:
            return Response(f"Invalid scopes: {', '.join(unknown)}", status=400)
        return redirect(engine.grants.agree(user, scopes, back, state, named="redirect_uri" in asked))


def _serve_sockets(app: Flask, engine: Engine) -> None:
    sock = Sock(app)

    @sock.route("/socket/<key>")  # type: ignore[untyped-decorator]
    def serve(connection: Any, key: str) -> None:
        engine.sockets.serve(key, connection)
