"""范本: what an upper level leaves to a lower one. A lower level may only narrow it.

A template says for a parameter (or a part of one, as ``scrutineers.keys``) which value it has,
which values it may have, or between which integers it lies; its defaults fill what rules leave out.
Rules adopt a template; a template that adopts one may only narrow it too, so that rules within the
lowest are within every one above.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ballot.errors import Refused
from ballot.rules.parameters import Rules
from ballot.rules.parsing import rules_from
from ballot.rules.terms import chinese_of
from ballot.rules.values import Name
from ballot.rules.words import worded

NOT_STATED = "没有写明"
MOST_LEVELS = 4
"""省、市、县、乡: so many levels may stand above a session, one template each."""


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a parameter may be: the one ``fixed`` value, one ``allowed``, or within ``range``.

    Exactly one of the three is set; values are those of `Rules`, ``range`` includes both ends.
    """

    fixed: Any = UNSET
    allowed: tuple[Any, ...] | UnsetType = UNSET
    range: tuple[int, int] | UnsetType = UNSET

    def holds(self, value: object) -> bool:
        """Return whether ``value`` keeps to the limit; a figure not yet known never does."""
        if self.range is not UNSET:
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and self.range[0] <= value <= self.range[1]  # type: ignore[operator]  # whole
        return value in self.values

    @property
    def values(self) -> tuple[Any, ...]:
        """The values, where they are listed and not a range."""
        return (self.fixed,) if self.allowed is UNSET else self.allowed

    def within(self, upper: "Limit") -> bool:
        """Return whether everything that this limit admits is admitted by ``upper``."""
        if self.range is UNSET:
            return all(upper.holds(value) for value in self.values)
        least, most = self.range
        if upper.range is not UNSET:
            return upper.range[0] <= least and most <= upper.range[1]
        listed = {value for value in upper.values if isinstance(value, int)}
        return most - least < len(listed) and listed.issuperset(range(least, most + 1))

    def worded(self, identifier: str) -> str:
        """Return the limit in Chinese."""
        if self.range is not UNSET:
            return f"{self.range[0]} 至 {self.range[1]}"
        named = "，或者".join(worded(identifier, value) for value in self.values)
        return f"只能为{named}" if len(self.values) == 1 else named


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A template: ``limits`` and ``defaults`` by path, ``issuer`` the body that answers for it."""

    name: Name
    issuer: Name
    limits: dict[str, Limit] = {}
    defaults: dict[str, Any] = {}


class Deviation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the rules, or a lower template, differ: ``outside`` is what may not be."""

    path: str
    chinese: str
    template: str
    found: str
    outside: bool
    sentence: str


def filled(template: Template, given: dict[str, Any]) -> dict[str, object]:
    """Return the clauses of a rules file that adopts ``template``: its own, then the template's."""
    fixed = {
        path: limit.fixed for path, limit in template.limits.items() if limit.fixed is not UNSET
    }
    stated = {path: msgspec.to_builtins(one) for path, one in (template.defaults | fixed).items()}
    wholes = {path: value for path, value in stated.items() if "." not in path}
    taken = wholes | given
    for identifier in STRUCTURES:
        own = taken.get(identifier, msgspec.to_builtins(getattr(_DEFAULTS, identifier)))
        parts = {
            path.removeprefix(f"{identifier}."): value
            for path, value in stated.items()
            if path.startswith(f"{identifier}.")
        }
        # What is off, or is no object at all, gets no parts.
        if parts and isinstance(own, dict):
            below = wholes.get(identifier) or {}
            said = given.get(identifier, {})
            taken[identifier] = below | parts | (said if isinstance(said, dict) else {})
    return taken


STRUCTURES = ("margin_min", "scrutineers", "audit_sample", "budget_cap")
"""Parameters with parts of their own, which a template may limit one by one."""
_DEFAULTS = Rules()


def adopted(template: Template, given: dict[str, Any]) -> tuple[Rules, tuple[Deviation, ...]]:
    """Return the rules of the clauses ``given`` under ``template``, and every deviation.

    Raises Misread for clauses that are no rules. `require_within` refuses what lies outside.
    """
    rules = rules_from(filled(template, given))
    return rules, deviations(template, rules)


def deviations(template: Template, rules: Rules) -> tuple[Deviation, ...]:
    """Return where ``rules`` differ from what ``template`` says, those outside it first."""
    outside = [
        _of_rules(path, limit.worded(_identifier(path)), value_at(rules, path), outside=True)
        for path, limit in template.limits.items()
        if not (is_off(rules, path) or limit.holds(value_at(rules, path)))
    ]
    gone = {one.path for one in outside}
    other = [
        _of_rules(path, worded(_identifier(path), default), value_at(rules, path), outside=False)
        for path, default in template.defaults.items()
        if path not in gone and value_at(rules, path) != default and not is_off(rules, path)
    ]
    return (*outside, *other)


