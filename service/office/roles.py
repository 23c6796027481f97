"""The roles of people in the service, in the words of the glossary."""

from dataclasses import dataclass
from typing import Literal, get_args

from service.office.errors import Unfit

Role = Literal[
    "administrator", "clerk", "presider", "chief_scrutineer", "scrutineer", "teller", "auditor"
]
ROLES: tuple[Role, ...] = get_args(Role)

TITLES: dict[Role, str] = {
    "administrator": "运维管理员",
    "clerk": "秘书处工作人员",
    "presider": "执行主席",
    "chief_scrutineer": "总监票人",
    "scrutineer": "监票人",
    "teller": "计票人",
    "auditor": "审计员",
}

EVERYWHERE = ""
"""The election of a role that holds in the whole service, such as a clerk who creates elections."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One role in one election (its id), or in the whole service (EVERYWHERE)."""

    role: Role
    election: str = EVERYWHERE

    def __post_init__(self) -> None:
        """Raise Unfit for an unknown role and for an administrator of one election only."""
        if self.role not in ROLES:
            raise Unfit(
                f"没有“{self.role}”这个角色，可用的角色是 {'、'.join(ROLES)}。", code="role.unknown"
            )
        if self.role == "administrator" and self.election != EVERYWHERE:
            raise Unfit("运维管理员属于整个系统，不能只授予一次票决。", code="role.not-in-election")

    def covers(self, role: Role, election: str) -> bool:
        """Say whether this grant gives ``role`` in ``election``."""
        return self.role == role and self.election in (EVERYWHERE, election)

    def meets(self, other: "Grant") -> bool:
        """Say whether both grants hold in some election together."""
        return EVERYWHERE in (self.election, other.election) or self.election == other.election
