"""The HTTP side: Web API, uploads, files, response URLs, websockets and the control API in one Flask app."""

import socket
import struct
from typing import Any

from flask import Flask, Response, jsonify, request
from flask_sock import Sock

import sandbox.api
from sandbox import acting, checks, control, posts
from sandbox.api import dispatch
from sandbox.engine import Engine
from sandbox.objects import mimetype
from sandbox.protocol import Refusal
from sandbox.state import Json

_ = sandbox.api
LARGEST_UPLOAD = 50 * 1024 * 1024


def make_app(engine: Engine) -> Flask:
    """The WSGI app of one workspace."""
    app = Flask("sandbox", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_UPLOAD
    _serve_api(app, engine)
    _serve_files(app, engine)
    _serve_response_urls(app, engine)
    _serve_sockets(app, engine)
    app.register_blueprint(control.blueprint(engine))
    return app


def _serve_api(app: Flask, engine: Engine) -> None:
    @app.route("/api/<name>", methods=["GET", "POST"])
    def call(name: str) -> Response:
        reply = dispatch.answer(engine, name, request)
        if reply.reset or reply.body is None:
            _reset(request.environ)
        response = jsonify(reply.body)
        response.status_code = reply.status
        response.headers.update(reply.headers)
        return response


def _reset(environ: dict[str, Any]) -> None:
    """Tear the connection down with a TCP reset: linger of zero, then an error that the server closes on."""
    connection: socket.socket = environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError


def _serve_files(app: Flask, engine: Engine) -> None:
    @app.post("/upload/v1/<key>")
    def upload(key: str) -> tuple[str, int]:
        file = engine.workspace.files.get(key)
        if file is None or file.completed:
            return "no such upload", 404
        sent = next(iter(request.files.values()), None)
        content = sent.read() if sent is not None else request.get_data()
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
            checks.refuse(checks.message_problems(content))
            posts.edit(workspace, origin, content)
        else:
            acting.respond(engine, channel, url.user, content)


def _serve_sockets(app: Flask, engine: Engine) -> None:
    sock = Sock(app)

    @sock.route("/socket/<key>")  # type: ignore[untyped-decorator]
    def serve(connection: Any, key: str) -> None:
        engine.sockets.serve(key, connection)
