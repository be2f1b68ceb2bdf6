"""Keys: what text about people is sealed under, and the keyed hashes by which some of it is found again."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes: what NIST SP 800-38D recommends for GCM. With random ones a key is good for 2^32 texts."""
KEY = 32
"""Bytes of an AES-256 key."""
CANARY = "canary"
ID = 8
"""Characters of a master or hash key's id."""


class CannotOpen(Exception):
    """What is sealed can't be opened: its key isn't there, or it was sealed for another place."""


@dataclass(frozen=True)
class DataKey:
    """A key that text is sealed under; the database has it wrapped by a master key."""

    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def random(cls) -> "DataKey":
        """A new one."""
        return cls(new_id(), secrets.token_bytes(KEY))

    def seal(self, text: str, place: str) -> str:
        """The text, sealed for this place alone: AES-256-GCM with the place and the key's id as associated data."""
        nonce = secrets.token_bytes(NONCE)
        bound = _bound(self.id, place)
        return _ascii(nonce + AESGCM(self.secret).encrypt(nonce, text.encode(), bound))

    def open(self, sealed: str, place: str) -> str:
        """The text again. Raises CannotOpen where it was sealed for another place."""
        raw = _raw(sealed)
        try:
            return AESGCM(self.secret).decrypt(raw[:NONCE], raw[NONCE:], _bound(self.id, place)).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(f"what stands in {place.split('|')[0]} was not sealed there") from error


def new_id() -> str:
    """A random id of a row or a key (128 bits, hex), made before there is a row."""
    return secrets.token_hex(16)


class Vault:
    """Wraps data keys with the first master key and unwraps with any; hashes with the first hash key.

    `keys` are 32 bytes each in url-safe base64, newest first. `hash_keys` are any texts, newest first.
    """

    def __init__(self, keys: Sequence[str], hash_keys: Sequence[str]) -> None:
        self._masters = {_id(key.encode()): _derived(base64.urlsafe_b64decode(key)) for key in keys}
        self._hash_keys = {_id(key.encode()): key.encode() for key in hash_keys}
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @property
    def masters(self) -> tuple[str, ...]:
        """The ids of the master keys, newest first."""
        return tuple(self._masters)

    @property
    def hash_keys(self) -> tuple[str, ...]:
        """The ids of the hash keys, newest first."""
        return tuple(self._hash_keys)

    def wrap(self, key: DataKey) -> str:
        """The data key for the database, under the newest master key, whose id stands before the colon."""
        newest = self.masters[0]
        return f"{newest}:{DataKey(newest, self._masters[newest]).seal(_ascii(key.secret), key.id)}"

    def unwrap(self, id: str, wrapped: str) -> DataKey:
        """A data key from the database. Raises CannotOpen where its master key isn't here."""
        master, _, sealed = wrapped.partition(":")
        if master not in self._masters:
            raise CannotOpen(f"the encryption key {master} isn't there")
        return DataKey(id, _raw(DataKey(master, self._masters[master]).open(sealed, id)))

    def canary(self) -> str:
        """A known text under the newest master key."""
        newest = self.masters[0]
        return DataKey(newest, self._masters[newest]).seal(CANARY, CANARY)

    def sings(self, master: str, canary: str) -> bool:
        """Whether a canary is one of this master key, which is here."""
        try:
            return DataKey(master, self._masters[master]).open(canary, CANARY) == CANARY
        except CannotOpen:
            return False

    def fingerprint(self, purpose: str, text: str) -> str:
        """A keyed hash by which equal texts of one purpose are found again: the newest key's id, HMAC-SHA256."""
        return self.fingerprints(purpose, text)[0]

    def fingerprints(self, purpose: str, text: str) -> tuple[str, ...]:
        """What this text's hash may be in the database: under each key, the newest first."""
        folded = " ".join(text.split()).casefold()
        said = f"{purpose}\0{folded}".encode()
        return tuple(
            f"{id}:{hmac.new(key, said, hashlib.sha256).hexdigest()}" for id, key in self._hash_keys.items()
        )

    def open_fernet(self, token: str) -> str:
        """Text of a database before version 0011. Raises CannotOpen where no key fits."""
        try:
            return self._fernet.decrypt(token.encode("ascii")).decode()
        except (InvalidToken, UnicodeEncodeError) as error:
            raise CannotOpen("none of the encryption keys fits") from error

    def seal_fernet(self, text: str) -> str:
        """Text for a database before version 0011."""
        return self._fernet.encrypt(text.encode()).decode("ascii")


def digest(fingerprint: str) -> str:
    """A keyed hash without the id of its key."""
    return fingerprint.rpartition(":")[2]


def _id(key: bytes) -> str:
    """By which a key is named in the database and to people: says nothing of the key."""
    return hmac.new(key, b"fairloop key id", hashlib.sha256).hexdigest()[:ID]


def _derived(key: bytes) -> bytes:
    """What wraps: the same bytes were a Fernet key, and one key should do one thing."""
    return HKDF(SHA256(), KEY, salt=None, info=b"fairloop data keys").derive(key)


def _bound(id: str, place: str) -> bytes:
    return f"{id}|{place}".encode()


def _ascii(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise CannotOpen("what is stored is no sealed text") from error
