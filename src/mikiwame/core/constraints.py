"""The constraint is the law: which refusal each constraint of the database stands for, in one place.

A rule beforehand says it more kindly; what a race slips past the rule ends here.
"""

from django.db import IntegrityError

from .errors import Refused

REFUSALS: dict[str, str] = {
    # members
    "members_member_email_key": "email_taken",
    "members_member_email_once": "email_taken",
    "members_verification_one_waits": "papers_waiting",
    "members_verification_one_holds": "identity_confirmed_already",
    # turns
    "turns_turn_one_open_per_subject": "wrong_state",
    # ledger
    "ledger_account_covered": "not_enough_money",
    "ledger_entry_same_content": "entry_key_reused",
    # terms
    "terms_sheet_version_once": "wrong_state",
    "terms_sheet_frozen": "sheet_frozen",
    # messaging
    "messaging_conversation_subject_key": "wrong_state",
    "messaging_message_pkey": "already_sent",
    "messaging_question_one_open": "question_open",
    # escrow
    "escrow_deposit_paid_once": "deposit_standing",
    "escrow_receipt_once": "receipt_of_another",
    "escrow_release_once": "already_paid",
    "escrow_refund_once": "already_refunded",
    "escrow_carry_once": "already_carried_over",
    # hiring
    "hiring_application_once_per_posting": "already_applied",
    "hiring_place_taken_by_id_key": "wrong_state",
    "hiring_criteria_name_once": "criteria_name_taken",
    "hiring_criteria_number_once": "wrong_state",
    "hiring_criteria_one_default": "wrong_state",
    # contracts
    "contracts_offer_one_standing": "offer_standing",
    "contracts_offer_one_direct": "direct_offer_standing",
    "contracts_offer_one_trial": "tried_before",
    "contracts_cancellation_one_open": "cancellation_open",
    "contracts_break_one_open": "break_open",
    "contracts_endingnotice_contract_id_key": "ends_already",
    "contracts_decision_number_once": "wrong_state",
    "contracts_decision_by_another": "decided_before",
    "contracts_settlement_one_each": "settlement_standing",
    "contracts_amendment_one_open": "amendment_open",
    "contracts_timeentry_apart": "hours_overlap",
    # taskwork
    "taskwork_import_one_at_a_time": "import_under_way",
    "taskwork_judgement_once": "already_judged",
    "taskwork_attempt_once": "attempt_used",
    "taskwork_attempt_passed_once": "exam_passed_already",
    "taskwork_participant_exam_passed": "exam_not_passed",
    "taskwork_participant_identity_confirmed": "identity_unconfirmed",
    # contests
    "contests_exclusion_one_open": "exclusion_asked",
    "contests_award_once": "wrong_state",
    # reputation
    "reputation_review_once": "already_reviewed",
    "reputation_review_of_tasks_once": "already_reviewed",
    # moderation
    "moderation_report_once": "already_reported",
    "moderation_sanction_one_stop": "wrong_state",
    "moderation_sanction_judged_by_another": "decided_before",
}
"""Constraint -> code of the refusal (see ``mikiwame.refusals``)."""


def refusal_of(error: IntegrityError) -> Refused | None:
    """The refusal for a broken constraint; None where the table has none: then it is a fault."""
    code = REFUSALS.get(str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")))
    return Refused(code) if code else None
