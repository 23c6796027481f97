"""What a 票决办法 says that no parameter holds: whose it is and what is voted on."""

from dataclasses import dataclass

WORDING = 2
"""The version of the wording that new texts are written in; the log names it."""
BLANK = "　　"
"""What is not known yet is left blank, as in a paper draft."""

_BODIES = ("人民代表大会", "人大")
_STREET = "街道"
_SUFFIXES = ("满意度测评", "票决", "票选", "表决")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """The names of `election_created`: all may be blank in a draft.

    ``title`` 青禾县2026年民生实事项目票决, ``session`` 青禾县第十八届人民代表大会第四次会议,
    ``body`` 青禾县人民代表大会. ``wording`` is the version of the words around them.
    """

    title: str = BLANK
    session: str = BLANK
    body: str = BLANK
    wording: int = WORDING

    @property
    def subject(self) -> str:
        """What is voted on: 青禾县2026年民生实事项目."""
        for suffix in _SUFFIXES:
            if self.title.endswith(suffix) and self.title != suffix:
                return self.title.removesuffix(suffix)
        return self.title

    @property
    def place(self) -> str:
        """The place of the body: 青禾县; "" where its name does not say."""
        for word in _BODIES:
            before, found, _ = self.body.partition(word)
            if found:
                return before
        before, found, _ = self.body.partition(_STREET)
        return before + found if found else ""

    @property
    def government(self) -> str:
        """Who proposes the projects: 青禾县人民政府, 城关街道办事处, else 本级人民政府."""
        if not self.place:
            return "本级人民政府"
        return f"{self.place}{'办事处' if self.place.endswith(_STREET) else '人民政府'}"
