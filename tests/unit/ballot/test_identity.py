import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.canonical import Digest, digest
from ballot.errors import Malformed
from ballot.identity import (
    BATCH,
    CODE_BYTES,
    IDENTITY_BYTES,
    SMALL_CODE_BYTES,
    ForeignSheet,
    SheetCode,
    commitment,
    read_code,
    read_small_code,
    sign_code,
    small_code,
)
from tests.support.printed import KEY, OTHER_KEY

DEFINITION = digest(b"this round")
NEXT_ROUND = digest(b"the next round")

identities = st.binary(min_size=IDENTITY_BYTES, max_size=IDENTITY_BYTES)
codes = st.builds(
    SheetCode,
    format=st.integers(0, 7),
    page=st.integers(1, 12),
    identity=identities | st.just(BATCH),
)
CODE = SheetCode(format=1, page=2, identity=bytes(range(16)))


@given(codes)
def test_what_was_signed_is_read(code: SheetCode) -> None:
    payload = sign_code(code, DEFINITION, KEY)

    assert len(payload) == CODE_BYTES
    assert read_code(payload, DEFINITION, KEY.public_key) == code


@given(codes)
def test_the_small_code_says_page_and_identity(code: SheetCode) -> None:
    payload = small_code(code, DEFINITION)

    assert len(payload) == SMALL_CODE_BYTES
    assert read_small_code(payload, DEFINITION) == (code.page, code.identity)


def test_only_a_code_without_an_identity_says_that_all_sheets_bear_it() -> None:
    assert SheetCode(format=0, page=1, identity=BATCH).batch
    assert not CODE.batch


def test_a_sheet_of_another_round_is_foreign() -> None:
    with pytest.raises(ForeignSheet, match="不是本轮票决的票"):
        read_code(sign_code(CODE, DEFINITION, KEY), NEXT_ROUND, KEY.public_key)
    with pytest.raises(ForeignSheet, match="不是本轮票决的票"):
        read_small_code(small_code(CODE, DEFINITION), NEXT_ROUND)


def test_a_sheet_signed_by_somebody_else_is_foreign() -> None:
    with pytest.raises(ForeignSheet, match="防伪签名不符") as refused:
        read_code(sign_code(CODE, DEFINITION, OTHER_KEY), DEFINITION, KEY.public_key)

    assert refused.value.code == "sheet.forged"


def test_a_foreign_sheet_is_one_by_both_its_codes_and_on_both_its_sides() -> None:
    def named(identity: bytes, page: int, definition: Digest = DEFINITION) -> set[str]:
        code = SheetCode(format=1, page=page, identity=identity)
        with pytest.raises(ForeignSheet) as large:
            read_code(sign_code(code, definition, KEY), NEXT_ROUND, KEY.public_key)
        with pytest.raises(ForeignSheet) as small:
            read_small_code(small_code(code, definition), NEXT_ROUND)
        return {large.value.sheet, small.value.sheet}

    one, other = CODE.identity, bytes(range(16, 32))
    assert len(named(one, 1) | named(one, 2)) == 1
    assert len(named(one, 1) | named(other, 1)) == 2
    assert len(named(one, 1) | named(one, 1, digest(b"another vote"))) == 2


@pytest.mark.parametrize("at", [1, 2, 7, 22, 23, 86])
def test_no_byte_under_the_signature_can_be_changed(at: int) -> None:
    """Format, page, identity and the signature itself; the first four bytes of the digest tell."""
    payload = bytearray(sign_code(CODE, DEFINITION, KEY))
    payload[at] ^= 1

    with pytest.raises(ForeignSheet):
        read_code(bytes(payload), DEFINITION, KEY.public_key)


def test_a_code_of_a_definition_with_the_same_first_bytes_is_forged() -> None:
    """The tag only sorts sheets of other rounds out; the whole digest is signed."""
    alike = type(DEFINITION)(DEFINITION[:8] + NEXT_ROUND[8:])

    with pytest.raises(ForeignSheet, match="防伪签名不符"):
        read_code(sign_code(CODE, alike, KEY), DEFINITION, KEY.public_key)


def test_a_batch_code_cannot_pass_for_that_of_one_sheet() -> None:
    """The bit and the identity must say the same: one signed without the other is none of ours."""

    class Marked:
        public_key = KEY.public_key

        def sign(self, message: bytes) -> str:
            cleared = bytearray(message)
            cleared[len(b"piaojue-sheet-1") + 32] &= 0x7F
            return KEY.sign(bytes(cleared))

    payload = bytearray(
        sign_code(SheetCode(format=0, page=1, identity=BATCH), DEFINITION, Marked())
    )
    payload[1] &= 0x7F

    with pytest.raises(Malformed, match="不是票决票的编码"):
        read_code(bytes(payload), DEFINITION, KEY.public_key)


@pytest.mark.parametrize(
    "payload", [b"", b"https://example.com/", bytes(CODE_BYTES), b"\x01" + bytes(CODE_BYTES)]
)
def test_bytes_that_are_no_code_of_ours_are_refused(payload: bytes) -> None:
    with pytest.raises(Malformed, match="不是票决票的编码"):
        read_code(payload, DEFINITION, KEY.public_key)


@pytest.mark.parametrize("payload", [b"", bytes(SMALL_CODE_BYTES), b"\x02" + bytes(5)])
def test_bytes_that_are_no_small_code_of_ours_are_refused(payload: bytes) -> None:
    with pytest.raises(Malformed, match="小二维码不是票决票的编码"):
        read_small_code(payload, DEFINITION)


@given(st.sets(identities, max_size=8).flatmap(lambda found: st.permutations(sorted(found))))
def test_the_commitment_does_not_depend_on_the_order(drawn: list[bytes]) -> None:
    assert commitment(drawn) == commitment(sorted(drawn))


@given(st.sets(identities, min_size=1, max_size=8))
def test_another_set_has_another_commitment(drawn: set[bytes]) -> None:
    assert commitment(drawn) != commitment(sorted(drawn)[1:])


@pytest.mark.parametrize("drawn", [[bytes(16), bytes(16)], [bytes(15)]])
def test_repeated_or_short_identities_are_refused(drawn: list[bytes]) -> None:
    with pytest.raises(Malformed, match="标识有重复，或者长度不对"):
        commitment(drawn)
