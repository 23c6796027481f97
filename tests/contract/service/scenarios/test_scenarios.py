"""Every awkward case, played once through a service of its own, and what each leaves behind."""

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot import events as e
from ballot.rules import Rules
from service.cli.main import main
from service.rehearsal.scenarios.account import NOTICE
from service.rehearsal.scenarios.catalogue import SCENARIOS
from service.rehearsal.scenarios.leaving import ACCOUNT, Left
from service.rehearsal.scenarios.lost import SPARED
from service.rehearsal.scenarios.playing import Practice, practise
from service.rehearsal.scenarios.quorum import ADJOURNED

ON_PAPER = ("tie", "second-tie", "shortfall", "extra-ballot", "no-quorum", "scanner-failure")
ON_TABLETS = ("tablet-failure", "server-failure", "lost-key")
COUNTED = {"attendance", "issue_return", "count_report", "sealing_list"}
Played = dict[str, Left]


BY_MACHINE = ("extra-ballot", "server-failure")
"""Cases whose paper is scanned; in the others two tellers count it."""


def played(names: tuple[str, ...], out: Path, *, scan: bool = False, **rules: Any) -> Played:
    """Play ``names`` with twelve deputies, a quarter of them on tablets where there are any."""
    asked = Practice(
        rules=Rules(seats=2, roster_total=12, **rules),
        roster=12,
        paper_share=0.75,
        threshold=2,
        trustees=3,
        group="Ed25519",
        seed=1,
        scan=scan,
        out=out,
    )
    done = asyncio.run(practise(names, asked, lambda *_: None, lambda _: None))
    assert all(isinstance(one, Left) for one in done.values()), done
    return {name: one for name, one in done.items() if isinstance(one, Left)}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """All cases: those that need no tablets on paper alone, because that is quick."""
    here = tmp_path_factory.mktemp("scenarios")
    both = {"channels": ("paper", "tablet")}
    done: Played = {}
    for names, rules in ((ON_PAPER, {}), (ON_TABLETS, both)):
        for scan in (False, True):
            chosen = tuple(one for one in names if (one in BY_MACHINE) is scan)
            # A case alone leaves its things in the directory itself.
            out = here / chosen[0] if len(chosen) == 1 else here
            done |= played(chosen, out, scan=scan, **rules)
    return done


def codes(left: Left) -> list[str]:
    return [one["code"] for one in left.refusals]


def events_of(record: Path) -> list[e.Event]:
    """The leaves of a log, each after its length in two bytes."""
    with zipfile.ZipFile(record) as file:
        (name,) = (one for one in file.namelist() if one.startswith("log/tile/entries/"))
        rest = file.read(name)
    found = []
    while rest:
        size = int.from_bytes(rest[:2], "big")
        found.append(e.decode(rest[2 : 2 + size]))
        rest = rest[2 + size :]
    return found


def papers(left: Left, directory: str = "papers") -> set[str]:
    return {one.stem for one in (left.out / directory).glob("*.pdf")}


