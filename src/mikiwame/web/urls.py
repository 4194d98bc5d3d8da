"""The addresses of the pages: nouns, one list a room, in the order of the story."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.views.generic import RedirectView, TemplateView

from mikiwame.exports import Export

from .views import amendments as rewording
from .views import (
    applications,
    approval_rules,
    batch_admission,
    batch_forms,
    batch_units,
    batches,
    clocks,
    contests,
    contract_acts,
    criteria,
    desk,
    direct,
    disputes,
    going_on,
    hours,
    offers,
    own_contests,
    own_postings,
    postings,
    running_batches,
    standby,
    trials,
)
from .views import contracts as agreements
from .views import identity as proving
from .views import members as people
from .views import messages as writing
from .views import moderation as reporting
from .views import money as purse
from .views import notice_settings as choosing
from .views import notices as telling
from .views import operations as operators
from .views import readings as checking
from .views import results as outcomes
from .views import reviews as opinions
from .views import second_looks as looking
from .views import summaries as summing
from .views import tasks as work
from .views import visitors as public

PUSH_WORKER = TemplateView.as_view(
    template_name="notices/push_worker.js", content_type="text/javascript; charset=utf-8"
)

visitors: list[URLPattern] = [
    path("", public.home, name="home"),
    path("guide/", public.guide, name="guide"),
    path("check/", checking.check, name="check"),
    path("check/comment/", checking.check_comment, name="check_comment"),
    path("how/", public.how, name="how"),
    path("how/scores/", public.scores, name="scores"),
    path("terms/", public.terms_of_use, name="terms_of_use"),
    path("privacy/", public.privacy, name="privacy"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("favicon.ico", RedirectView.as_view(url=static("icons/mikiwame.svg"))),
    path("appearance/", public.appearance, name="appearance"),
    path("language/", people.language, name="set_language"),
]

own: list[URLPattern] = [
    path("home/", desk.desk, name="desk"),
]

members: list[URLPattern] = [
    path("members/<uuid:id>/", people.member, name="member"),
    path("members/<uuid:id>/record/", people.member_facts, name="member_facts"),
    path("settings/", people.preferences, name="preferences"),
    path("settings/profile/", people.profile, name="profile"),
    path("settings/private-data/", people.private_data, name="private_data"),
    path("settings/bank-account/", people.bank_account, name="bank_account"),
    path("settings/bank-account/removal/", people.bank_account_removal, name="bank_account_removal"),
    path("settings/identity/", proving.identity, name="identity"),
    path("settings/identity/withdrawal/", proving.withdraw_papers, name="withdraw_papers"),
    path("settings/notices/", choosing.notices, name="notice_settings"),
    path("settings/absences/", clocks.absences, name="absences"),
    path("settings/absences/<uuid:id>/withdrawal/", clocks.absence_withdrawal, name="absence_withdrawal"),
    path("settings/calendar/", clocks.calendar, name="calendar"),
    path("settings/calendar/removal/", clocks.calendar_removal, name="calendar_removal"),
    path("calendar/<str:secret>.ics", clocks.calendar_feed, name="calendar_feed"),
    path("settings/language/", people.language_and_time, name="language_and_time"),
    path("settings/tokens/", people.tokens, name="tokens"),
    path("settings/tokens/<uuid:id>/revocation/", people.token_revocation, name="token_revocation"),
    path("settings/farewell/", people.farewell, name="farewell"),
]

hiring: list[URLPattern] = [
    path("postings/", postings.postings, name="postings"),
    path("postings/new/", own_postings.new_posting, name="new_posting"),
    path("postings/reading/", checking.draft_reading, name="draft_reading"),
    path("postings/mine/", own_postings.own_postings, name="own_postings"),
    path("postings/<uuid:id>/", postings.posting, name="posting"),
    path("postings/<uuid:id>/edit/", own_postings.edit_posting, name="edit_posting"),
    path("postings/<uuid:id>/preview/", own_postings.preview_posting, name="preview_posting"),
    path("postings/<uuid:id>/publication/", own_postings.publish_posting, name="publish_posting"),
    path("postings/<uuid:id>/pause/", own_postings.pause_posting, name="pause_posting"),
    path("postings/<uuid:id>/resumption/", own_postings.resume_posting, name="resume_posting"),
    path("postings/<uuid:id>/closing/", own_postings.close_posting, name="close_posting"),
    path("postings/<uuid:id>/copy/", own_postings.copy_posting, name="copy_posting"),
    path("postings/<uuid:id>/discard/", own_postings.discard_posting, name="discard_posting"),
    path("postings/<uuid:id>/files/", own_postings.posting_files, name="posting_files"),
    path(
        "postings/<uuid:id>/files/<uuid:file>/removal/", own_postings.remove_file, name="remove_posting_file"
    ),
    path("postings/<uuid:id>/applicants/", own_postings.applicants, name="applicants"),
    path("postings/<uuid:id>/apply/", applications.apply, name="apply"),
    path("criteria/", criteria.own_criteria, name="own_criteria"),
    path("criteria/new/", criteria.new_criteria, name="new_criteria"),
    path("criteria/<uuid:id>/", criteria.edit_criteria, name="edit_criteria"),
    path("criteria/<uuid:id>/beginning/", criteria.begin_with_criteria, name="begin_with_criteria"),
    path("criteria/<uuid:id>/beginning/removal/", criteria.begin_plain, name="begin_plain"),
    path("criteria/<uuid:id>/removal/", criteria.remove_criteria, name="remove_criteria"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<uuid:id>/", applications.application, name="application"),
    path(
        "applications/<uuid:id>/withdrawal/", applications.withdraw_application, name="withdraw_application"
    ),
    path("applications/<uuid:id>/decline/", applications.decline_application, name="decline_application"),
]

taskwork: list[URLPattern] = [
    path("batches/", batches.own_batches, name="own_batches"),
    path("batches/new/", batches.new_batch, name="new_batch"),
    path("batches/<uuid:id>/", running_batches.own_batch, name="own_batch"),
    path("batches/<uuid:id>/edit/", batches.edit_batch, name="edit_batch"),
    path("batches/<uuid:id>/form/", batch_forms.batch_form, name="batch_form"),
    path("batches/<uuid:id>/units/", batch_units.batch_units, name="batch_units"),
    path("batches/<uuid:id>/units/import/", batch_units.import_news, name="import_news"),
    path("batches/<uuid:id>/units/single/", batch_units.single_unit, name="single_unit"),
    path("batches/<uuid:id>/approval/", approval_rules.approval_rules, name="batch_approval"),
    path("batches/<uuid:id>/admission/", batch_admission.batch_admission, name="batch_admission"),
    path("batches/<uuid:id>/exam/", batch_admission.batch_exam, name="batch_exam"),
    path("batches/<uuid:id>/exam/beginning/", batch_admission.begin_exam, name="begin_exam"),
    path("batches/<uuid:id>/exam/naming/", batch_admission.name_exam, name="name_exam"),
    path("batches/<uuid:id>/exam/removal/", batch_admission.drop_exam, name="drop_exam"),
    path("batches/<uuid:id>/exam/units/", batch_admission.add_exam_unit, name="add_exam_unit"),
    path("batches/<uuid:id>/exam/units/removal/", batch_admission.remove_exam_unit, name="remove_exam_unit"),
    path("batches/<uuid:id>/payment/", batches.batch_payment, name="batch_payment"),
    path("batches/<uuid:id>/preparation/", batches.prepare_batch, name="prepare_batch"),
    path("batches/<uuid:id>/preparation/news/", batches.preparation_news, name="preparation_news"),
    path("batches/<uuid:id>/deposit/", batches.pay_batch, name="pay_batch"),
    path("batches/<uuid:id>/redrafting/", batches.redraft_batch, name="redraft_batch"),
    path("batches/<uuid:id>/copy/", batches.copy_batch, name="copy_batch"),
    path("batches/<uuid:id>/discard/", batches.discard_batch, name="discard_batch"),
    path("batches/<uuid:id>/pause/", running_batches.pause_batch, name="pause_batch"),
    path("batches/<uuid:id>/resumption/", running_batches.resume_batch, name="resume_batch"),
    path("batches/<uuid:id>/closing/", running_batches.close_batch, name="close_batch"),
    path("batches/<uuid:id>/raise/", running_batches.raise_batch, name="raise_batch"),
    path("batches/<uuid:id>/top-up/", running_batches.top_up_batch, name="top_up_batch"),
    path("batches/<uuid:id>/raise/withdrawal/", running_batches.withdraw_raise, name="withdraw_raise"),
]

competing: list[URLPattern] = [
    path("contests/", own_contests.own_contests, name="own_contests"),
    path("contests/new/", own_contests.new_contest, name="new_contest"),
    path("contests/<uuid:id>/", contests.contest, name="contest"),
    path("contests/<uuid:id>/notice/", contests.contest_notice, name="contest_notice"),
    path("contests/<uuid:id>/notice/pdf/", contests.contest_notice_pdf, name="contest_notice_pdf"),
    path("contests/<uuid:id>/entry/", contests.enter_contest, name="enter_contest"),
    path("contests/<uuid:id>/own/", own_contests.own_contest, name="own_contest"),
    path("contests/<uuid:id>/edit/", own_contests.edit_contest, name="edit_contest"),
    path("contests/<uuid:id>/payment/", own_contests.contest_payment, name="contest_payment"),
    path("contests/<uuid:id>/deposit/", own_contests.pay_contest, name="pay_contest"),
    path("contests/<uuid:id>/redrafting/", own_contests.redraft_contest, name="redraft_contest"),
    path("contests/<uuid:id>/copy/", own_contests.copy_contest, name="copy_contest"),
    path("contests/<uuid:id>/discard/", own_contests.discard_contest, name="discard_contest"),
    path("contests/<uuid:id>/cancellation/", own_contests.cancel_contest, name="cancel_contest"),
    path("contests/<uuid:id>/choice/", own_contests.contest_choice, name="contest_choice"),
    path("entries/", contests.own_entries, name="own_entries"),
    path("entries/<uuid:id>/", contests.entry, name="entry"),
    path(
        "entries/<uuid:id>/files/<uuid:file>/removal/", contests.remove_entry_file, name="remove_entry_file"
    ),
    path("entries/<uuid:id>/withdrawal/", contests.withdraw_entry, name="withdraw_entry"),
    path("entries/<uuid:id>/discard/", contests.discard_entry, name="discard_entry"),
    path("entries/<uuid:id>/shortlist/", own_contests.shortlist_entry, name="shortlist_entry"),
    path("entries/<uuid:id>/unlisting/", own_contests.unlist_entry, name="unlist_entry"),
    path("entries/<uuid:id>/exclusion/", own_contests.entry_exclusion, name="entry_exclusion"),
    path("entries/<uuid:id>/appeal/", contests.exclusion_appeal, name="exclusion_appeal"),
    path("awards/<uuid:id>/notice/", contests.award_notice, name="award_notice"),
    path("awards/<uuid:id>/notice/pdf/", contests.award_notice_pdf, name="award_notice_pdf"),
]

contracts: list[URLPattern] = [
    path("applications/<uuid:id>/offer/", offers.offer_new, name="offer_new"),
    path("applications/<uuid:id>/trial/", trials.trial_new, name="trial_new"),
    path("trials/<uuid:id>/refusal/", trials.trial_refusal, name="trial_refusal"),
    path("trials/<uuid:id>/withdrawal/", trials.trial_withdrawal, name="trial_withdrawal"),
    path("offers/<uuid:id>/", offers.offer, name="offer"),
    path("offers/<uuid:id>/acceptance/", offers.acceptance, name="offer_acceptance"),
    path("offers/<uuid:id>/refusal/", offers.refusal, name="offer_refusal"),
    path("offers/<uuid:id>/withdrawal/", offers.withdrawal, name="offer_withdrawal"),
    path("past-workers/", direct.past_workers, name="past_workers"),
    path("contracts/<uuid:id>/offer/", direct.direct_offer_new, name="direct_offer_new"),
    path("contracts/", agreements.contracts, name="contracts"),
    path("contracts/<uuid:id>/", agreements.contract, name="contract"),
    path("contracts/<uuid:id>/terms/", rewording.terms_versions, name="terms_versions"),
    path("contracts/<uuid:id>/amendments/new/", rewording.amendment_new, name="amendment_new"),
    path("amendments/<uuid:id>/acceptance/", rewording.acceptance, name="amendment_acceptance"),
    path("amendments/<uuid:id>/payment/", rewording.top_up, name="top_up"),
    path("amendments/<uuid:id>/refusal/", rewording.refusal, name="amendment_refusal"),
    path("amendments/<uuid:id>/withdrawal/", rewording.withdrawal, name="amendment_withdrawal"),
    path("messages/quoted/<uuid:id>/", rewording.quotation, name="message_quotation"),
    path("contracts/<uuid:id>/notice/", agreements.terms_notice, name="terms_notice"),
    path("contracts/<uuid:id>/notice/<int:number>/", agreements.terms_notice, name="terms_notice"),
    path("contracts/<uuid:id>/notice/pdf/", agreements.terms_notice_pdf, name="terms_notice_pdf"),
    path(
        "contracts/<uuid:id>/notice/<int:number>/pdf/", agreements.terms_notice_pdf, name="terms_notice_pdf"
    ),
    path("contracts/<uuid:id>/start/", agreements.start, name="start"),
    path("contracts/<uuid:id>/cancellation/", contract_acts.cancellation, name="cancellation"),
    path("contracts/<uuid:id>/parting/", contract_acts.parting, name="parting"),
    path("contracts/<uuid:id>/leave/", contract_acts.leave, name="leave"),
    path("contracts/<uuid:id>/periods/", going_on.periods, name="periods"),
    path("contracts/<uuid:id>/missed/", going_on.missed, name="missed"),
    path("contracts/<uuid:id>/breaks/", going_on.days_off, name="days_off"),
    path("breaks/<uuid:id>/agreement/", going_on.break_agreement, name="break_agreement"),
    path("breaks/<uuid:id>/disagreement/", going_on.break_disagreement, name="break_disagreement"),
    path("breaks/<uuid:id>/withdrawal/", going_on.break_withdrawal, name="break_withdrawal"),
    path("contracts/<uuid:id>/ending/", going_on.ending, name="ending"),
    path("endings/<uuid:id>/question/", going_on.question, name="ending_question"),
    path("endings/<uuid:id>/reason/", going_on.reason, name="ending_reason"),
    path("periods/<uuid:id>/", going_on.period, name="period"),
    path("periods/<uuid:id>/payment/", going_on.payment, name="period_payment"),
    path("periods/<uuid:id>/leave/", going_on.leave, name="leave_unpaid"),
    path("standby-fees/<uuid:id>/payment/", standby.payment, name="standby_payment"),
    path("standby-fees/<uuid:id>/waiver/", standby.waiver, name="standby_waiver"),
    path("milestones/<uuid:id>/payment/", agreements.payment, name="payment"),
    path("milestones/<uuid:id>/delivery/", contract_acts.delivery, name="delivery"),
    path("milestones/<uuid:id>/hours/", hours.timesheet, name="timesheet"),
    path("milestones/<uuid:id>/hours/statement/", hours.hand_in, name="hand_in"),
    path("milestones/<uuid:id>/hours/changes/", hours.changes, name="hours_changes"),
    path("milestones/<uuid:id>/hours/dispute/", hours.dispute, name="hours_dispute"),
    path("time-entries/<uuid:id>/", hours.entry, name="time_entry"),
    path("time-entries/<uuid:id>/removal/", hours.removal, name="time_entry_removal"),
    path("milestones/<uuid:id>/changes/", contract_acts.changes, name="changes"),
    path("milestones/<uuid:id>/acceptance/", agreements.acceptance, name="acceptance"),
    path("milestones/<uuid:id>/overdue/", contract_acts.overdue, name="overdue"),
    path("milestones/<uuid:id>/dispute/", disputes.opening, name="dispute_new"),
    path("disputes/<uuid:id>/", disputes.dispute, name="dispute"),
    path("disputes/<uuid:id>/answer/", disputes.answer, name="dispute_answer"),
    path("disputes/<uuid:id>/decision/", disputes.decision, name="dispute_decision"),
    path("disputes/<uuid:id>/appeal/", disputes.appeal, name="dispute_appeal"),
    path("disputes/<uuid:id>/acceptance/", disputes.acceptance, name="dispute_acceptance"),
    path("disputes/<uuid:id>/evidence/", disputes.evidence, name="dispute_evidence"),
    path("disputes/<uuid:id>/settlement/", disputes.settlement, name="dispute_settlement"),
    path("disputes/<uuid:id>/record/", disputes.document, name="dispute_record"),
    path("settlements/<uuid:id>/agreement/", disputes.agreement, name="settlement_agreement"),
    path("settlements/<uuid:id>/refusal/", disputes.refusal, name="settlement_refusal"),
    path("settlements/<uuid:id>/withdrawal/", disputes.withdrawal, name="settlement_withdrawal"),
    path("cancellations/<uuid:id>/agreement/", agreements.agreement, name="agreement"),
    path("cancellations/<uuid:id>/disagreement/", agreements.disagreement, name="disagreement"),
    path("cancellations/<uuid:id>/withdrawal/", agreements.withdrawal, name="cancellation_withdrawal"),
]

results: list[URLPattern] = [
    path("batches/<uuid:id>/review/", outcomes.batch_review, name="batch_review"),
    path("batches/<uuid:id>/approvals/", outcomes.approve_answers, name="approve_answers"),
    path("batches/<uuid:id>/approvals/by-known/", outcomes.approve_by_known, name="approve_by_known"),
    path("batches/answers/<uuid:id>/return/", outcomes.turn_back_answer, name="turn_back_answer"),
    path("batches/answers/<uuid:id>/approval/", outcomes.relent, name="relent"),
    path("batches/<uuid:id>/results/", outcomes.batch_results, name="batch_results"),
    *(
        path(f"batches/<uuid:id>/results/{file}", outcomes.export, {"file": file}, name=file)
        for file in Export
    ),
]

money: list[URLPattern] = [
    path("money/", purse.money, name="money"),
    path("payments/<uuid:id>/", purse.deposit, name="deposit"),
    path("money/statement.csv", purse.statement, name="statement"),
    path("payments/<uuid:id>/settlement/", purse.settlement, name="settlement"),
    path("payments/<uuid:id>/failure/", purse.failure, name="payment_failure"),
]

tasks: list[URLPattern] = [
    path("tasks/", work.tasks, name="tasks"),
    path("tasks/mine/", work.own_answers, name="own_answers"),
    path("tasks/<uuid:id>/", work.batch, name="batch"),
    path("tasks/<uuid:id>/notice/", work.task_notice, name="task_notice"),
    path("tasks/<uuid:id>/notice/pdf/", work.task_notice_pdf, name="task_notice_pdf"),
    path("tasks/<uuid:id>/notice/<uuid:notice>/", work.earlier_notice, name="earlier_notice"),
    path("tasks/<uuid:id>/exam/", work.exam, name="exam"),
    path("tasks/<uuid:id>/review/", opinions.tasks_review, name="tasks_review"),
    path("tasks/<uuid:id>/participation/", work.join_batch, name="join_batch"),
    path("tasks/<uuid:id>/claim/", work.work, name="work"),
    path("tasks/<uuid:id>/claim/next/", work.claim_next, name="claim_next"),
    path("tasks/<uuid:id>/claim/return/", work.give_back, name="give_back"),
    path("tasks/<uuid:id>/claim/files/", work.upload, name="upload"),
    path("tasks/answers/<uuid:id>/", work.answer, name="answer"),
    path("tasks/answers/<uuid:id>/rejection/", work.let_stand, name="let_stand"),
]

messages: list[URLPattern] = [
    path("messages/", writing.conversations, name="conversations"),
    path("messages/<uuid:id>/", writing.conversation, name="conversation"),
    path("messages/<uuid:id>/draft/", writing.draft, name="draft"),
    path("messages/questions/<uuid:id>/settle/", writing.settle, name="settle_question"),
    path("messages/<uuid:id>/summary/", summing.new_summary, name="new_summary"),
    path("messages/summaries/<uuid:id>/", summing.summary, name="summary"),
    path("messages/<uuid:id>/news/", writing.news, name="conversation_news"),
    path("reports/", reporting.own_reports, name="own_reports"),
    path("reports/new/", reporting.report, name="report"),
    path("sanctions/<uuid:id>/", reporting.sanction, name="sanction"),
    path("postings/<uuid:id>/stop/", reporting.stop_of_posting, name="stop_of_posting"),
    path("letters/<uuid:id>/sending/", writing.kept_sending, name="kept_sending"),
    path("letters/<uuid:id>/removal/", writing.kept_removal, name="kept_removal"),
    path("files/<uuid:id>/", writing.attachment, name="attachment"),
]

reviews: list[URLPattern] = [
    path("contracts/<uuid:id>/review/", opinions.review, name="review"),
    path("reviews/<uuid:id>/reply/", opinions.reply, name="review_reply"),
]

notices: list[URLPattern] = [
    path("settings/notices/devices/", choosing.add_device, name="notice_devices"),
    path("settings/notices/devices/<uuid:id>/removal/", choosing.remove_device, name="notice_device_removal"),
    path("push-worker.js", PUSH_WORKER, name="push_worker"),
    path("unsubscribe/undo/", choosing.undo_unsubscribe, name="undo_unsubscribe"),
    path("unsubscribe/<str:token>/", choosing.unsubscribe, name="unsubscribe"),
    path("notices/", telling.notices, name="notices"),
    path("notices/read/", telling.read, name="notices_read"),
    path("notices/<uuid:id>/", telling.notice, name="notice"),
]

second_looks: list[URLPattern] = [
    path("tasks/answers/<uuid:id>/contest/", looking.contest_answer, name="contest_answer"),
    path("tasks/answers/<uuid:id>/appeal/", looking.appeal_answer, name="appeal_answer"),
    path("tasks/judgements/", looking.judgements, name="judgements"),
    path("tasks/judgements/<uuid:id>/", looking.judgement, name="judgement"),
    path("operations/appeals/<uuid:id>/", looking.appeal, name="appeal"),
]

operations: list[URLPattern] = [
    path("operations/", operators.operations, name="operations"),
    path("operations/closings/", clocks.closings, name="closings"),
    path("operations/audit/", operators.audit, name="audit"),
    path("operations/postings/<uuid:id>/suspension/", operators.suspension, name="suspension"),
    path("operations/postings/<uuid:id>/reinstatement/", operators.reinstatement, name="reinstatement"),
    path("operations/batches/<uuid:id>/suspension/", operators.batch_suspension, name="batch_suspension"),
    path(
        "operations/batches/<uuid:id>/reinstatement/",
        operators.batch_reinstatement,
        name="batch_reinstatement",
    ),
    path(
        "operations/contests/<uuid:id>/suspension/", operators.contest_suspension, name="contest_suspension"
    ),
    path(
        "operations/contests/<uuid:id>/reinstatement/",
        operators.contest_reinstatement,
        name="contest_reinstatement",
    ),
    path("operations/exclusions/<uuid:id>/", operators.exclusion, name="exclusion"),
    path("operations/reports/", reporting.reports, name="reports"),
    path("operations/reports/<uuid:id>/", reporting.judged_report, name="judged_report"),
    path("operations/sanctions/", reporting.sanctions, name="sanctions"),
    path("operations/sanctions/<uuid:id>/", reporting.reviewed_sanction, name="reviewed_sanction"),
    path("operations/papers/", proving.papers, name="papers"),
    path("operations/papers/<uuid:id>/", proving.paper, name="paper"),
    path("operations/papers/<uuid:id>/reading/", proving.read_papers, name="read_papers"),
    path("operations/papers/<uuid:id>/confirmation/", proving.confirm_identity, name="confirm_identity"),
    path("operations/papers/<uuid:id>/refusal/", proving.refuse_identity, name="refuse_identity"),
    path("operations/disputes/", disputes.disputes, name="disputes"),
]

urlpatterns = [
    *visitors,
    *own,
    *members,
    *hiring,
    *taskwork,
    *competing,
    *contracts,
    *results,
    *money,
    *tasks,
    *messages,
    *reviews,
    *notices,
    *second_looks,
    *operations,
]
