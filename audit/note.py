"""Signed notes: a text and who stands by it.

Sources: c2sp.org/signed-note (Ed25519, type 0x01) and c2sp.org/tlog-cosignature (Ed25519
cosignature/v1, type 0x04).

A note is read strictly: one byte form for one note, so ``parse(note.serialize()) == note`` and
``parse(data).serialize() == data``. Private keys stay outside: whoever signs passes a function.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import Malformed, Unproven

Sign = Callable[[bytes], bytes]
"""Makes the 64-byte Ed25519 signature (RFC 8032) of a message."""

MAX_NOTE_BYTES = 1 << 20
MAX_SIGNATURES = 100
"""The specification asks for at least 16; each costs a verifier time, so there is an end."""

_KEY_BYTES = 32
_ID_BYTES = 4
TIME_BYTES = 8
_MAX_TIME = (1 << 63) - 1
_DASH = "\u2014 "
_VKEY = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)\Z")


class Kind(IntEnum):
    """What a key signs: the type byte of the signed-note registry."""

    NOTE = 0x01
    """Ed25519 over the text of the note."""
    COSIGNATURE = 0x04
    """Ed25519 over a time and the text: a witness saw the log grow consistently until then."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under the name by which notes call it."""

    name: str
    """Without spaces and ``+``; by custom an address without its scheme."""
    public: bytes
    """32 bytes, RFC 8032."""
    kind: Kind = Kind.NOTE

    def __post_init__(self) -> None:
        """Refuse names and keys that no note can carry; raises Malformed."""
        _checked_name(self.name)
        if len(self.public) != _KEY_BYTES:
            raise Malformed(
                f"公钥应为 {_KEY_BYTES} 字节，实为 {len(self.public)} 字节。", code="note.key"
            )

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; an identifier, not a commitment."""
        body = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(body).digest()[:_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The text by which the key is handed on: ``name+id+base64(type || public)``."""
        material = to_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a key from its ``vkey`` text; raises Malformed."""
        match = _VKEY.match(text)
        material = from_base64(match["key"]) if match else b""
        if match is None or material[:1] not in {bytes([kind]) for kind in Kind}:
            raise Malformed(
                "验证公钥应写作“名称+8 位十六进制编号+Base64 公钥”，请整行复制。", code="note.vkey"
            )
        key = cls(match["name"], material[1:], Kind(material[0]))
        if key.vkey != text:
            raise Malformed("验证公钥的编号与公钥本身不符，请核对来源。", code="note.vkey")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, verified or not."""

    name: str
    key_id: bytes
    value: bytes
    """64 bytes for Kind.NOTE; 8 bytes of time and 64 bytes for Kind.COSIGNATURE."""

    def __post_init__(self) -> None:
        """Refuse what a line cannot carry; raises Malformed."""
        _checked_name(self.name)
        if len(self.key_id) != _ID_BYTES or not self.value:
            raise Malformed("签名行缺少公钥编号或签名本身。", code="note.signature")

    def serialize(self) -> str:
        """Return the line, with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.value)}\n"

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read one line without its newline; raises Malformed."""
        name, space, text = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise Malformed("签名行应写作“— 名称 Base64”，请检查文件是否被改动。", code="note.line")
        blob = from_base64(text)
        return cls(name, blob[:_ID_BYTES], blob[_ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text, newline at its end, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        """Refuse what the format cannot carry; raises Malformed."""
        checked_text(self.text)
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise Malformed(
                f"签名应有 1 至 {MAX_SIGNATURES} 个，实有 {len(self.signatures)} 个。",
                code="note.signatures",
            )

    def serialize(self) -> bytes:
        """Return the bytes of the note; raises Malformed above 1 MiB."""
        lines = "".join(signature.serialize() for signature in self.signatures)
        return _within_limit(f"{self.text}\n{lines}".encode())

    def signed_also(self, key: VerifierKey, sign: Sign) -> "Note":
        """Return the note with one more signature, by the owner of ``key`` (Kind.NOTE)."""
        return Note(self.text, (*self.signatures, sign_text(self.text, key, sign)))


def parse(data: bytes) -> Note:
    """Read the bytes of a note, strictly, without believing any signature; raises Malformed."""
    try:
        whole = _within_limit(data).decode()
    except UnicodeDecodeError as error:
        raise Malformed("签名文件不是 UTF-8 文本。", code="note.utf8") from error
    # The last empty line parts text and signatures; the text keeps its own final newline.
    body, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise Malformed("签名文件缺少空行或签名行，可能被截断。", code="note.form")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed(f"签名多于 {MAX_SIGNATURES} 个，不予处理。", code="note.signatures")
    return Note(f"{body}\n", tuple(Signature.parse(line) for line in lines))


def sign_text(text: str, key: VerifierKey, sign: Sign) -> Signature:
    """Return the signature line of ``key``'s owner under ``text``; raises Malformed."""
    if key.kind is not Kind.NOTE:
        raise Malformed("见证公钥只能为检查点作见证签名。", code="note.kind")
    return Signature(key.name, key.key_id, sign(checked_text(text).encode()))


def verify(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Check ``note`` against the trusted ``keys`` and return those that signed, in their order.

    Lines of unknown keys are ignored, as the specification demands. Raises Unproven if a line of
    a trusted key does not verify, or if no trusted key signed.
    """
    signed = []
    for key in keys:
        lines = lines_of(note, key)
        for line in lines:
            _verify_line(note.text, key, line)
        if lines:
            signed.append(key)
    if not signed:
        raise Unproven("没有任何受信公钥的签名，请核对公钥或文件来源。", code="note.unsigned")
    return tuple(signed)


def cosigned_message(text: str, time: int) -> bytes:
    """Return what a witness signs under a checkpoint's text at ``time``; raises Malformed."""
    if not 0 <= time <= _MAX_TIME:
        raise Malformed("见证时间须为非负整数秒，且小于 2 的 63 次方。", code="note.time")
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosigned_time(line: Signature) -> int:
    """Return the POSIX seconds that a cosignature line claims, unverified."""
    return int.from_bytes(line.value[:TIME_BYTES])


def lines_of(note: Note, key: VerifierKey) -> tuple[Signature, ...]:
    """Return the lines that name ``key``, unverified."""
    return tuple(s for s in note.signatures if (s.name, s.key_id) == (key.name, key.key_id))


def _verify_line(text: str, key: VerifierKey, line: Signature) -> None:
    message, value = text.encode(), line.value
    try:
        if key.kind is Kind.COSIGNATURE:
            message, value = cosigned_message(text, cosigned_time(line)), line.value[TIME_BYTES:]
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, message)
    except (InvalidSignature, ValueError, Malformed) as error:
        raise Unproven(
            f"“{key.name}”的签名与文件内容不符：文件被改动过，或者签名是伪造的。",
            code="note.bad-signature",
        ) from error


def _checked_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() or c < " " for c in name) or not _encodes(name):
        raise Malformed("公钥名称不能为空，不能含空格、加号或控制字符。", code="note.name")


def checked_text(text: str) -> str:
    """Return ``text`` if a note can carry it; raises Malformed."""
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text) or not _encodes(text):
        raise Malformed("签名文本应以换行结尾，不能含其他控制字符。", code="note.text")
    return text


def _encodes(text: str) -> bool:
    """Whether UTF-8 can carry ``text``: half of a surrogate pair it cannot."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _within_limit(data: bytes) -> bytes:
    if len(data) > MAX_NOTE_BYTES:
        raise Malformed("签名文件超过 1 MiB，不予处理。", code="note.size")
    return data


def to_base64(data: bytes) -> str:
    """Encode by RFC 4648 section 4."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Decode RFC 4648 section 4 in its one canonical form; raises Malformed."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("Base64 编码不规范。", code="note.base64") from error
    if to_base64(data) != text:
        raise Malformed("Base64 编码不规范。", code="note.base64")
    return data
