"""The archive of a round's sealed ballots, as a record carries it.

Everything in it follows from the log and its objects, so that two writers make the same bytes.
"""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from audit.errors import Malformed
from audit.record.rounds import closed_at
from ballot import events as e
from ballot.canonical import Digest
from ballot.contest import sealed_election
from ballot.definition import read_definition
from ballot.sealed import (
    ArchiveWriter,
    check_trustees,
    encode_result,
    group_named,
    open_tally,
)
from ballot.state import Election, Round

GetObject = Callable[[Digest], bytes]


def write_archive_of(
    election: Election,
    current: Round,
    events: Sequence[e.Event],
    get_object: GetObject,
    out: BinaryIO,
) -> None:
    """Write the archive of the round ``current`` into ``out``, one ballot in memory at a time.

    It ends after the ballots if the sum was not opened. Raises Malformed where the log has no
    definition, key or list of credentials for the round.
    """
    definition, ceremony = current.definition, election.ceremony
    if definition is None or ceremony is None or ceremony.document is None:
        raise Malformed("有封票的一轮没有票决定义或选举密钥。", code="record.incomplete")
    sealed = sealed_election(read_definition(get_object(definition)), ceremony.public_key or "")
    trustees = get_object(ceremony.document)
    writer = ArchiveWriter(out, closed_at(events, current.number))
    credentials = get_object(election.credential_lists[current.number - 1])
    writer.setup(sealed.raw, trustees, credentials)
    for event in events:
        if isinstance(event, e.BallotCast) and event.round == current.number:
            writer.ballot(get_object(event.ballot))
    writer.end()
    if current.tally is None or current.encrypted_tally is None:
        return
    tally = get_object(current.encrypted_tally)
    partials = {owner: get_object(names[0]) for owner, names in sorted(current.partials.items())}
    writer.tally(tally, current.cast, current.cast)
    for owner, partial in partials.items():
        writer.partial(owner, partial)
    holders = check_trustees(trustees, group_named(election.facts.group))
    writer.result(encode_result(open_tally(sealed, holders, tally, partials, current.cast)))
