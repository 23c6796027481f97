"""What a tablet is served: the page, the programs that a definition names, its signers."""

from pathlib import Path

import msgspec
import pytest

from ballot.canonical import digest
from ballot.events.listing import ListFrozen
from ballot.signing import check_signature, statement
from service.pages import files
from service.pages.files import LIST, STATIC, bundle
from tests.support.hall import Town


@pytest.mark.parametrize(("page", "file"), [("vote", "tablet.html"), ("check", "check.html")])
async def test_the_page_is_one_file_for_every_election(town: Town, page: str, file: str) -> None:
    answers = [await town.http.get(f"/{page}/{name}/1") for name in ("one", "another")]

    assert {answer.content for answer in answers} == {(STATIC / file).read_bytes()}
    assert answers[0].headers["content-type"] == "text/html; charset=utf-8"


async def test_a_page_may_load_from_here_alone_and_stand_in_no_frame(town: Town) -> None:
    headers = (await town.http.get("/vote/any/1")).headers
    policy = headers["content-security-policy"].split("; ")

    assert {
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    } <= set(policy)
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["permissions-policy"].startswith("camera=(self)")
    assert headers["cache-control"] == "no-store"


async def test_tablets_find_their_round_by_a_short_address(town: Town) -> None:
    session = await town.session("ready")

    listed = (await town.http.get("/vote")).text

    assert f'href="/vote/{session.id}/1"' in listed
    assert "程序被换过" not in listed


async def test_a_program_that_is_not_the_one_signed_for_is_told_of(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await town.session("ready")
    (tmp_path / LIST).write_text("0" * 64 + "  tablet.js\n")
    monkeypatch.setattr(files, "STATIC", tmp_path)

    assert "程序被换过" in (await town.http.get("/vote")).text


async def test_the_definition_names_the_programs_that_are_served(town: Town) -> None:
    session = await town.session("listed")
    served = await town.http.get(f"/static/{LIST}")

    shown = await session.api("clerk").get(session.path)
    name = shown["rounds"][0]["definition"]
    definition = msgspec.json.decode(await town.house.ledger.get_object(name))

    assert definition["bundle"] == digest(served.content) == bundle()


async def test_a_round_without_tablets_names_no_programs(town: Town) -> None:
    session = await town.session("listed", tablet=())

    shown = await session.api("clerk").get(session.path)
    definition = await town.house.ledger.get_object(shown["rounds"][0]["definition"])

    assert msgspec.json.decode(definition)["bundle"] is None


async def test_the_booth_shows_who_signed_the_list(town: Town) -> None:
    session = await town.session("ready")

    booth = await town.nobody.get(f"{session.round()}/booth")

    event = msgspec.convert(booth["frozen"]["event"], ListFrozen)
    keys = {(one["role"], one["holder"]): one["key"] for one in booth["frozen"]["signers"]}
    assert event.definition == digest(booth["definition"].encode())
    assert {one.role for one in event.approvals} == {"clerk", "presider"}
    for one in event.approvals:
        key = keys[(one.role, one.holder)]
        check_signature(key, statement(session.id, event), one.signature)  # type: ignore[union-attr]


async def test_without_a_root_of_its_own_the_service_says_what_to_do(town: Town) -> None:
    assert "piaojue serve --tls" in (await town.http.get("/trust")).text
    assert (await town.http.get("/trust/root.crt")).status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fapp.py", "tablet.map", "none.js"])
async def test_nothing_else_is_served_as_a_file(town: Town, name: str) -> None:
    assert (await town.http.get(f"/static/{name}")).status_code == 404