def test_every_case_there_is_is_played() -> None:
    assert {*ON_PAPER, *ON_TABLETS} == set(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_leaves_an_account_with_every_refusal_word_for_word(done: Played, name: str) -> None:
    account = (done[name].out / ACCOUNT).read_text()

    assert NOTICE in account
    assert done[name].refusals
    assert [one["sentence"] for one in done[name].refusals if one["sentence"] not in account] == []
    assert "票决办法第" in account


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_leaves_a_record_that_verifies(done: Played, name: str) -> None:
    out = done[name].out
    with (out / "record.zip").open("rb") as record, (out / "evidence.zip").open("rb") as evidence:
        report = verify_record(record, expectations=Expectations(evidence=evidence))

    assert report.holds
    assert report.rehearsal
    assert json.loads((out / "outcome.json").read_text())["status"] == done[name].outcome["status"]


@pytest.mark.parametrize(
    ("name", "status", "rounds", "announced"),
    [
        ("tie", "final", ("已公告", "已公告"), (1, 2)),
        ("second-tie", "undecided_second_tie", ("已公告", "已公告"), (1, 2)),
        ("shortfall", "final", ("已公告", "已公告"), (1, 2)),
        ("extra-ballot", "final", ("无效", "已公告"), (2,)),
        ("no-quorum", "final", ("已公告",), (1,)),
        ("scanner-failure", "final", ("已公告",), (1,)),
        ("tablet-failure", "final", ("已公告",), (1,)),
        ("server-failure", "final", ("已公告",), (1,)),
        ("lost-key", "final", ("无效", "已公告"), (2,)),
    ],
)
def test_each_ends_with_an_announcement_of_as_many_projects_as_there_are_seats(
    done: Played, name: str, status: str, rounds: tuple[str, ...], announced: tuple[int, ...]
) -> None:
    left = done[name]

    assert left.outcome["status"] == status
    assert left.rounds == rounds
    assert (len(left.chosen), left.vacant) == (2, 0)
    wanted = {f"{at}-{kind}" for at in announced for kind in (*COUNTED, "announcement")}
    assert wanted | {"0-measure", "0-scrutineers"} <= papers(left)


def test_a_tie_allows_neither_a_fill_nor_an_early_announcement(done: Played) -> None:
    assert codes(done["tie"]) == ["stage.wrong", "list.wrong", "stage.wrong"]


def test_a_second_tie_is_not_announced_before_the_presidium_decided(done: Played) -> None:
    *_, last = done["second-tie"].refusals

    assert (last["who"], last["code"]) == ("执行主席", "act.not_yet")
    assert "主席团" in last["sentence"]


def test_a_vacancy_is_not_filled_before_the_presidium_decided(done: Played) -> None:
    assert codes(done["shortfall"]) == ["stage.wrong", "act.not_yet", "stage.wrong"]


def test_an_overfull_box_has_no_result_and_a_paper_that_says_so(done: Played) -> None:
    left = done["extra-ballot"]

    assert codes(left)[0] == "round.must_be_void"
    assert {"1-attendance", "1-issue_return"} <= papers(left)
    assert not {"1-count_report", "1-announcement"} & papers(left)
    assert any("主席团" in one["sentence"] for one in left.refusals)


def test_without_a_quorum_nothing_is_opened_and_the_paper_of_an_adjournment_is_there(
    done: Played,
) -> None:
    left = done["no-quorum"]

    assert left.refusals[0]["sentence"] == "应到 12 名，实到 7 名，法定须有 8 名到会，不能投票。"
    assert papers(left, ADJOURNED) == {"1-attendance"}


def test_after_the_scanner_failed_two_tellers_count_until_they_agree(done: Played) -> None:
    left = done["scanner-failure"]

    assert codes(left)[:2] == ["act.not_yet", "hand_count.different"]
    assert "第 1 号项目赞成" in (left.out / ACCOUNT).read_text()


def test_what_the_scanner_had_read_stays_in_the_log_and_is_counted_nowhere(done: Played) -> None:
    leaves = events_of(done["scanner-failure"].out / "record.zip")
    (batch,) = (one for one in leaves if isinstance(one, e.BatchRead))
    (fallback,) = (one for one in leaves if isinstance(one, e.FallbackDeclared))

    assert len(batch.sheets) == fallback.readings == 6
    assert not any(isinstance(one, e.SheetsCounted) for one in leaves)


def test_after_the_tablets_failed_cards_become_paper_one_for_one(done: Played) -> None:
    left = done["tablet-failure"]
    tablet = left.outcome["channels"]["tablet"]["ballots"]
    paper = left.outcome["channels"]["paper"]["ballots"]

    assert codes(left)[:2] == ["act.not_yet", "card.spent"]
    assert (tablet["issued"], tablet["replaced"], tablet["returned"]) == (1, 2, 1)
    assert (paper["issued"], paper["returned"]) == (11, 11)


def test_after_the_service_was_killed_every_receipt_stands(done: Played) -> None:
    left = done["server-failure"]

    assert codes(left)[:2] == ["client.unreachable", "card.spent"]
    assert "断电前有回执 1 张，重启后在票箱里 1 张" in (left.out / ACCOUNT).read_text()
    assert left.outcome["channels"]["tablet"]["ballots"]["returned"] == 3


def test_two_of_three_keys_are_enough_and_one_is_not(done: Played) -> None:
    left = done["lost-key"]
    with (left.out / SPARED / "record.zip").open("rb") as record:
        report = verify_record(record)

    assert report.holds
    assert report.stages == ("第 1 轮已公告",)
    assert "tablet" not in left.outcome["channels"]
    assert any("2 位监票人" in one["sentence"] for one in left.refusals)


def test_another_sessions_rules_lead_to_another_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A neighbourhood's council decides ties by lot; its quorum is stricter."""
    rules = {
        "body_type": "street_assembly",
        "seats": 2,
        "roster_total": 20,
        "choices": ["approve"],
        "ballot_mode": "exactly_k",
        "undervote": "void",
        "threshold_base": "valid",
        "quorum_rule": "gt_2_3",
        "tie_rule": "lot",
        "publish_level": "full",
    }
    (tmp_path / "rules.json").write_text(json.dumps(rules))

    words = ["rehearse", "--scenario", "tie", "--rules", str(tmp_path / "rules.json")]
    code = main([*words, "--out", str(tmp_path / "out"), "--json"])
    shown = json.loads(capsys.readouterr().out)

    assert code == 0
    assert (shown["status"], len(shown["chosen"])) == ("tie_at_cutoff", 2)
    account = (tmp_path / "out" / ACCOUNT).read_text()
    assert "抽签" in account
    assert "票选办法第" in account
    assert main(["verify", str(tmp_path / "out" / "record.zip")]) == 0


def test_where_the_rules_say_so_failed_tablets_end_in_a_show_of_hands(
    tmp_path: Path,
) -> None:
    done = played(
        ("tablet-failure",),
        tmp_path / "out",
        channels=("tablet",),
        fallback="show_of_hands",
        revote_by="automatic",
    )
    left = done["tablet-failure"]

    assert left.rounds == ("无效", "已公告")
    assert set(left.outcome["channels"]) == {"hands"}
    assert len(left.chosen) == 2


@pytest.mark.parametrize(
    ("name", "rules", "said"),
    [
        ("tablet-failure", {}, "没有规定使用平板"),
        ("lost-key", {}, "没有规定使用平板"),
        ("lost-key", {"channels": ["tablet"]}, "没有纸质票可以改用"),
        ("scanner-failure", {"channels": ["tablet"]}, "没有票要读"),
        ("shortfall", {"threshold": "plurality"}, "有一票赞成即可"),
        ("shortfall", {"ballot_mode": "whole_list"}, "一并表决"),
        ("tie", {"seats": 1}, "不可能"),
        ("tie", {"ballot_mode": "graded"}, "满意度测评"),
        ("second-tie", {"tie_rule": "admit_all"}, "不再次投票"),
        ("second-tie", {"runoff_threshold": "majority"}, "过半数"),
    ],
)
def test_rules_that_rule_a_case_out_are_said_to_with_their_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, rules: Any, said: str
) -> None:
    (tmp_path / "rules.json").write_text(json.dumps({"seats": 3, **rules}))
    words = ["rehearse", "--scenario", name, "--rules", str(tmp_path / "rules.json")]

    code = main([*words, "--out", str(tmp_path / "out")])

    assert code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "办法第" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ballots", "b.csv", "--scenario", "tie"], "--scenario"),
        (["--scenario", "flood"], "flood"),
        (["--scenario", "tie", "--runoff", "b.csv"], "--runoff"),
        (["--scenario", "tie", "--paper-share", "2"], "--paper-share"),
        (["--scenario", "tie", "--scrutineers", "3/2"], "--scrutineers"),
        (["--ballots", "b.csv"], "--seats"),
        ([], "--ballots"),
    ],
)
def test_a_wrong_call_is_answered_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["rehearse", *words, "--out", str(tmp_path / "out")]) == 2

    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", BY_MACHINE)
def test_paper_that_a_machine_reads_is_in_the_log_and_no_teller_counts_it(
    done: Played, name: str
) -> None:
    leaves = events_of(done[name].out / "record.zip")

    assert [one for one in leaves if isinstance(one, e.BatchRead)]
    assert [one for one in leaves if isinstance(one, e.SheetsCounted)]
    assert not [one for one in leaves if isinstance(one, e.HandCountEntered)]
