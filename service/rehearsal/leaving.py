"""What a rehearsal leaves in its directory."""

import json
from pathlib import Path
from typing import Any

from service.rehearsal.session import Hall

MOTIONS = ("measure", "scrutineers")
"""The texts that the meeting passes before the first round."""


def made(directory: Path) -> None:
    """Make the directory, and those above it, unless they are there."""
    directory.mkdir(parents=True, exist_ok=True)


async def leave_documents(out: Path, hall: Hall, outcome: Any) -> tuple[bytes, bytes]:
    """Write record, evidence, outcome and the papers of all rounds; return the first two."""
    shown = json.dumps(outcome, ensure_ascii=False, indent=1)
    (out / "outcome.json").write_text(shown + "\n", encoding="utf-8")
    return await leave_session(out, hall)


async def leave_session(out: Path, hall: Hall) -> tuple[bytes, bytes]:
    """Write record, evidence and papers; return the first two."""
    made(out)
    record = await hall.public.get_bytes(f"{hall.path}/record.zip")
    evidence = await hall.company.api("chief_scrutineer").get_bytes(f"{hall.path}/evidence.zip")
    (out / "record.zip").write_bytes(record)
    (out / "evidence.zip").write_bytes(evidence)
    await leave_papers(out / "papers", hall)
    return record, evidence


async def leave_papers(papers: Path, hall: Hall) -> None:
    """Write every paper that was issued, in both forms."""
    made(papers)
    clerk = hall.company.api("clerk")
    state = await clerk.get(hall.path)
    for one in state["rounds"]:
        for kind in one["papers"]:
            for form in ("docx", "pdf"):
                path = f"{hall.round(one['round'])}/papers/{kind}/{form}"
                (papers / f"{one['round']}-{kind}.{form}").write_bytes(await clerk.get_bytes(path))


async def leave_motions(papers: Path, hall: Hall) -> None:
    """Write what the meeting passes before it votes: the 票决办法 and the list of scrutineers."""
    made(papers)
    clerk = hall.company.api("clerk")
    for name in MOTIONS:
        for form in ("docx", "pdf"):
            data = await clerk.get_bytes(f"{hall.path}/{name}/{form}")
            (papers / f"0-{name}.{form}").write_bytes(data)
