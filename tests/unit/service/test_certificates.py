"""The local authority: what a tablet's browser demands of a certificate, and nothing lost."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from service.certificates import CertificateUnusable, issued

NOW = datetime(2026, 1, 22, 9, 42, tzinfo=UTC)
HOSTS = ("localhost", "127.0.0.1", "piaojue.lan")


def chain(path: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates((path / "server.pem").read_bytes())


def check(path: Path, host: str, at: datetime = NOW) -> None:
    """Verify the leaf for ``host`` as a browser that installed the root does."""
    root = x509.load_pem_x509_certificate((path / "root.pem").read_bytes())
    subject: x509.DNSName | x509.IPAddress = x509.DNSName(host)
    if host[0].isdigit():
        subject = x509.IPAddress(ipaddress.ip_address(host))
    builder = PolicyBuilder().store(Store([root])).time(at.replace(tzinfo=None))
    builder.build_server_verifier(subject).verify(chain(path)[0], [])


def test_every_host_is_verified_under_the_root_and_no_other(tmp_path: Path) -> None:
    issued(tmp_path / "tls", HOSTS, NOW)

    for host in HOSTS:
        check(tmp_path / "tls", host)
    for host in ("elsewhere.lan", "10.0.0.1"):
        with pytest.raises(VerificationError):
            check(tmp_path / "tls", host)


def test_the_leaf_lives_no_longer_than_browsers_accept_and_the_root_ten_years(
    tmp_path: Path,
) -> None:
    issued(tmp_path / "tls", HOSTS, NOW)
    leaf, root = chain(tmp_path / "tls")

    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)
    assert root.not_valid_after_utc - root.not_valid_before_utc == timedelta(days=3650)
    assert leaf.not_valid_before_utc < NOW


def test_the_fingerprint_is_the_roots_and_keys_are_closed_to_others(tmp_path: Path) -> None:
    made = issued(tmp_path / "tls", HOSTS, NOW)
    root = x509.load_pem_x509_certificate(made.root.read_bytes())

    assert made.fingerprint == root.fingerprint(hashes.SHA256()).hex()
    assert {path.stat().st_mode & 0o777 for path in made.root.parent.glob("*.key")} == {0o600}
    assert made.root.parent.stat().st_mode & 0o777 == 0o700


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    made = issued(tmp_path / "tls", HOSTS, NOW)
    before = [path.read_bytes() for path in sorted(made.root.parent.iterdir())]

    assert issued(tmp_path / "tls", HOSTS[::-1], NOW + timedelta(days=300)) == made
    assert [path.read_bytes() for path in sorted(made.root.parent.iterdir())] == before


@pytest.mark.parametrize(
    ("hosts", "later"), [((*HOSTS, "192.168.8.2"), 0), (HOSTS, 380)], ids=["address", "age"]
)
def test_another_address_or_age_renews_the_leaf_under_the_same_root(
    tmp_path: Path, hosts: tuple[str, ...], later: int
) -> None:
    first = issued(tmp_path / "tls", HOSTS, NOW)
    old, _ = chain(tmp_path / "tls")
    second = issued(tmp_path / "tls", hosts, NOW + timedelta(days=later))

    assert second.fingerprint == first.fingerprint
    assert chain(tmp_path / "tls")[0] != old
    for host in hosts:
        check(tmp_path / "tls", host, NOW + timedelta(days=later))


def test_a_lost_or_strange_leaf_is_issued_anew(tmp_path: Path) -> None:
    issued(tmp_path / "tls", HOSTS, NOW)
    issued(tmp_path / "other", HOSTS, NOW)
    for name in ("server.pem", "server.key"):
        (tmp_path / "tls" / name).write_bytes((tmp_path / "other" / name).read_bytes())
        issued(tmp_path / "tls", HOSTS, NOW)
        check(tmp_path / "tls", HOSTS[0])
    (tmp_path / "tls" / "server.key").unlink()
    issued(tmp_path / "tls", HOSTS, NOW)
    check(tmp_path / "tls", HOSTS[0])


@pytest.mark.parametrize("name", ["root.pem", "root.key"])
def test_a_damaged_root_is_never_replaced_silently(tmp_path: Path, name: str) -> None:
    """The tablets trust the old one: a new one must be somebody's decision."""
    issued(tmp_path / "tls", HOSTS, NOW)
    issued(tmp_path / "other", HOSTS, NOW)
    path = tmp_path / "tls" / name
    whole = path.read_bytes()
    for damaged in (b"", whole[:40], (tmp_path / "other" / name).read_bytes()):
        path.write_bytes(damaged)
        with pytest.raises(CertificateUnusable, match="根证书已损坏"):
            issued(tmp_path / "tls", HOSTS, NOW)
    path.unlink()
    with pytest.raises(CertificateUnusable):
        issued(tmp_path / "tls", HOSTS, NOW)


def test_a_root_that_would_end_before_its_leaf_is_refused(tmp_path: Path) -> None:
    issued(tmp_path / "tls", HOSTS, NOW)
    with pytest.raises(CertificateUnusable):
        issued(tmp_path / "tls", HOSTS, NOW + timedelta(days=3300))


def test_a_directory_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CertificateUnusable, match="不能写证书目录"):
        issued(tmp_path / "file" / "tls", HOSTS, NOW)
