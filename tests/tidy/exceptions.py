"""What is excused from the house's rules, each by name and with its reason. An excuse without use fails."""

LONG: dict[str, str] = {}
"""File, or file and function, longer than the house number."""

NO_OPERATION: dict[str, str] = {
    "src/mikiwame/market/taskwork/operations/outcomes.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contracts/operations/course.py": "pieces of operations: what follows by itself",
    "src/mikiwame/market/contracts/operations/offering.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contracts/operations/rewording.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contracts/operations/revaluing.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contracts/operations/topping_up.py::ask": "a piece of accepting an amendment",
    "src/mikiwame/market/contracts/operations/topping_up.py::conclude": "a piece of accepting an amendment",
    "src/mikiwame/market/contracts/operations/rehearsing.py": "a piece of operations: nothing is kept",
    "src/mikiwame/market/contracts/operations/holding.py": "pieces of operations: held money of one part",
    "src/mikiwame/market/contracts/operations/leaving_out.py": "pieces of operations: what isn't due",
    "src/mikiwame/market/contracts/operations/owing.py": "pieces of operations: what follows by itself",
    "src/mikiwame/market/contracts/operations/pacing.py": "pieces of operations: what follows by itself",
    "src/mikiwame/market/contracts/operations/trying.py": "pieces of operations: what follows by itself",
    "src/mikiwame/market/contracts/operations/weeks.py": "pieces of operations: a week by the hour",
    "src/mikiwame/market/contracts/operations/periods.py::ask_due": "a chore: each asking is an operation",
    "src/mikiwame/market/contracts/operations/periods.py::catch_up": "a piece of operations",
    "src/mikiwame/market/contracts/operations/timesheets.py::catch_up": "a piece of operations",
    "src/mikiwame/market/contracts/operations/resolving.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contracts/operations/work.py::begin_due": "a chore: each start is an operation",
    "src/mikiwame/market/contracts/operations/work.py::catch_up": "a piece of operations",
    "src/mikiwame/market/notifications/operations/sending.py::send_emails": "a chore: each is a transaction",
    "src/mikiwame/market/notifications/operations/sending.py::gather_digests": "a chore: each is one, too",
    "src/mikiwame/market/notifications/operations/pushing.py::send_pushes": "a chore: each is a transaction",
    "src/mikiwame/market/notifications/operations/telling.py::take_in": "a fact has its own time",
    "src/mikiwame/market/history/operations.py": "the record is written inside the operation that it records",
    "src/mikiwame/market/ledger/operations.py": "one database function, which is atomic by itself",
    "src/mikiwame/market/contracts/operations/clocks.py": "limits follow clocks, whose stop is recorded",
    "src/mikiwame/market/hiring/operations/clocks.py": "limits follow clocks, whose stop is recorded",
    "src/mikiwame/market/taskwork/operations/clocks.py": "limits follow clocks, whose stop is recorded",
    "src/mikiwame/market/contests/operations/clocks.py": "limits follow clocks, whose stop is recorded",
    "src/mikiwame/market/contests/operations/drafts.py::discard": "a draft that goes leaves no date",
    "src/mikiwame/market/contests/operations/entries.py::throw_away": "a draft that goes leaves no date",
    "src/mikiwame/market/moderation/operations/imposing.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/contests/operations/outcomes.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/hiring/operations/contests.py::count": "a figure on the list, no fact",
    "src/mikiwame/market/hiring/operations/criteria.py::remove": "what goes leaves no date",
    "src/mikiwame/market/hiring/operations/criteria.py::take_in": "what goes leaves no date",
    "src/mikiwame/market/messaging/operations/leaving.py::take_in": "what goes leaves no date",
    "src/mikiwame/market/contests/operations/leaving.py::take_in": "what goes leaves no date",
    "src/mikiwame/market/hiring/operations/index.py": "pieces of operations: kept in the same transaction",
    "src/mikiwame/market/hiring/operations/outcomes.py": "pieces of operations: kept in the same transaction",
    "src/mikiwame/market/hiring/operations/tasks.py::count": "a figure on the list, no fact",
    "src/mikiwame/market/hiring/operations/owned.py::discard": "a draft that goes leaves no date",
    "src/mikiwame/market/hiring/operations/tasks.py::extend": "the batch records what it asks for",
    "src/mikiwame/market/hiring/operations/tasks.py::measure": "a figure on the list, no fact",
    "src/mikiwame/market/hiring/operations/writing.py": "pieces of operations: kept in the same transaction",
    "src/mikiwame/market/hiring/operations/postings.py::decision_day": "a piece of publish",
    "src/mikiwame/market/hiring/operations/postings.py::discard": "a draft that goes leaves no date",
    "src/mikiwame/market/escrow/operations/payouts.py::make_payouts": "a chore: payouts are operations",
    "src/mikiwame/market/members/operations/private_data.py::reseal": "changes the key, not the data",
    "src/mikiwame/market/members/operations/tokens.py::use_token": "a mark of use, no fact",
    "src/mikiwame/market/members/operations/identity.py::end": "a piece of keeping private data",
    "src/mikiwame/market/members/operations/identity.py::forget": "a piece of leaving",
    "src/mikiwame/market/messaging/operations/answering.py": "pieces of send",
    "src/mikiwame/market/messaging/operations/conversations.py::tell": "a piece: open pages hear of it",
    "src/mikiwame/market/messaging/operations/drafts.py::clear": "a piece of send",
    "src/mikiwame/market/messaging/operations/index.py": "pieces of operations, and a chore without a fact",
    "src/mikiwame/market/messaging/operations/files.py::detach": "what goes leaves no date",
    "src/mikiwame/market/messaging/operations/files.py::discard": "what goes leaves no date",
    "src/mikiwame/market/messaging/operations/kept.py::become": "the message that it becomes has the date",
    "src/mikiwame/market/messaging/operations/kept.py::throw_away": "what goes leaves no date",
    "src/mikiwame/market/messaging/operations/files.py::hand_over": "the thing to which they go has the date",
    "src/mikiwame/market/reputation/operations/records.py": "facts have their own times, a count has none",
    "src/mikiwame/market/taskwork/operations/admitting.py": "pieces of operations: in one transaction",
    "src/mikiwame/market/taskwork/operations/drafts.py::discard": "a draft that goes leaves no date",
    "src/mikiwame/market/taskwork/operations/endings.py::advance": "a chore: each ending is an operation",
    "src/mikiwame/market/taskwork/operations/figures.py::refresh": "a chore: each figure is an operation",
    "src/mikiwame/market/taskwork/operations/drafts.py::copy_in": "a piece of taking units in",
    "src/mikiwame/market/taskwork/operations/imports.py::carry_out": "a chore: each step is an operation",
    "src/mikiwame/market/taskwork/operations/imports.py::take_in": "its steps are operations, seen meanwhile",
    "src/mikiwame/market/taskwork/operations/raising.py::extend": "a piece of fund",
    "src/mikiwame/market/taskwork/operations/raising.py::give_up": "a piece of raising and of closing",
    "src/mikiwame/market/taskwork/operations/topping.py::apply": "a piece of fund",
    "src/mikiwame/market/taskwork/operations/uploads.py::hand_in": "a piece of submitting and mending",
    "src/mikiwame/market/taskwork/operations/uploads.py::named_in": "a piece of submitting and mending",
    "src/mikiwame/market/taskwork/operations/approving.py::approve_ruled": "a chore: parts are operations",
    "src/mikiwame/market/taskwork/operations/judging.py::approve_due": "a chore: approvals are operations",
    "src/mikiwame/market/taskwork/operations/work.py::claim": "one database function, atomic by itself",
    "src/mikiwame/market/taskwork/operations/work.py::go_on": "one statement, atomic by itself",
    "src/mikiwame/market/taskwork/operations/work.py::submit": "one database function, atomic by itself",
    "src/mikiwame/market/terms/operations.py::write": "a draft has no dates until it is frozen",
    "src/mikiwame/market/terms/operations.py::write_milestones": "a draft has no dates until it is frozen",
    "src/mikiwame/market/turns/operations.py::open_turn": "is told since when and until when",
}
"""Files or public functions among operations that are none, or need no time."""

