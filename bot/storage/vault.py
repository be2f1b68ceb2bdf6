"""Text about people: encrypted at rest, and found again only by a keyed hash."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet


class Vault:
    """Encrypts with the first key, decrypts with any; fingerprints with a key of their own.

    `keys` are Fernet keys (32 bytes, url-safe base64), newest first; `hash_key` is any text and
    must stay the same for as long as fingerprints are to be found again.
    """

    def __init__(self, keys: Sequence[str], hash_key: str) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._hash_key = hash_key.encode()

    def encrypt(self, text: str) -> str:
        """The ciphertext of `text`, as ASCII."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, ciphertext: str) -> str:
        """The text again; raises cryptography's InvalidToken where no key fits."""
        return self._fernet.decrypt(ciphertext.encode("ascii")).decode()

    def rotate(self, ciphertext: str) -> str:
        """The same text under the newest key."""
        return self._fernet.rotate(ciphertext.encode("ascii")).decode("ascii")

    def fingerprint(self, purpose: str, text: str) -> str:
        """A keyed hash (HMAC-SHA256, hex) by which equal texts of one purpose are found again."""
        folded = " ".join(text.split()).casefold()
        return hmac.new(self._hash_key, f"{purpose}\0{folded}".encode(), hashlib.sha256).hexdigest()
