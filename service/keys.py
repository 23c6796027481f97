"""The keys that the service itself holds: one log key per election, in DATA/keys, mode 0600."""

import os
from pathlib import Path

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
    """The Ed25519 key that signs an election's checkpoints and receipts."""

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
    """The directory of log keys; a key is written once and never replaced."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
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
            raise KeyUnusable(
                f"找不到这次票决的日志密钥 {path.name}，请从备份恢复 keys 目录。"
            ) from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyUnusable(f"日志密钥 {path.name} 已损坏，请从备份恢复。") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnusable(f"日志密钥 {path.name} 不是 Ed25519 密钥。")
        return LogKey(private)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}.log.pem"