def require_within(template: Template, found: tuple[Deviation, ...]) -> None:
    """Raise Refused with one sentence per deviation of ``found`` that ``template`` forbids."""
    outside = [one.sentence for one in found if one.outside]
    if outside:
        raise Refused(f"超出范本《{template.name}》：" + "".join(outside), code="template.outside")


def narrowings(upper: Template, lower: Template) -> tuple[Deviation, ...]:
    """Return what ``lower`` changes of ``upper``: narrower limits, and what may not be."""
    limits = [
        _of_template(path, upper.limits.get(path), limit)
        for path, limit in lower.limits.items()
        if limit != upper.limits.get(path)
    ]
    defaults = [
        _of_default(path, upper, default)
        for path, default in lower.defaults.items()
        if default != upper.defaults.get(path, UNSET)
    ]
    return tuple(sorted((*limits, *defaults), key=lambda one: not one.outside))


def narrowed(upper: Template, lower: Template) -> Template:
    """Return the template that holds for those who adopt ``lower``, which adopts ``upper``.

    Raises Refused where ``lower`` widens a limit of ``upper``.
    """
    outside = [one.sentence for one in narrowings(upper, lower) if one.outside]
    if outside:
        raise Refused(f"放宽了上级范本《{upper.name}》：" + "".join(outside), code="template.wider")
    limits = upper.limits | lower.limits
    kept = {
        path: default
        for path, default in upper.defaults.items()
        if path not in limits or limits[path].holds(default)
    }
    return Template(
        name=lower.name, issuer=lower.issuer, limits=limits, defaults=kept | lower.defaults
    )


def chain(templates: Sequence[Template]) -> Template | None:
    """Return the template that holds at the end of a chain, the highest level first.

    Raises Refused where one widens what stands above it.
    """
    merged = None
    for one in templates:
        merged = one if merged is None else narrowed(merged, one)
    return merged


def value_at(rules: Rules, path: str) -> Any:
    """Return the value of the parameter, or the part of one, that ``path`` names."""
    identifier, _, part = path.partition(".")
    value = getattr(rules, identifier)
    return getattr(value, part) if part and value is not None else value


def is_off(rules: Rules, path: str) -> bool:
    """Return whether ``path`` names a part of something that the rules do without."""
    identifier, _, part = path.partition(".")
    return bool(part) and getattr(rules, identifier) is None


def _identifier(path: str) -> str:
    return path.partition(".")[0]


def _of_rules(path: str, says: str, value: object, *, outside: bool) -> Deviation:
    chinese = chinese_of(path)
    found = NOT_STATED if value is None and outside else worded(_identifier(path), value)
    verdict = "超出范本，请改正" if outside else "在范本允许的范围内"
    return Deviation(
        path=path,
        chinese=chinese,
        template=says,
        found=found,
        outside=outside,
        sentence=f"{chinese}（{path}）：范本规定“{says}”，规则写的是“{found}”，{verdict}。",
    )


def _of_template(path: str, upper: Limit | None, lower: Limit) -> Deviation:
    chinese, identifier = chinese_of(path), _identifier(path)
    outside = upper is not None and not lower.within(upper)
    says = "不作限制" if upper is None else upper.worded(identifier)
    found = lower.worded(identifier)
    verdict = "放宽了上级的规定，请改正" if outside else "比上级规定得更严"
    return Deviation(
        path=path,
        chinese=chinese,
        template=says,
        found=found,
        outside=outside,
        sentence=f"{chinese}（{path}）：上级范本规定“{says}”，本范本规定“{found}”，{verdict}。",
    )


def _of_default(path: str, upper: Template, default: object) -> Deviation:
    chinese, identifier = chinese_of(path), _identifier(path)
    limit = upper.limits.get(path)
    outside = limit is not None and not limit.holds(default)
    before = upper.defaults.get(path, UNSET)
    says = NOT_STATED if before is UNSET else worded(identifier, before)
    if outside and limit is not None:
        says = limit.worded(identifier)
    found = worded(identifier, default)
    verdict = "超出上级的规定，请改正" if outside else "在上级允许的范围内"
    return Deviation(
        path=path,
        chinese=chinese,
        template=says,
        found=found,
        outside=outside,
        sentence=f"{chinese}（{path}）的默认值：上级范本为“{says}”，本范本为“{found}”，{verdict}。",
    )
