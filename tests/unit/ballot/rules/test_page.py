"""The page of the parameters says what the code says."""

import msgspec

from ballot.rules import Rules
from tests.support.rules_table import PAGE, filled, rows


def test_the_table_of_the_page_is_the_one_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert filled(page) == page


def test_every_parameter_has_a_row() -> None:
    table = "\n".join(rows())

    assert [
        one.name for one in msgspec.structs.fields(Rules) if f"| `{one.name}` |" not in table
    ] == []
