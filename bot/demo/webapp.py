"""A quiet request handler for the demo's web server."""

from typing import Any

from werkzeug.serving import WSGIRequestHandler


class Quiet(WSGIRequestHandler):
    """Writes nothing to the terminal: the story is shown there."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""