WRITES: dict[str, str] = {
    "src/mikiwame/market/contracts/notice.py: TermsNotice.objects.create": (
        "a piece of accept_offer: the document is made where it is kept"
    ),
    "src/mikiwame/market/contests/notice.py: Notice.objects.create": (
        "a piece of fund and reinstate: the document is made where it is kept"
    ),
    "src/mikiwame/market/taskwork/notice.py: Notice.objects.create": (
        "a piece of fund: the document is made where it is kept"
    ),
    "src/mikiwame/market/reputation/operations/reviews.py: Standing.objects.get_or_create": (
        "what members need from above is written into it: see ARCHITECTURE"
    ),
    "src/mikiwame/api/idempotency.py: Answer.objects.filter(at__lt=at - KEPT_FOR).delete": (
        "the API's own table; it is no room of the market"
    ),
}
"""Writes to another room's table."""

REVERSE: dict[str, str] = {
    "src/mikiwame/market/members/models.py: index": "a keyring's blind index, not a posting's row",
}
"""What looks like a relation read backwards from a later room, and isn't."""

PRESENT: dict[str, str] = {
    "hiring.ApplicantPutOnTrial": "put is its own participle",
    "messaging.VirusFound": "found is its own participle",
    "messaging.ContactPolicySet": "set is its own participle",
    "contests.PrizeWon": "won is its own participle",
    "contracts.DeliveryOverdue": "a day came and went: nobody did anything",
    "contracts.StandbyFeeUnpaid": "a day came and went: nobody did anything",
    "contracts.TopUpUnpaid": "a day came and went: nobody did anything",
    "contracts.DisputeLate": "a day came and went: nobody did anything",
    "contracts.ReasonWithheld": "withheld is a participle of its own",
    "taskwork.AnswerUpheld": "upheld is a participle of its own",
    "moderation.SanctionLate": "a day came and went: nobody did anything",
    "moderation.SanctionUpheld": "upheld is a participle of its own",
    "taskwork.AppealLate": "a day came and went: nobody did anything",
    "members.PrivateDataRead": "read is its own participle",
    "members.PapersRead": "read is its own participle",
    "contracts.WorkerLeft": "left is a participle of its own",
    "contracts.WorkMayBegin": "a day came: nobody did anything",
}
"""Facts whose name holds no participle."""

UNSTYLED: dict[str, str] = {
    "mikiwame": "loads the others and names the layers",
    "reset": "what browsers do differently",
    "tokens": "colours, sizes and spaces by meaning",
    "layout": "where the parts of any page stand",
    "utilities": "what assistive technology alone reads",
    "button": "an element, wherever it stands",
    "card": "an element, wherever it stands",
    "list": "an element, wherever it stands",
    "steps": "an element, wherever it stands",
    "table": "an element, wherever it stands",
    "tabs": "an element, wherever it stands",
    "tag": "an element, wherever it stands",
    "thread": "an element, wherever it stands",
    "timeline": "an element, wherever it stands",
    "inbox": "an element, wherever it stands",
    "codes": "an element, wherever it stands",
    "front": "the front page, whose template is visitors/home",
    "reference": "the API's reference, which has templates of its own",
}
"""Style sheets that belong to no single template."""
