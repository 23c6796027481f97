import pytest
from msgspec.structs import replace

from ballot.definition import freeze
from ballot.errors import Malformed
from ballot.identity import commitment, read_code, read_small_code
from ballot.print_run import draw_run
from ballot.sheet import Format, layout_of, read_format
from tests.support.printed import KEY, STYLES, practice, run_of

DEFINITION = practice(projects=25)
NAME = freeze(DEFINITION)[1]
LAYOUT = layout_of(DEFINITION, Format(large=True))


def test_every_page_of_every_sheet_bears_the_identity_of_its_sheet() -> None:
    run = run_of(DEFINITION, LAYOUT, count=3)

    for sheet in run.sheets:
        read = [read_code(page.code, NAME, KEY.public_key) for page in sheet]
        assert [one.page for one in read] == [page.number for page in LAYOUT.pages]
        assert {read_format(one.format) for one in read} == {LAYOUT.format}
        [identity] = {one.identity for one in read}
        assert identity in run.identities
        assert [read_small_code(page.small, NAME) for page in sheet] == [
            (page.number, identity) for page in LAYOUT.pages
        ]


def test_a_run_keeps_the_set_and_its_commitment() -> None:
    run = run_of(DEFINITION, LAYOUT, count=40)

    assert len(run.identities) == len(run.sheets) == 40
    assert run.commitment == commitment(run.identities)


def test_entropy_that_repeats_itself_is_refused() -> None:
    with pytest.raises(Malformed, match="标识有重复"):
        draw_run(LAYOUT, NAME, identity="unique", count=2, signer=KEY, entropy=bytes)


def test_a_batch_has_one_signed_code_for_all_sheets_and_keeps_no_identity() -> None:
    definition = practice(replace(STYLES["B"], identity="batch"))
    run = run_of(definition, layout_of(definition, Format()), count=5)

    [page] = {sheet[0] for sheet in run.sheets}
    assert read_code(page.code, freeze(definition)[1], KEY.public_key).batch
    assert len(run.sheets) == 5
    assert run.identities == frozenset()


def test_neither_a_run_nor_a_code_shows_itself_in_a_log() -> None:
    run = run_of(DEFINITION, LAYOUT, count=2)

    assert repr(run) == "PrintRun(2 sheets)"
    assert repr(run.sheets[0][0]) == "PageCodes(…)"
