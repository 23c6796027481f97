"""A practice definition and its key, as ``piaojue define`` wrote them side by side."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ballot.canonical import Digest, digest
from ballot.definition import DEFINITION_LIMIT, Definition, read_definition
from service.errors import BadRequest
from service.keys import LogKey


@dataclass(frozen=True, slots=True)
class Practice:
    """A definition to practise with, its name in the log, and the key that signs its sheets.

    ``own`` says whether the key is known to be that of the definition, which does not name it.
    """

    definition: Definition
    name: Digest
    key: LogKey
    own: bool


def practice_definition(path: Path) -> tuple[Definition, Digest]:
    """Return the definition in ``path`` and its digest.

    Raises Malformed for what is no definition, BadRequest for a binding one: what it binds is
    printed by the service, which books it.
    """
    with path.open("rb") as file:
        raw = file.read(DEFINITION_LIMIT + 1)
    definition = read_definition(raw)
    if not definition.practice:
        raise BadRequest(
            f"{path} 是正式票决的定义，不能用本命令印制，请由秘书处在服务的网页上印制并登记。"
        )
    return definition, digest(raw)


def practice(path: Path, key: Path | None) -> Practice:
    """Return the definition in ``path`` with its key, by default the file beside it (.key).

    Raises as `practice_definition`; BadRequest for a key that is missing, is none of ours or
    another definition's.
    """
    definition, name = practice_definition(path)
    beside = path.with_name(f"{path.name}.key")
    found = _key(beside if key is None else key)
    own = key is None or _is_own(found, beside)
    if own is False or (own is None and key is not None and _of_another(key, name)):
        raise BadRequest(
            f"{key} 不是 {path} 的签票密钥，用它印的票扫描时都是“防伪签名不符”。"
            "请去掉 --key，或者指明与定义同时写下的 .key 文件。"
        )
    return Practice(definition, name, found, own is not None)


def _is_own(key: LogKey, beside: Path) -> bool | None:
    """Say whether ``key`` is the one beside the definition; None if none can be read there."""
    try:
        return key.public_key == _key(beside).public_key
    except BadRequest:
        return None


def _of_another(key: Path, name: Digest) -> bool:
    """Say whether ``key`` lies beside a definition other than that of this ``name``."""
    other = key.with_suffix("")
    if key.suffix != ".key" or not other.is_file():
        return False
    with other.open("rb") as file:
        return digest(file.read(DEFINITION_LIMIT + 1)) != name


def _key(path: Path) -> LogKey:
    if not path.is_file():
        raise BadRequest(
            f"找不到签票密钥 {path}：它由 piaojue define 写在定义旁边，或者用 --key 指明。"
        )
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadRequest(f"{path} 不是签票密钥，或者已经损坏。") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadRequest(f"{path} 不是 piaojue define 写的签票密钥（Ed25519）。")
    return LogKey(private)
