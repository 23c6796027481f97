"""票决办法即规则: the passed text is the configuration.

`values` holds the vocabulary, `parameters` the struct, `parsing` reads a file, `terms` names each
parameter in Chinese with the source of its default, `handled` says what this version carries
out, `lint` finds contradictions and missing clauses.
"""

from ballot.rules.parameters import Rules
from ballot.rules.parsing import parse_rules
from ballot.rules.values import Fraction, Scrutineers, Threshold

__all__ = ["Fraction", "Rules", "Scrutineers", "Threshold", "parse_rules"]
