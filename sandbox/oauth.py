"""Installing the app: Slack's authorize page (which agrees at once) and the codes it hands out."""

import secrets
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.protocol import Refusal

CODE_SECONDS = 10 * 60
"""How long a code can be exchanged (docs: "Installing with OAuth")."""


@dataclass
class Grant:
    """What a person agreed to."""

    user: str
    scopes: str
    redirect_uri: str | None
    born: float
    used: bool = False


class Grants:
    """The codes given out: each is exchanged once, within ten real minutes."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self._lock = threading.Lock()
        self._known: dict[str, Grant] = {}

    def agree(self, user: str, scopes: str, redirect_uri: str, state: str, *, named: bool) -> str:
        """Where the browser goes after this person agreed. `named`: the app said where itself."""
        code = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        with self._lock:
            self._known[code] = Grant(user, scopes, redirect_uri if named else None, time.monotonic())
        joint = "&" if "?" in redirect_uri else "?"
        return f"{redirect_uri}{joint}{urlencode({'code': code, 'state': state})}"

    def exchange(self, code: str, client_id: str, client_secret: str, redirect_uri: str | None) -> Grant:
        """Use a code up. Refusal: who asks is not the app, or the code is unknown, old or used."""
        if client_id != self.client_id:
            raise Refusal("invalid_client_id")
        if not secrets.compare_digest(client_secret.encode(), self.client_secret.encode()):
            raise Refusal("bad_client_secret")
        with self._lock:
            grant = self._known.get(code)
            if grant is None or time.monotonic() - grant.born > CODE_SECONDS:
                raise Refusal("invalid_code")
            if grant.used:
                raise Refusal("code_already_used")
            if grant.redirect_uri is not None and grant.redirect_uri != redirect_uri:
                raise Refusal("bad_redirect_uri")
            grant.used = True
            return grant
