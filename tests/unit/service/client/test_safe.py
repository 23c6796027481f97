"""A scrutineer's key file: it opens for its passphrase only, forgets nothing, swaps nothing."""

import json
import os
import stat
from pathlib import Path

import msgspec
import pytest

from ballot.sealed import group_named
from ballot.sealed.fault import SealedFault
from ballot.sealed.trustee import TrusteeSecret, new_trustee
from service.client.safe import Contents, Safe, SafeUnusable, Session
from service.office.errors import Unfit

PASSPHRASE = "a passphrase of twelve"
WEB = Path(__file__).parents[4] / "web" / "tests"


def share() -> TrusteeSecret:
    return new_trustee(group_named("Ed25519"), 1, 3, 2, os.urandom)


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    return Safe.create(tmp_path / "key.json", "王岚", PASSPHRASE)


def reopened(safe: Safe) -> Safe:
    return Safe.open(safe.path, PASSPHRASE)


def test_what_was_kept_is_there_when_the_file_is_opened_again(safe: Safe) -> None:
    one, other = share(), share()
    assert safe.keep_secret("one", one) == one
    safe.keep_secret("other", other)
    safe.keep_log_key("one", "ab" * 32)
    session = Session(server="http://x", account="a", token="t")
    safe.keep_session(session)

    again = reopened(safe)
    assert (again.secret("one"), again.secret("other"), again.secret("none")) == (one, other, None)
    assert again.session("http://x") == session
    assert again.session("http://elsewhere") is None
    assert again.key.public_key == safe.key.public_key
    assert again.contents.name == "王岚"


def test_only_its_owner_may_read_it_and_it_holds_no_secret_in_clear(safe: Safe) -> None:
    secret = share()
    safe.keep_secret("one", secret)
    safe.keep_session(Session(server="http://x", account="a", token="pjs_token"))

    assert stat.S_IMODE(safe.path.stat().st_mode) == 0o600
    content = safe.path.read_text()
    assert secret.seed not in content
    assert "pjs_token" not in content
    assert [one.name for one in safe.path.parent.iterdir()] == ["key.json"]


def test_another_passphrase_does_not_open_it(safe: Safe) -> None:
    with pytest.raises(Unfit):
        Safe.open(safe.path, PASSPHRASE + "!")


def test_a_passphrase_is_the_same_however_it_was_typed(tmp_path: Path) -> None:
    Safe.create(tmp_path / "key.json", "王岚", "ｐａｓｓｐｈｒａｓｅ")
    Safe.open(tmp_path / "key.json", "passphrase")


def test_a_short_passphrase_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(SafeUnusable):
        Safe.create(tmp_path / "key.json", "王岚", "1234567")
    assert not (tmp_path / "key.json").exists()


def test_no_file_is_overwritten_by_a_new_one(safe: Safe) -> None:
    before = safe.path.read_bytes()
    with pytest.raises(SafeUnusable):
        Safe.create(safe.path, "王岚", PASSPHRASE)
    assert safe.path.read_bytes() == before


def test_a_box_does_not_open_in_another_place(safe: Safe) -> None:
    safe.keep_secret("one", share())
    plain = json.loads(safe.path.read_bytes())
    plain["boxes"]["other"] = plain["boxes"]["one"]
    safe.path.write_text(json.dumps(plain))

    with pytest.raises(SafeUnusable):
        reopened(safe).secret("other")


@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_changed_byte_is_noticed(safe: Safe, at: int) -> None:
    safe.keep_secret("one", share())
    plain = json.loads(safe.path.read_bytes())
    box = plain["boxes"]["one"]
    at %= len(box)
    plain["boxes"]["one"] = box[:at] + ("A" if box[at] != "A" else "B") + box[at + 1 :]
    safe.path.write_text(json.dumps(plain))

    with pytest.raises(SafeUnusable):
        reopened(safe).secret("one")


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff", b"x" * 1_000_001])
def test_what_is_no_key_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.json").write_bytes(content)
    with pytest.raises(SafeUnusable):
        Safe.open(tmp_path / "key.json", PASSPHRASE)


def test_two_commands_at_once_cannot_forget_what_one_of_them_did(safe: Safe) -> None:
    other = reopened(safe)
    kept = share()
    safe.keep_secret("one", kept)

    with pytest.raises(SafeUnusable):
        other.keep_secret("one", share())
    assert reopened(safe).secret("one") == kept


def test_a_second_tally_is_refused_after_the_file_was_opened_again(safe: Safe) -> None:
    safe.keep_secret("one", share().remember("election", "tally"))

    secret = reopened(safe).secret("one")
    assert secret is not None
    secret.remember("election", "tally")
    with pytest.raises(SealedFault, match="另一个合计"):
        secret.remember("election", "another tally")


def test_another_log_key_than_the_first_is_refused(safe: Safe) -> None:
    safe.keep_log_key("one", "ab" * 32)
    safe.keep_secret("one", share())

    again = reopened(safe)
    again.keep_log_key("one", "ab" * 32)
    with pytest.raises(SafeUnusable) as refused:
        again.keep_log_key("one", "cd" * 32)
    assert refused.value.code == "safe.log_key"


def test_a_failed_write_leaves_the_old_content(safe: Safe) -> None:
    kept = share()
    safe.keep_secret("one", kept)
    # The name of the file cannot be longer: there is no room for the name of the next content.
    long = safe.path.with_name("k" * 250)
    safe.path.rename(long)
    safe.path = long

    with pytest.raises(SafeUnusable, match="文件名太长"):
        safe.keep_secret("one", msgspec.structs.replace(kept, share="1"))
    assert reopened(safe).secret("one") == kept


def test_the_key_file_that_the_page_made_opens_here(tmp_path: Path) -> None:
    """web/tests/keys.test.ts holds the page to these bytes."""
    path = tmp_path / "page.key"
    path.write_bytes((WEB / "page.key").read_bytes())

    safe = Safe.open(path, "口令 correct horse ９")

    secret = safe.secret("f00d5eed0000feed")
    assert secret is not None
    assert (secret.index, secret.size, secret.threshold) == (1, 3, 2)
    assert secret.share
    safe.keep_log_key("f00d5eed0000feed", "cd" * 32)
    assert safe.contents.public_key == safe.key.public_key


def test_the_program_writes_its_key_files_as_the_page_reads_them() -> None:
    """The page's tests open ``program.key``, which an earlier run of this program wrote."""
    contents = json.loads((WEB / "program.key").read_bytes())
    assert list(contents) == [one.name for one in msgspec.structs.fields(Contents)]
