"""A local authority and a certificate for the hall's network, so that tablets speak HTTPS to it.

Browsers give camera and cryptography to HTTPS pages only. The root is installed on each tablet
once, after comparing its fingerprint; it lives 10 years. The leaf lives 397 days, the longest that
browsers accept, and is issued anew under the same root when the address changes or its end is near.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from service.errors import ServiceError
from service.reasons import reason

ROOT_DAYS, LEAF_DAYS, RENEW_DAYS = 3650, 397, 30
PRIVATE, PUBLIC = 0o600, 0o644
DIRECTORY, ROOT = "tls", "root.pem"
"""Where in the data directory the authority lies, and what a tablet must trust of it."""


class CertificateUnusable(ServiceError):
    """A file of the local authority is damaged, or cannot be written."""

    code = "tls.unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a server needs, and what a tablet must trust."""

    chain: Path
    key: Path
    root: Path
    fingerprint: str
    """SHA-256 of the root's DER, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def issued(directory: Path, hosts: tuple[str, ...], now: datetime) -> Certificate:
    """Return a certificate for ``hosts`` (names and addresses), issuing what is missing.

    ``now`` has a time zone. Raises CertificateUnusable.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority = _authority(directory, now)
        if not _serves(directory, authority, hosts, now):
            _issue(directory, authority, hosts, now)
    except OSError as error:
        raise CertificateUnusable(f"不能写证书目录 {directory}：{reason(error)}。") from error
    return Certificate(
        chain=directory / "server.pem",
        key=directory / "server.key",
        root=directory / ROOT,
        fingerprint=authority.certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _authority(directory: Path, now: datetime) -> _Authority:
    root, key = directory / ROOT, directory / "root.key"
    if not root.exists() and not key.exists():
        _found(directory, now)
    try:
        certificate = x509.load_pem_x509_certificate(root.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise _damaged(directory) from error
    if (
        not isinstance(private, ec.EllipticCurvePrivateKey)
        or private.public_key() != certificate.public_key()
        or certificate.not_valid_after_utc < now + timedelta(days=LEAF_DAYS)
    ):
        raise _damaged(directory)
    return _Authority(certificate, private)


def _damaged(directory: Path) -> CertificateUnusable:
    return CertificateUnusable(
        f"{directory} 里的根证书已损坏或即将到期；请移走该目录后重新启动，"
        "并在每台平板上安装新的根证书。"
    )


def _found(directory: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("票决本地根证书")
    builder = _builder(name, name, key, now, ROOT_DAYS)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    _write(directory / "root.key", _pem(key), PRIVATE)
    _write(directory / ROOT, root.public_bytes(serialization.Encoding.PEM), PUBLIC)


def _issue(directory: Path, authority: _Authority, hosts: tuple[str, ...], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    builder = _builder(_name("票决服务"), issuer.subject, key, now, LEAF_DAYS)
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    public = authority.key.public_key()
    leaf = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([*map(_general, hosts)]), critical=False)
        .add_extension(server, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (leaf, issuer))
    _write(directory / "server.key", _pem(key), PRIVATE)
    _write(directory / "server.pem", chain, PUBLIC)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # A tablet's clock may be behind by some hours.
    begin = now - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(identifier, critical=False)
    )


def _serves(directory: Path, authority: _Authority, hosts: tuple[str, ...], now: datetime) -> bool:
    """Say whether the leaf there is one of this authority for ``hosts``, for long enough."""
    try:
        leaf = x509.load_pem_x509_certificate((directory / "server.pem").read_bytes())
        key = serialization.load_pem_private_key((directory / "server.key").read_bytes(), None)
        leaf.verify_directly_issued_by(authority.certificate)
        named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return (
        key.public_key() == leaf.public_key()
        and leaf.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)
        and set(named) == {*map(_general, hosts)}
    )


def spoken(fingerprint: str) -> str:
    """Return 64 hex digits in the form in which browsers show them."""
    pairs = (fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2))
    return ":".join(pairs).upper()


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, data: bytes, mode: int) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
