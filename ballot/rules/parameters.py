"""票决办法 as a value: one field per parameter, each with its default.

The defaults are the commonest clause of a county's or township's 人民代表大会. Where each default
comes from stands in `ballot.rules.terms`; the passed 票决办法 of the session is what binds.
"""

import msgspec

from ballot.rules import values as v


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one 票决; ``None`` in a count means: not known yet.

    It is serialised with every default written out, so that a record stays readable when a later
    version ships other defaults.
    """

    # The body and its numbers.
    body_type: v.BodyType = "npc_congress"
    result_verb: v.ResultVerb | None = None
    roster_total: v.Positive | None = None
    roster_basis: v.RosterBasis = "actual"
    present: v.Count | None = None
    quorum_rule: v.QuorumRule = "ge_2_3"
    seats: v.Positive | None = None
    candidates_n: v.Positive | None = None
    margin_min: v.MarginMin = v.MarginMin()
    proxy: bool = False
    assisted_writing: bool = True
    recusal_check: bool = True
    languages: tuple[v.Name, ...] = ("zh",)

    # The ballot.
    ballot_mode: v.BallotMode = "at_most_k"
    choices: tuple[v.Choice, ...] = ("approve", "oppose", "abstain")
    sheet_style: v.SheetStyle = "B"
    mark_approve: tuple[v.Mark, ...] = ("○",)
    mark_oppose: tuple[v.Mark, ...] = ("×",)
    mark_abstain: tuple[v.Mark, ...] = ("blank",)
    ballot_order: v.BallotOrder = "presidium"
    category_quota: dict[v.Name, v.Positive] | None = None
    budget_cap: v.BudgetCap | None = None

    # What a ballot counts as.
    blank_means: v.BlankMeans = "abstain"
    no_input_means: v.NoInputMeans = "not_returned"
    overvote: v.Overvote = "ballot_void"
    undervote: v.Undervote = "valid"
    all_blank: v.AllBlank = "valid_abstain"
    adjudication: v.Adjudication = "lenient_intent"
    item_illegible: v.ItemIllegible = "item_invalid"
    all_illegible: v.AllIllegible = "ballot_void"
    identifying_mark: v.IdentifyingMark = "ballot_void"
    write_in: v.WriteIn = "no"
    last_press: v.LastPress = "last"

    # From the totals to the result.
    returned_gt_issued: v.ReturnedGtIssued = "void_revote"
    revote_by: v.RevoteBy = "presidium"
    threshold: v.Threshold = "majority"
    threshold_base: v.ThresholdBase = "all_members"
    rank_by: v.RankBy = "approve"
    rank_points: v.Points | None = None
    tie_rule: v.TieRule = "re_vote_tied"
    runoff_threshold: v.RunoffThreshold = "plurality"
    tie_again: v.TieAgain = "presidium"
    shortfall_action: v.ShortfallAction = "presidium_decides"
    shortfall_pool: v.ShortfallPool = "by_order"
    shortfall_threshold: v.ShortfallThreshold = "majority_all"
    max_rounds: v.Rounds = 3

    # The hall, the people and the papers.
    channels: tuple[v.Channel, ...] = ("paper",)
    min_channel: v.Positive = 10
    identity: v.Identity = "unique"
    scrutineers: v.Scrutineers = v.Scrutineers()
    display: v.Display = "silent"
    publish_level: v.PublishLevel = "names_approve"
    publish_paper: v.PublishPaper = "totals"
    breakdown: v.Breakdown = "none"
    smallest_group: v.Positive | None = None
    result_order: v.ResultOrder = "report_by_votes"
    fallback: v.Fallback = "hand_count"
    audit_sample: v.AuditSample = v.AuditSample()
    retention: v.Name = "按归档范围和保管期限表"

    # 满意度测评.
    grades: tuple[v.Name, ...] = ("满意", "基本满意", "不满意")
    grade_rule: v.GradeRule = "tier_majority"
    grade_points: v.Points = (100, 70, 30)
    grade_base: v.GradeBase = "all_members"
    grade_boundary_inclusive: tuple[bool, ...] = (True, False)
    dont_know: v.DontKnow = "excluded"
    dual_channel: v.DualChannel = "first_sealed_wins"
    grader_weights: dict[v.Name, v.Positive] | None = None

    def __post_init__(self) -> None:
        """Put names in the order of canonical JSON (RFC 8785: by UTF-16 code units).

        Else rules read back from the log would draw another text than those that were created.
        """
        for name in ("category_quota", "grader_weights"):
            given: dict[str, int] | None = getattr(self, name)
            if given is not None:
                ordered = dict(sorted(given.items(), key=lambda pair: pair[0].encode("utf-16-be")))
                msgspec.structs.force_setattr(self, name, ordered)
