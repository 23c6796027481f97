"""The keys that the service itself holds, in DATA/keys, mode 0600.

One log key per election signs checkpoints and receipts for good. One sheet key per round signs the
identities of its paper ballots, and is deleted at the close: no sheet can be made afterwards.
"""

import os
from pathlib import Path
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.errors import KeyUnusable
from service.reasons import reason


class LogKey:
    """An Ed25519 key of the service's own."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public_key(self) -> str:
        """The public key, 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Return the signature over ``message``, 128 hex digits."""
        return self._private.sign(message).hex()

    def sign_bytes(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature over ``message``."""
        return self._private.sign(message)


class KeyStore:
    """The directory of keys; a key is written once and never replaced.

    ``kind`` is part of the files' names: ``log`` for the keys of elections, ``sheet`` for those of
    rounds.
    """

    def __init__(self, directory: Path, kind: Literal["log", "sheet"] = "log") -> None:
        self._directory = directory
        self._kind = kind
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(self, name: str) -> LogKey:
        """Make and keep a new key. Raises KeyUnusable if there is one of that name already."""
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = self._path(name)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(pem)
                out.flush()
                # The election's first event names this key: losing it after that commit would
                # leave a log that nobody can sign.
                os.fsync(out.fileno())
        except OSError as error:
            raise KeyUnusable(f"不能写密钥文件 {path.name}：{reason(error)}。") from error
        return LogKey(private)

    def load(self, name: str) -> LogKey:
        """Return the kept key. Raises KeyUnusable if it is missing or damaged."""
        path = self._path(name)
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise KeyUnusable(f"找不到密钥文件 {path.name}，请从备份恢复 keys 目录。") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyUnusable(f"密钥文件 {path.name} 已损坏，请从备份恢复。") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnusable(f"密钥文件 {path.name} 不是 Ed25519 密钥。")
        return LogKey(private)

    def has(self, name: str) -> bool:
        """Return whether there is a key of that name."""
        return self._path(name).is_file()

    def names(self) -> tuple[str, ...]:
        """Return the names of all keys of this kind."""
        end = f".{self._kind}.pem"
        return tuple(
            sorted(one.name.removesuffix(end) for one in self._directory.glob(f"[!.]*{end}"))
        )

    def retire(self, name: str) -> None:
        """Delete the key, if there is one: nothing is ever signed with it again."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}.{self._kind}.pem"
