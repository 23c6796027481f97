"""The file on a scrutineer's device: signing key, shares of election keys, what must be remembered.

JSON. The signing key is sealed as the office seals it (`service.office.keyfile`); everything else
is one AES-256-GCM box per election and one for the session, under

    scrypt(passphrase in UTF-8 NFKC, salt = 16 random bytes, N = 2^15, r = 8, p = 1, 32 bytes)

with a fresh 96-bit nonce at every writing and ``piaojue-scrutineer-1|PUBLIC KEY|LABEL`` as
associated data, so that no box can be put in another's place.
"""

import base64
import binascii
import fcntl
import hashlib
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballot.events.base import PublicKey
from ballot.sealed.trustee import TrusteeSecret, read_trustee
from service.client.person import PersonalKey
from service.durable import replace_file
from service.errors import ServiceError
from service.office.keyfile import KeyFile
from service.reasons import reason, unreadable

LARGEST_FILE: Final = 1_000_000
SALT_BYTES, NONCE_BYTES = 16, 12
SCRYPT_N, SCRYPT_R = 2**15, 8
SHORTEST_PASSPHRASE: Final = 8
SESSION: Final = "session"

T = TypeVar("T")


class SafeUnusable(ServiceError):
    """The key file cannot be read, opened or written."""

    code = "safe.unusable"


class Contents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON of the file; ``boxes`` are base64 of nonce and ciphertext, by election."""

    piaojue: Literal["scrutineer-1"] = "scrutineer-1"
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    public_key: PublicKey
    sealed_private: str
    salt: str
    boxes: dict[str, str]


class Memory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the device keeps of one election: the log's key as first seen, and the secret."""

    log_key: str | None = None
    secret: str | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session that may still be open, so that not every command has to log in."""

    server: str
    account: str
    token: str


_contents = msgspec.json.Decoder(Contents)
_memory = msgspec.json.Decoder(Memory)
_session = msgspec.json.Decoder(Session)


@dataclass(slots=True)
class Safe:
    """An opened key file; every change is on the disk before the call returns."""

    path: Path
    contents: Contents
    key: PersonalKey
    _aes: AESGCM
    _raw: bytes = field(default=b"")

    @classmethod
    def create(cls, path: Path, name: str, passphrase: str) -> "Safe":
        """Make a signing key for ``name`` and write the file. Raises SafeUnusable."""
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise SafeUnusable(f"密钥口令至少要有 {SHORTEST_PASSPHRASE} 个字符。")
        if os.path.lexists(path):
            raise SafeUnusable(f"{path} 已经存在，请换一个文件名。")
        key, salt = PersonalKey.generate(passphrase), os.urandom(SALT_BYTES)
        contents = Contents(
            name=name,
            public_key=key.public_key,
            sealed_private=key.keyfile.sealed_private,
            salt=salt.hex(),
            boxes={},
        )
        safe = cls(path, contents, key, _cipher(passphrase, salt))
        safe._write(contents)
        return safe

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Safe":
        """Open the file. Raises SafeUnusable, Unfit for a wrong passphrase."""
        raw = _read(path)
        try:
            contents = _contents.decode(raw)
            salt = bytes.fromhex(contents.salt)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise SafeUnusable(f"{path} 不是监票人的密钥文件，或者已经损坏。") from error
        keyfile = KeyFile(public_key=contents.public_key, sealed_private=contents.sealed_private)
        return cls(path, contents, PersonalKey(keyfile, passphrase), _cipher(passphrase, salt), raw)

    def memory(self, election: str) -> Memory:
        """Return what is kept of ``election``. Raises SafeUnusable."""
        return self._opened(election, _memory) or Memory()

    def secret(self, election: str) -> TrusteeSecret | None:
        """Return the share of the key of ``election``, None before there is one."""
        kept = self.memory(election).secret
        return None if kept is None else read_trustee(kept.encode())

    def keep_secret(self, election: str, secret: TrusteeSecret) -> TrusteeSecret:
        """Keep ``secret`` durably and return it as read back from the disk."""
        memory = self.memory(election)
        self._put(election, msgspec.structs.replace(memory, secret=secret.encode().decode()))
        self._raw = _read(self.path)
        self.contents = _contents.decode(self._raw)
        found = self.secret(election)
        if found is None:
            raise SafeUnusable(f"{self.path} 写入后读不回来，请检查磁盘。")
        return found

    def keep_log_key(self, election: str, log_key: str) -> None:
        """Remember which key signs the log of ``election``, as first seen. Raises SafeUnusable."""
        memory = self.memory(election)
        if memory.log_key is None:
            self._put(election, msgspec.structs.replace(memory, log_key=log_key))
        elif memory.log_key != log_key:
            raise SafeUnusable(
                "服务给出的日志公钥与本机先前记下的不同，请停止操作，立即报告总监票人。",
                code="safe.log_key",
            )

    def session(self, server: str) -> Session | None:
        """Return the session kept for ``server``, None without one."""
        kept = self._opened(SESSION, _session)
        return kept if kept is not None and kept.server == server else None

    def keep_session(self, session: Session) -> None:
        """Keep a session for the next command."""
        self._put(SESSION, session)

    def _opened(self, label: str, decoder: msgspec.json.Decoder[T]) -> T | None:
        box = self.contents.boxes.get(label)
        if box is None:
            return None
        try:
            sealed = base64.b64decode(box, validate=True)
            nonce, hidden = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
            return decoder.decode(self._aes.decrypt(nonce, hidden, self._bound(label)))
        except (InvalidTag, binascii.Error, ValueError, msgspec.DecodeError) as error:
            raise SafeUnusable(
                f"{self.path} 的内容已经损坏或被人换过，不能使用，请立即报告总监票人。"
            ) from error

    def _put(self, label: str, value: Memory | Session) -> None:
        nonce = os.urandom(NONCE_BYTES)
        hidden = self._aes.encrypt(nonce, msgspec.json.encode(value), self._bound(label))
        box = base64.b64encode(nonce + hidden).decode()
        boxes = self.contents.boxes | {label: box}
        self._write(msgspec.structs.replace(self.contents, boxes=boxes))

    def _bound(self, label: str) -> bytes:
        return f"piaojue-scrutineer-1|{self.contents.public_key}|{label}".encode()

    def _write(self, contents: Contents) -> None:
        """Replace the file, unless somebody else changed it since it was read.

        Two commands at once must not forget what either of them decrypted.
        """
        raw = msgspec.json.encode(contents)
        try:
            if not self._raw:
                replace_file(self.path, raw)
            else:
                with self.path.open("rb") as held:
                    fcntl.flock(held, fcntl.LOCK_EX)
                    if self.path.read_bytes() != self._raw:
                        raise SafeUnusable(f"{self.path} 正被另一个命令改写，请稍后重来。")
                    replace_file(self.path, raw)
        except OSError as error:
            raise SafeUnusable(f"不能写密钥文件 {self.path}：{reason(error)}。") from error
        self.contents, self._raw = contents, raw


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SafeUnusable(unreadable(path, error)) from error
    if len(raw) > LARGEST_FILE:
        raise SafeUnusable(f"{path} 太大，不是监票人的密钥文件。")
    return raw


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(
        hashlib.scrypt(
            unicodedata.normalize("NFKC", passphrase).encode(),
            salt=salt,
            n=SCRYPT_N,
            r=SCRYPT_R,
            p=1,
            maxmem=2 * 128 * SCRYPT_N * SCRYPT_R,
            dklen=32,
        )
    )
