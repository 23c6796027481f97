"""The files of a record, and its objects by their digests."""

from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader

from audit.errors import Malformed
from audit.record import layout
from audit.record.container import Container, Member
from ballot.canonical import Digest, digest


@dataclass
class Objects:
    """What lies in the ``container``, which people call ``name``."""

    container: Container
    name: str = "记录包"

    @cached_property
    def members(self) -> dict[str, Member]:
        """The files by name."""
        return {one.name: one for one in self.container.members}

    def read(self, name: str) -> bytes:
        """Return the content of a file. Raises Malformed if it is not there."""
        return self.container.read(self._member(name))

    def open(self, name: str) -> BufferedReader:
        """Return a file to read piece by piece. Raises Malformed if it is not there."""
        return BufferedReader(self.container.window(self._member(name)))

    def get(self, name: Digest) -> bytes:
        """Return the object whose content has the digest ``name``. Raises Malformed."""
        data = self.read(layout.object_name(name))
        if digest(data) != name:
            raise Malformed(f"对象 {name[:16]}… 的内容与名称不符。", code="record.object")
        return data

    def _member(self, name: str) -> Member:
        member = self.members.get(name)
        if member is None:
            raise Malformed(f"{self.name}中没有“{name}”。", code="record.absent")
        return member
