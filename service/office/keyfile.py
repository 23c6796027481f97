"""A person's signing key, made and opened on their own side: the server never sees it.

Format: Ed25519 (RFC 8032) as PKCS#8 PEM encrypted by PBES2. OpenSSL's PBES2 runs PBKDF2 only
2,048 times, and the server keeps the file, so the PKCS#8 password is not the passphrase but

    hex(scrypt(passphrase in UTF-8 NFKC, salt = public key, N = 2^15, r = 8, p = 1, 32 bytes))
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from service.office.errors import Unfit

_SCRYPT_N, _SCRYPT_R = 2**15, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """What is enrolled: the public key (64 hex digits) and the encrypted PEM."""

    public_key: str
    sealed_private: str


def new_keyfile(passphrase: str, entropy: Callable[[int], bytes]) -> KeyFile:
    """Make a key and seal it under ``passphrase``."""
    private = Ed25519PrivateKey.from_private_bytes(entropy(32))
    public = private.public_key().public_bytes_raw()
    sealed = private.private_bytes(
        Encoding.PEM,
        PrivateFormat.PKCS8,
        BestAvailableEncryption(_stretched(passphrase, public)),
    )
    return KeyFile(public_key=public.hex(), sealed_private=sealed.decode())


def open_keyfile(keyfile: KeyFile, passphrase: str) -> Ed25519PrivateKey:
    """Return the private key; raises Unfit for a wrong passphrase or a damaged file."""
    try:
        public = bytes.fromhex(keyfile.public_key)
        password = _stretched(passphrase, public)
        private = load_pem_private_key(keyfile.sealed_private.encode(), password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unfit("密钥口令不对，或密钥文件已损坏。", code="key.passphrase") from error
    if (
        not isinstance(private, Ed25519PrivateKey)
        or private.public_key().public_bytes_raw() != public
    ):
        raise Unfit("密钥文件里的私钥与公钥不是一对。", code="key.mismatch")
    return private


def enrolment(account: str, public_key: str) -> bytes:
    """Return the statement that the new key signs, to prove that its owner holds it."""
    return f"piaojue-enrol|{account}|{public_key}".encode()


def _stretched(passphrase: str, public: bytes) -> bytes:
    stretched = hashlib.scrypt(
        unicodedata.normalize("NFKC", passphrase).encode(),
        salt=public,
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=1,
        maxmem=2 * 128 * _SCRYPT_N * _SCRYPT_R,
        dklen=32,
    )
    return stretched.hex().encode()
