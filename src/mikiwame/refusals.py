"""What a refusal says to a reader: one sentence for each code, with what to do where something can be done.

Sentences may quote the refusal's context with ``%(name)s``. Japanese here, English in the catalogue.
"""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mikiwame.core.errors import Refused, Ruling

SENTENCES: dict[str, str] = {
    # everywhere
    "not_found": gettext_noop("見つかりません。消されたか、あなたには見えないものです。"),
    "wrong_state": gettext_noop("いまの状態ではできません。ページを読み直して、状態を確かめてください。"),
    "too_late": gettext_noop("期限を過ぎたため、できません。"),
    "text_missing": gettext_noop("ここに書いてください。"),
    "text_too_long": gettext_noop("%(most)s文字以内で書いてください。"),
    "text_unreadable": gettext_noop("保存できない文字が入っています。書き直すか、貼り付け直してください。"),
    "number_out_of_range": gettext_noop("%(least)s以上%(most)s以下の数にしてください。"),
    "choice_unknown": gettext_noop("一覧の中から選んでください。"),
    "leads_outside": gettext_noop(
        "「%(quotes)s」は、連絡先や外のツールへの案内に見えます。ここには書けないので、消すか、書き直してください。"
    ),
    # members
    "email_taken": gettext_noop("このメールアドレスはすでに登録されています。"),
    "nobody_decides": gettext_noop("判断できる運営担当が、ほかにいません。"),
    "operators_only": gettext_noop("運営だけができる操作です。"),
    "not_yours": gettext_noop("ご本人だけができる操作です。"),
    "reason_missing": gettext_noop("理由を書いてください。記録に残ります。"),
    "name_length": gettext_noop("表示名は%(least)s文字以上、%(most)s文字以内で書いてください。"),
    "name_like_address": gettext_noop("表示名にメールアドレスやURLは使えません。別の名前にしてください。"),
    "name_of_the_house": gettext_noop(
        "Mikiwameや運営、サポート窓口と間違われる名前は使えません。別の名前にしてください。"
    ),
    "name_unreadable": gettext_noop(
        "表示名に使えない文字があります。文字か数字を含む、読める名前にしてください。"
    ),
    "phone_unreadable": gettext_noop("電話番号として読めません。例：090-1234-5678、海外は+から。"),
    "invoice_number_unreadable": gettext_noop("登録番号はTと13桁の数字です。例：T1234567890123"),
    "scopes_missing": gettext_noop("許すことを、少なくとも一つ選んでください。"),
    "too_many_tokens": gettext_noop("トークンは%(most)s個までです。使っていないものを取り消してください。"),
    "token_revoked": gettext_noop("このトークンはすでに取り消されています。"),
    "has_obligations": gettext_noop(
        "終わっていないものが%(count)s件あるため、退会できません。すべて終わってからお願いします。"
    ),
    # clocks
    "absence_over": gettext_noop("過ぎた日は選べません。今日からの日を選んでください。"),
    "absence_begun": gettext_noop("始まったお休みは、取り消せません。"),
    "absence_backward": gettext_noop("最後の日は、最初の日か、それより後の日にしてください。"),
    "absence_too_far": gettext_noop("%(most)s日より先のことは、近くなってから知らせてください。"),
    "absence_twice": gettext_noop("その間のお休みは、すでに知らせてあります。"),
    "absence_too_long": gettext_noop(
        "お休みは、取り消した日も数えて、30日のうちに営業日で%(most)s日までです。"
    ),
    "closing_begun": gettext_noop("休業日は、明日からの日を選んでください。"),
    "closing_too_long": gettext_noop("休業日は、続けて%(most)s日までです。"),
    # notifications
    "safety_is_told": gettext_noop("安全についてのメールは、止めることもまとめることもできません。"),
    "quiet_hours_unclear": gettext_noop("静かな時間は、始まりと終わりを両方、違う時刻で選んでください。"),
    "subscription_unreadable": gettext_noop("このブラウザーは登録できません。もう一度お試しください。"),
    "too_many_devices": gettext_noop(
        "通知を受け取るブラウザーは%(most)s台までです。使っていないものを消してください。"
    ),
    # ledger
    "not_enough_money": gettext_noop("残高が足りないため、動かせません。"),
    "entry_key_reused": gettext_noop("同じ取引がすでに別の内容で記録されています。運営に知らせてください。"),
    # escrow
    "amount_out_of_range": gettext_noop("金額は1円以上、%(most)s円以下にしてください。"),
    "pays_herself": gettext_noop("自分から自分への支払いはできません。"),
    "already_paid": gettext_noop("この支払いはすでに済んでいます。もう一度支払う必要はありません。"),
    "deposit_standing": gettext_noop(
        "この支払いの手続きはすでに始まっています。ページを読み直して、続きから進めてください。"
    ),
    "deposit_cancelled": gettext_noop("この支払いは取り消されました。お金が動くことはありません。"),
    "receipt_of_another": gettext_noop(
        "この入金はすでに別の支払いに使われています。運営に知らせてください。"
    ),
    "hold_ended": gettext_noop("預かっていたお金は、すでに支払われたか返されています。"),
    "wrong_payee": gettext_noop("このお金は、別の相手のために預かっているものです。"),
    "more_than_held": gettext_noop("預かっている%(most)s円までの額にしてください。"),
    "already_refunded": gettext_noop("この返金はすでに済んでいます。"),
    "already_carried_over": gettext_noop("このお金はすでに移してあります。"),
    "payout_over": gettext_noop("この送金はすでに終わっています。"),
    "papers_waiting": gettext_noop("書類はもう受け取っています。運営の確認をお待ちください。"),
    "papers_unread": gettext_noop("先に書類を開いて、確かめてください。"),
    "paper_too_large": gettext_noop("写真が大きすぎます。2,500万画素までに縮めて、送ってください。"),
    "paper_unreadable": gettext_noop("画像として読めません。JPEG、PNG、WebPの写真を選んでください。"),
    "pictures_miscounted": gettext_noop("書類の写真を、1枚から%(most)s枚まで選んでください。"),
    "identity_confirmed_already": gettext_noop("本人確認は済んでいます。"),
    "identity_unconfirmed": gettext_noop("このバッチは、本人確認の済んだ人に頼んでいます。"),
    "legal_name_missing": gettext_noop("先に、個人情報のページで本名を書いてください。"),
    # turns
    "not_yet": gettext_noop("期限がまだ来ていないため、できません。"),
    # terms
    "sheet_frozen": gettext_noop(
        "この条件はすでに示されたため、書き換えられません。変えるには、新しい提案が要ります。"
    ),
    "scope_missing": gettext_noop(
        "作業の範囲を書いてください。どこまでが仕事かを、応募する人が知りたがっています。"
    ),
    "deliverable_missing": gettext_noop("納品するものを書いてください。"),
    "reward_missing": gettext_noop("報酬を書いてください。"),
    "reward_basis_missing": gettext_noop("報酬の数え方（固定、1件ごと、時間ごと）を選んでください。"),
    "start_missing": gettext_noop(
        "開始日を書いてください。条件で始まるときは、その条件と、遅くともいつかを書いてください。"
    ),
    "deadline_missing": gettext_noop("納期か、納品のペースを書いてください。"),
    "headcount_missing": gettext_noop("募集する人数を書いてください。"),
    "inspection_missing": gettext_noop("検収の日数を書いてください。"),
    "payment_before_inspection": gettext_noop(
        "検収に%(inspection)s日かけるなら、支払いはその翌日か、それよりあとの日数にしてください。"
    ),
    "payment_missing": gettext_noop("支払いまでの日数を書いてください。"),
    "schedule_open": gettext_noop("くりかえしを、ここまで決めてください。"),
    "schedule_each_paid": gettext_noop(
        "くりかえす仕事の報酬は、1件ごと、週額固定、月額固定のどれかで決めてください。"
    ),
    "month_by_the_week": gettext_noop("毎月の納品の報酬は、1件ごとか月額固定で決めてください。"),
    "holiday_moves_period": gettext_noop(
        "週額固定・月額固定では、祝日の納品を前後の営業日に移せません。「祝日も納品する」か「その回は休み」にしてください。"
    ),
    "period_without_schedule": gettext_noop(
        "週額固定・月額固定は、くりかえす仕事の報酬です。納品のくりかえしを決めてください。"
    ),
    "hours_by_the_hour": gettext_noop("時間を記録する仕事の報酬は、時給で決めてください。"),
    "schedule_without_quantity": gettext_noop("くりかえす仕事では、件数はくりかえしで決まります。"),
    "schedule_without_deadline": gettext_noop("くりかえす仕事の納期は、くりかえしで決まります。"),
    "schedule_without_parts": gettext_noop("くりかえす仕事は、区切りに分けられません。"),
    "schedule_without_day": gettext_noop("くりかえす仕事は、日付で始めてください。"),
    "range_downward": gettext_noop("上限は、下限と同じか、それより高い額にしてください。"),
    "start_twice": gettext_noop("開始は、日付か条件のどちらか一つで決めてください。"),
    "condition_without_limit": gettext_noop(
        "条件で始まるときは、遅くともいつ始まるかを書いてください。その日を過ぎたら、相手は責任なく離れられます。"
    ),
    "date_past": gettext_noop("過ぎた日です。今日からあとの日にしてください。"),
    "date_too_far": gettext_noop("遠すぎる日です。5年以内の日にしてください。"),
    "deadline_before_start": gettext_noop(
        "納期が開始より前です。開始の日か、それよりあとの日にしてください。"
    ),
    "total_open": gettext_noop("報酬の総額が決まりません。1つの額と、件数か時間数を書いてください。"),
    "too_many_parts": gettext_noop("分けられるのは%(most)sまでです。"),
    "part_without_day": gettext_noop("それぞれの区切りに、納期を書いてください。"),
    "parts_out_of_order": gettext_noop("区切りは、納期の早い順に並べてください。"),
    "parts_do_not_add_up": gettext_noop(
        "区切りの額の合計（%(divided)s円）が、報酬の総額（%(whole)s円）と合いません。"
    ),
    # messaging
    "tool_unagreed": gettext_noop(
        "「%(quotes)s」は、条件の「連絡方法」に書かれていないツールや連絡先への案内です。先に、連絡方法の変更に合意してください。"
    ),
    "letter_waits": gettext_noop("仮払いがまだなので、送れません。送れるようになったらお知らせします。"),
    "nothing_to_wait_for": gettext_noop("仮払いは済んでいます。取っておかずに、そのまま送れます。"),
    "no_money_comes": gettext_noop(
        "応募や契約が終わったので、仮払いはもうありません。取っておいても送れません。"
    ),
    "too_many_letters": gettext_noop("取っておけるのは%(most)s通までです。要らないものを捨ててください。"),
    "already_sent": gettext_noop("このメッセージはもう送られています。"),
    "file_empty": gettext_noop("中身のないファイルです。別のファイルを選んでください。"),
    "file_too_large": gettext_noop("ファイルは1つ%(most)sMBまでです。小さくするか、分けて送ってください。"),
    "file_type_refused": gettext_noop(
        "この種類のファイルは送れません。画像、PDF、Officeの文書、テキスト、音声、動画、ZIPが送れます。"
    ),
    "file_broken": gettext_noop("画像を読み取れません。開けるか確かめて、保存し直してから送ってください。"),
    "image_too_large": gettext_noop("画像が大きすぎます。縦横を小さくするか、ZIPにまとめて送ってください。"),
    "file_gone": gettext_noop(
        "そのファイルは、ここにはありません。すでに外されたようです。ページを読み直してください。"
    ),
    "question_open": gettext_noop(
        "返事が必要な質問は、一度に一つまでです。前の質問への返事を待つか、解決したことにしてください。"
    ),
    "nothing_to_answer_for": gettext_noop(
        "応募や契約が終わったので、返事を求めることはできません。メッセージは送れます。"
    ),
    "too_many_summaries": gettext_noop("確認を待つまとめは%(most)s件までです。返事を待ってください。"),
    "not_funded_yet": gettext_noop("仮払いが済んでからできます。"),
    "own_summary": gettext_noop("自分が書いたまとめは、相手だけが確認できます。"),
    "file_infected": gettext_noop("このファイルからウイルスが見つかったため、開けません。"),
    "draft_changed": gettext_noop("別の画面で書きかけが変わりました。どちらを残すか選んでください。"),
    "too_many_files": gettext_noop("添付できるのは%(most)s個までです。"),
    # hiring
    "title_missing": gettext_noop("題名を書いてください。何をする仕事かが、一覧で読める題名にしましょう。"),
    "body_missing": gettext_noop("仕事の説明を書いてください。"),
    "category_missing": gettext_noop("カテゴリーを選んでください。"),
    "apply_until_missing": gettext_noop("応募の締切日を決めてください。"),
    "apply_until_past": gettext_noop("応募の締切は、明日以降の日にしてください。"),
    "apply_until_far": gettext_noop("応募の締切は、今日から%(most)s日以内の日にしてください。"),
    "too_many_newcomer_places": gettext_noop(
        "初めての人の枠は、募集する人数（%(places)s人）以下にしてください。"
    ),
    "too_many_lines": gettext_noop("%(most)s個までです。大切なものに絞ってください。"),
    "not_a_draft": gettext_noop("公開した募集は書き換えられません。写しを作って、新しく募集してください。"),
    "task_posting": gettext_noop("タスクの募集です。そのタスクのページで操作してください。"),
    "not_a_task_posting": gettext_noop("タスクの募集ではないため、できません。"),
    "not_a_contest_posting": gettext_noop("コンペの募集ではないため、できません。"),
    "contest_posting": gettext_noop("コンペの募集です。そのコンペのページで操作してください。"),
    "not_an_owned_posting": gettext_noop("タスクやコンペの募集ではないため、できません。"),
    "closes_far": gettext_noop("締切は、今日から%(most)s日以内の日にしてください。"),
    "posting_stopped": gettext_noop("運営がこの募集を止めているあいだは、承諾できません。"),
    "posting_not_open": gettext_noop("この募集は、いま応募を受け付けていません。"),
    "moderates_own": gettext_noop(
        "ご自身の募集を止めたり再開したりするのは、ほかの運営担当に頼んでください。"
    ),
    "own_posting": gettext_noop("自分の募集には応募できません。"),
    "applications_over": gettext_noop("応募の締切日を過ぎたため、応募できません。"),
    "too_many_applications": gettext_noop(
        "返事を待っている応募が%(most)s件あります。どれかの結果が出るか、取り下げてから応募してください。"
    ),
    "answer_missing": gettext_noop("この質問には答えが必要です。"),
    "offer_waits": gettext_noop("内定が届いています。内定のページで、受けるか断るかを選んでください。"),
    "no_place": gettext_noop("空いている枠がありません。ほかの内定の返事を待つか、取り消してください。"),
    "only_newcomer_places": gettext_noop(
        "残っているのは初めての人の枠だけです。この応募者は初めての人ではないため、内定を出せません。"
    ),
    "cursor_broken": gettext_noop("続きの位置が読み取れません。一覧を最初から開いてください。"),
    "already_applied": gettext_noop("この募集にはすでに応募しています。"),
    "criteria_empty": gettext_noop("条件を、少なくとも一つ選んでください。"),
    "criteria_full": gettext_noop("保存できる条件は%(most)s個までです。使っていないものを消してください。"),
    "criteria_name_taken": gettext_noop("この名前の条件はもうあります。別の名前にしてください。"),
    # contracts
    "no_time_to_answer": gettext_noop(
        "相手が返事を考える時間が足りません。返事はこの日になる前までなので、いまから%(hours)s時間より先に始まる日を選んでください。"
    ),
    "offer_outdated": gettext_noop(
        "納期か開始の日が来ているので、この条件では承諾できません。日を改めて頼みなおしてもらってください。"
    ),
    "offer_standing": gettext_noop("この応募者にはすでに内定を出しています。"),
    "tried_before": gettext_noop(
        "この人には、すでにお試しを頼んでいます。お試しは、同じ相手に一度だけです。"
    ),
    "on_trial": gettext_noop("お試しが終わるまで、応募はそのままです。お試しの契約のページをご覧ください。"),
    "trial_named_as_whole": gettext_noop("仕事の全部と見分けがつくように、募集と違う題名にしてください。"),
    "trial_hours_missing": gettext_noop("何時間までの作業かを書いてください。"),
    "trial_is_one_piece": gettext_noop(
        "お試しは、くり返しのない一度の仕事で、報酬は全部でいくらと決めます。"
    ),
    "trial_too_long": gettext_noop("お試しは小さな仕事です。納期は開始から%(most)s日以内にしてください。"),
    "trial_too_far": gettext_noop(
        "お試しは、応募した人を長く待たせません。開始は%(most)s日以内にしてください。"
    ),
    "trial_underpaid": gettext_noop(
        "報酬が作業時間に見合いません。%(hours)s時間までなら、%(least)s円以上にしてください。時給の仕事では応募の時給、それ以外ではいちばん低い県の最低賃金を下回れません。"
    ),
    "trial_undecided": gettext_noop(
        "お試しのあと採用するかどうかが、まだ決まっていません。採用するときは、応募のページから内定を出してください。"
    ),
    "not_a_past_worker": gettext_noop(
        "募集なしで頼めるのは、報酬を支払ったことのある契約の相手だけです。はじめての相手には募集を出してください。"
    ),
    "worker_has_left": gettext_noop("相手はこのサイトを退会しました。"),
    "asked_enough": gettext_noop(
        "この人への直接の依頼は、承諾されなければ、%(days)s日のあいだに%(most)s回までです。しばらくお待ちください。"
    ),
    "direct_offer_standing": gettext_noop(
        "この人への直接の依頼が、すでに返事を待っています。返事があるまで、次の依頼は出せません。"
    ),
    "cancellation_open": gettext_noop("すでに終了の提案が出ています。返事をお待ちください。"),
    "amendment_open": gettext_noop("すでに条件の変更の提案が出ています。返事が済んでから提案してください。"),
    "term_stands": gettext_noop("この条件は、採用のときに決まったもので、あとから変えられません。"),
    "nothing_changes": gettext_noop("変わるところがありません。変えたい条件を書き換えてください。"),
    "terms_changed_since": gettext_noop(
        "この提案のあとで条件が変わりました。いまの条件から提案し直してください。"
    ),
    "start_reached": gettext_noop("すでに開始しているので、開始日は変えられません。"),
    "held_amount_stays": gettext_noop("納品が済んだ区切りの額は変えられません。"),
    "raise_or_lower": gettext_noop(
        "仮払い済みの区切りのうち、上げるものと下げるものは、別々に提案してください。"
    ),
    "start_or_raise": gettext_noop(
        "仮払い済みの額を上げる提案と、開始日を変える提案は、別々にしてください。"
    ),
    "top_up_first": gettext_noop(
        "合意した増額分の入金を待っています。増額分の入金が済むか、期限が過ぎてからにしてください。"
    ),
    "held_part_stays": gettext_noop("仮払い済みの区切りは外せません。終えるには、終了を提案してください。"),
    "finished_part_stays": gettext_noop("終わった区切りの名前は変えられません。"),
    "handed_over_day_stays": gettext_noop("すでに納品された区切りの納期は変えられません。"),
    "no_part_left": gettext_noop("残る区切りがなくなります。終えるには、終了を提案してください。"),
    "standby_unpaid": gettext_noop(
        "「%(title)s」の待機料の支払いが遅れています。支払うまで、新しい募集や内定、仮払いはできません。契約のページから支払えます。"
    ),
    "standby_promised": gettext_noop("募集で約束した待機料（%(least)s円）より少なくはできません。"),
    "standby_above_reward": gettext_noop("待機料は、報酬の額までにしてください。"),
    "worse_unsaid": gettext_noop("あなたにとって悪くなるものを選んでください。"),
    "no_way_out": gettext_noop(
        "責任なく離れられるのは、開始が約束より遅れたときと、採用後に条件が悪くなる提案があったときです。"
    ),
    "left_already": gettext_noop("ワーカーはすでにこの契約を離れています。"),
    "ending_already": gettext_noop("この契約は終わることが決まっているので、条件は変えられません。"),
    "not_the_client": gettext_noop("クライアントだけができる操作です。"),
    "not_the_worker": gettext_noop("ワーカーだけができる操作です。"),
    "not_the_other_side": gettext_noop("返事ができるのは、相手の側だけです。"),
    "due_missing": gettext_noop("いつまでに納品するかを、日付で決めてください。"),
    "contract_over": gettext_noop("この契約はすでに終わっています。"),
    "earlier_milestone_first": gettext_noop("区切りは順番に進みます。先に前の区切りを済ませてください。"),
    "period_not_near": gettext_noop("この期の仮払いは、%(day)sからできます。"),
    "no_start_to_declare": gettext_noop("いま知らせる開始はありません。"),
    "no_rounds_left": gettext_noop(
        "直しを頼めるのは%(most)s回までです。受け入れるか、運営に判断を求めてください。"
    ),
    "money_is_held": gettext_noop("仮払いがあるあいだは、終了に相手の同意が要ります。提案を出してください。"),
    "no_money_is_held": gettext_noop("仮払いがないので、提案は要りません。すぐに終えられます。"),
    "ends_otherwise": gettext_noop("始まった続く仕事は、前もって知らせるか、相手の同意で終えられます。"),
    "money_not_late": gettext_noop("仮払いはまだ遅れていません。終えるには、前もって知らせてください。"),
    "too_few_missed": gettext_noop("すぐに終えられるのは、続けて%(most)s回、納品がなかったときです。"),
    "break_open": gettext_noop("すでに休みの提案が出ています。返事をお待ちください。"),
    "break_too_long": gettext_noop("休みは、続けて%(most)s日までです。"),
    "ends_already": gettext_noop("この仕事が終わる日は、すでに知らされています。"),
    "notice_too_short": gettext_noop("終わりの日は、%(day)s以後にしてください。"),
    "notice_too_long": gettext_noop("終わりの日は、%(day)sまでにしてください。"),
    "reason_given": gettext_noop("終える理由は、すでに書かれています。"),
    "reason_asked_already": gettext_noop("理由は、すでにたずねています。返事をお待ちください。"),
    "not_overdue": gettext_noop("納期はまだ過ぎていません。終えるには、相手に提案してください。"),
    "dispute_answered": gettext_noop("言い分はすでに提出しています。"),
    "decided_before": gettext_noop("すでに一度判断しています。不服のあとは、ほかの運営担当が判断します。"),
    "ruling_accepted": gettext_noop("この判断には、すでに同意したか、不服の期限が過ぎています。"),
    "settlement_standing": gettext_noop("提案はすでに出ています。"),
    "own_dispute": gettext_noop("ご自身の契約の申し立ては、ほかの運営担当が判断します。"),
    "dispute_of_partner": gettext_noop("取引のある方の申し立ては、ほかの運営担当が判断します。"),
    "not_by_the_hour": gettext_noop("この契約は、時間を記録する仕事ではありません。"),
    "hours_are_handed_in": gettext_noop("この契約では、時間を記録して、週の終わりに提出します。"),
    "hours_backward": gettext_noop("終わりは、始まりより後の、その日のうちの時刻にしてください。"),
    "hours_of_another_week": gettext_noop("この週の日（%(first)s〜%(last)s）を選んでください。"),
    "hours_on_day_off": gettext_noop("この日は、合意した休みの日です。"),
    "hours_ahead": gettext_noop("まだ来ていない時刻は書けません。作業が終わってから記録してください。"),
    "last_day_over": gettext_noop("仕事の最後の日を過ぎたので、この週のお金は要りません。"),
    "hours_after_end": gettext_noop("この仕事は終わりました。書けるのは、終わる前に働いた時間だけです。"),
    "hours_before_money": gettext_noop(
        "この週の仮払いが確かめられる前の時間は書けません。仮払いの後の時刻にしてください。"
    ),
    "hours_overlap": gettext_noop("同じ日のほかの記録と、時間が重なっています。"),
    "hours_beyond_cap": gettext_noop("この週に書けるのは、あと%(minutes)s分までです。"),
    "too_many_spells": gettext_noop("1週間の記録は%(most)s件までです。続いた作業は、1件にまとめてください。"),
    "week_not_over": gettext_noop("提出できるのは、週の最後の日（%(day)s）からです。"),
    "lines_missing": gettext_noop("どの記録のことか、少なくとも一つ選んでください。"),
    "lamp_unfunded": gettext_noop("仮払いがまだです。ランプが緑になるまで、作業も納品もできません。"),
    "lamp_before_start": gettext_noop("開始日がまだ来ていません。ランプが緑になるまで、納品できません。"),
    "lamp_condition_unmet": gettext_noop(
        "開始の条件がまだ整っていません。クライアントが開始を知らせると、納品できます。"
    ),
    "lamp_inspection": gettext_noop("いまは検収中です。結果が出るまで、次の納品はできません。"),
    "lamp_dispute": gettext_noop("運営が判断しているあいだは、納品できません。"),
    "lamp_over": gettext_noop("この契約はすでに終わっています。"),
    # taskwork
    "not_joined": gettext_noop("先に、このバッチの条件を読んで参加してください。"),
    "batch_not_open": gettext_noop("このバッチは、いま回答を受け付けていません。"),
    "batch_not_a_draft": gettext_noop(
        "支払いに進んだバッチは書き換えられません。下書きに戻すか、写しを作ってください。"
    ),
    "own_batch": gettext_noop("自分のバッチには回答できません。"),
    "nothing_to_claim": gettext_noop(
        "いま引き受けられるものはありません。答えられるものはすべて答えたか、ほかの人が引き受けています。"
    ),
    "claim_just_over": gettext_noop(
        "引き受けた時間が終わったところです。30秒ほど待ってから、もう一度引き受けてください。"
    ),
    "no_claim": gettext_noop(
        "引き受けているものが見つかりません。時間が過ぎて、ほかの人に渡った可能性があります。次のものを引き受けてください。"
    ),
    "claim_over": gettext_noop("引き受けた時間を過ぎたため、送れません。もう一度引き受けてください。"),
    "form_changed": gettext_noop("設問が新しくなりました。ページを読み直してから答えてください。"),
    "already_answered": gettext_noop("この回答はすでに送られています。あとから書き換えることはできません。"),
    "field_unknown": gettext_noop("設問にない項目が送られました。ページを読み直してください。"),
    "choices_out_of_range": gettext_noop("%(least)s個以上%(most)s個以下にしてください。"),
    "number_unreadable": gettext_noop("数字で答えてください。"),
    "text_too_short": gettext_noop("%(least)s文字以上で書いてください。"),
    "date_unreadable": gettext_noop("日付を選んでください。例：2026-11-30"),
    "file_missing": gettext_noop("ファイルをつけてください。"),
    "batch_in_preparation": gettext_noop("支払いの準備をしています。終わるまでお待ちください。"),
    "import_under_way": gettext_noop("ファイルを取り込んでいます。終わるまでお待ちください。"),
    "known_unfit": gettext_noop("「%(name)s」の正解が、設問の答えになっていません。"),
    "columns_not_alike": gettext_noop("ユニットの列がそろっていません。すべて同じ列にしてください。"),
    "known_not_asked": gettext_noop(
        "答えのわかっている項目「%(name)s」が、設問にありません。項目名を合わせるか、ファイルを取り込み直してください。"
    ),
    "import_failed": gettext_noop("取り込めませんでした。もう一度お試しください。"),
    "rows_missing": gettext_noop("取り込める行がありません。"),
    "encoding_unknown": gettext_noop("文字として読めません。UTF-8かShift_JISのCSVで保存し直してください。"),
    "workbook": gettext_noop(
        "Excelなどのブックは読めません。「名前を付けて保存」で「CSV UTF-8」を選び、"
        "そのファイルを送ってください。"
    ),
    "no_table": gettext_noop("表のファイルではありません。CSVかJSON Linesで保存し直してください。"),
    "json_array": gettext_noop("JSONの配列ではなく、1行に1つのオブジェクト（JSON Lines）にしてください。"),
    "json_unreadable": gettext_noop("JSONとして読めません。"),
    "json_no_object": gettext_noop("1行は {…} の形のオブジェクトにしてください。"),
    "too_many_columns": gettext_noop("列は%(most)s個までです。"),
    "column_unnamed": gettext_noop("%(number)s列目に名前がありません。"),
    "column_name_long": gettext_noop("%(number)s列目の名前が長すぎます（%(most)s文字まで）。"),
    "column_unreadable": gettext_noop("%(number)s列目の名前に、読めない文字があります。"),
    "column_twice": gettext_noop("「%(name)s」という列が二つあります。"),
    "columns_differ": gettext_noop("「%(name)s」が、ほかの行とそろっていません。"),
    "known_unknown": gettext_noop(
        "known:%(name)s にあたる設問がありません。先に設問を作り、項目名を合わせてください。"
    ),
    "known_unfitting": gettext_noop("known:%(name)s の答えが、設問と合いません。"),
    "line_too_long": gettext_noop("行が長すぎます（%(most)s文字まで）。"),
    "quote_unclosed": gettext_noop(
        'この行で開いた引用符（"）が閉じていません。文字として使うときは、2つ続けて（""）書きます。'
    ),
    "quotes_misplaced": gettext_noop('引用符（"）の位置が正しくありません。'),
    "cells_miscounted": gettext_noop("列が%(found)s個あります。見出しは%(wanted)s個です。"),
    "cell_too_long": gettext_noop("1つの欄は%(most)s文字までです。"),
    "cell_unreadable": gettext_noop("読めない文字（制御文字など）が入っています。"),
    "cell_nested": gettext_noop("「%(name)s」の値は、文字か数にしてください。"),
    "not_an_image": gettext_noop("画像のファイル（PNG、JPEG、GIF、WebP）を選んでください。"),
    "not_a_sound": gettext_noop("音声のファイル（WebM、Ogg、MP4、M4A、WAV、MP3、FLAC）を選んでください。"),
    "sound_too_long": gettext_noop("録音は%(most)s秒までです。短くして、もう一度送ってください。"),
    "too_many_units": gettext_noop("ユニットは%(most)s件までです。いくつかのバッチに分けてください。"),
    "too_many_places": gettext_noop(
        "回答は全部で%(most)s件までです。件数を減らすか、バッチを分けてください。"
    ),
    "too_many_questions": gettext_noop("設問は%(most)s個までです。"),
    "question_name_unreadable": gettext_noop(
        "項目名は、英字で始まる40文字までの英数字、ハイフン、下線にしてください。"
    ),
    "question_twice": gettext_noop("同じ項目名の設問があります。項目名を変えてください。"),
    "choice_twice": gettext_noop("同じ選択肢が二つあります。"),
    "least_above_most": gettext_noop("下限は、上限と同じか、それより小さくしてください。"),
    "scale_out_of_range": gettext_noop("段階は、3段階から11段階までで決めてください。"),
    "condition_unknown": gettext_noop("表示の条件は、前にある設問とその答えから選んでください。"),
    "form_empty": gettext_noop("答えてもらう設問を、少なくとも一つ作ってください。"),
    "placeholder_unknown": gettext_noop(
        "{{%(name)s}} にあたる列が、ユニットにありません。列の名前を合わせてください。"
    ),
    "units_missing": gettext_noop("ユニットがありません。ファイルを取り込むか、アンケートにしてください。"),
    "closes_on_missing": gettext_noop("いつまで回答を受け付けるかを決めてください。"),
    "closes_on_far": gettext_noop("受け付けは、今日から%(most)s日以内にしてください。"),
    "approval_rate_low": gettext_noop("このバッチは、承認率が%(least)s%%以上の人に頼んでいます。"),
    "experience_short": gettext_noop("このバッチは、この分野で%(least)s件以上承認された人に頼んでいます。"),
    "nothing_to_top_up": gettext_noop("もうすべての回答が承認されています。上げる回答がありません。"),
    "prefecture_unfit": gettext_noop(
        "このバッチは、決まった都道府県に住む人に頼んでいます。個人情報のページで選んでいないか、合っていません。"
    ),
    "birth_years_unfit": gettext_noop(
        "このバッチは、決まった年に生まれた人に頼んでいます。個人情報のページで選んでいないか、合っていません。"
    ),
    "birth_years_unclear": gettext_noop("生まれた年は、ここからとここまでを、古い順に両方選んでください。"),
    "limit_unexplained": gettext_noop(
        "住まいや年代でしぼるなら、この仕事に要る理由を10文字以上で書いてください。ワーカーに見えます。"
    ),
    "exam_not_passed": gettext_noop("このバッチは、まず短い試験に合格した人に頼んでいます。"),
    "exam_passed_already": gettext_noop("この試験にはもう合格しています。そのまま始められます。"),
    "exam_waits": gettext_noop("次に受けられるまで、少し日をおいてください。"),
    "attempt_used": gettext_noop(
        "この回の試験は、別の画面でもう出しています。ページを開き直すと、結果が見られます。"
    ),
    "exam_frozen": gettext_noop(
        "この試験はもう使われているので、変えられません。直すときは、新しい試験を作ってください。"
    ),
    "exam_empty": gettext_noop("試験に問題がありません。ユニットを加えるか、試験をやめてください。"),
    "exam_too_long": gettext_noop(
        "試験は全部で%(most)s問までです。報酬のない試験を、それより長くはできません。"
    ),
    "exam_answer_missing": gettext_noop("試験で聞く設問の正解を、少なくとも一つ入れてください。"),
    "exam_unfit": gettext_noop(
        "試験の「%(name)s」の正解が、いまの設問と合いません。試験を作り直してください。"
    ),
    "already_judged": gettext_noop("この回答はすでに判断しています。"),
    "judges_own": gettext_noop("自分がかかわる回答は判断できません。"),
    "fixed_already": gettext_noop("直せるのは1回だけです。"),
    "answers_under_way": gettext_noop("まだ回答中か、承認を待っている回答があります。"),
    "known_too_few": gettext_noop("答えのわかっているユニットが、%(least)s件以上いります。"),
    "no_majority": gettext_noop(
        "2件以上のユニットに、2件以上ずつの回答を頼み、選択か段階の設問があるときに使えます。"
    ),
    # contests
    "prizes_missing": gettext_noop("賞金を書いてください。"),
    "too_many_prizes": gettext_noop("賞は%(most)sつまでです。"),
    "prizes_upward": gettext_noop("賞金は、1位から順に、前の賞と同じか低い額にしてください。"),
    "wanted_missing": gettext_noop("求める作品を書いてください。"),
    "participation_half": gettext_noop("参加報酬は、金額と人数の両方を書いてください。"),
    "last_day_missing": gettext_noop("応募の最後の日を選んでください。"),
    "last_day_past": gettext_noop("応募の最後の日は、明日か、それよりあとの日にしてください。"),
    "last_day_far": gettext_noop("応募の最後の日は、今日から%(most)s日以内にしてください。"),
    "entries_stand": gettext_noop(
        "応募が届いているため、取りやめられません。賞金は応募した人のものになります。"
    ),
    "contest_not_open": gettext_noop("このコンペは、いま応募を受け付けていません。"),
    "entries_over": gettext_noop("応募の最後の日は終わりました。"),
    "entries_frozen": gettext_noop("応募は締め切られました。取り下げはできません。"),
    "too_many_entries": gettext_noop("ひとりが応募できるのは、取り下げたものも含めて、%(most)s点までです。"),
    "no_files_asked": gettext_noop("このコンペは、文だけで応募します。ファイルはつけられません。"),
    "too_many_finalists": gettext_noop("最終候補は%(most)s点までです。"),
    "winners_missing": gettext_noop("%(due)s点の受賞作を、すべて別の応募から選んでください。"),
    "exclusion_asked": gettext_noop("この応募については、すでに運営に確認を頼んでいます。"),
    "own_contest": gettext_noop("ご自身がかかわるコンペの応募は、ほかの運営担当が判断します。"),
    "exclusion_refused": gettext_noop(
        "運営が、この応募はその決まりに反していないと判断しています。応募が直されるまで、同じ理由では頼めません。"
    ),
    # reputation
    "already_reviewed": gettext_noop("評価はすでに書いています。書けるのは一度だけです。"),
    "answers_undecided": gettext_noop("すべての回答の結果が出てから、評価できます。"),
    "already_replied": gettext_noop("この評価にはすでに返信しています。返信は一度だけです。"),
    "review_sealed": gettext_noop("この評価はまだ公開されていません。公開されると返信できます。"),
    "stars_outside": gettext_noop("星は1から5までで選んでください。"),
    # moderation
    "already_reported": gettext_noop("すでに知らせています。運営の判断をお待ちください。"),
    "too_many_reports": gettext_noop(
        "知らせられるのは1日に%(most)s件までです。急ぐことは、運営に直接お知らせください。"
    ),
    "reports_herself": gettext_noop("ご自身のことは、ここでは知らせられません。"),
    # readings
    "nothing_to_read": gettext_noop("読める文章がありません。募集の文面を貼り付けてください。"),
    "not_a_text": gettext_noop(
        "文章ではなく、ファイルの中身のようです。画面の文面を選んで、コピーし直してください。"
    ),
    "language_unknown": gettext_noop("日本語か英語の文章だけを読めます。"),
    # api
    "unreadable": gettext_noop("読み取れない要求です。JSONの書き方を確かめてください。"),
    "token_needed": gettext_noop("トークンが必要です。Authorization: Bearer で送ってください。"),
    "token_unknown": gettext_noop(
        "このトークンは使えません。取り消されたか、打ち間違いです。設定画面で作り直せます。"
    ),
    "forbidden": gettext_noop("許されていません。"),
    "scope_not_granted": gettext_noop(
        "このトークンではできません。設定画面で「%(scope)s」を含むトークンを作ってください。"
    ),
    "method_not_allowed": gettext_noop(
        "このアドレスでは、そのメソッドは使えません。Allowヘッダーを見てください。"
    ),
    "too_large": gettext_noop("送られた内容が大きすぎます。"),
    "media_type": gettext_noop("本文はapplication/jsonで送ってください（ファイルはmultipart/form-data）。"),
    "invalid": gettext_noop("入力に直すところがあります。errorsを見てください。"),
    "idempotency_key_reused": gettext_noop("このIdempotency-Keyは、ほかの内容の要求で使われています。"),
    "idempotency_key_unusable": gettext_noop(
        "Idempotency-Keyは、空白のない英数字や記号%(longest)s字以内にしてください。"
    ),
    "request_in_progress": gettext_noop(
        "同じIdempotency-Keyの要求をまだ処理しています。少し待って、もう一度送ってください。"
    ),
    "too_many_requests": gettext_noop("要求が多すぎます。少し待ってください。"),
    "fault": gettext_noop(
        "こちらの不具合で、できませんでした。何も変わっていません。もう一度試してください。"
    ),
}


def sentence(refusal: Refused) -> str:
    """The refusal in the reader's language; raises KeyError for a code without a sentence."""
    return _(SENTENCES[refusal.code]) % {name: _told(value) for name, value in refusal.context.items()}


def _told(value: Any) -> Any:
    """A day as people write it, and everything else as it is."""
    return date_format(value) if isinstance(value, date) else value


def sentence_of(ruling: Ruling) -> str:
    """The same of a ruling; the empty string for what is allowed."""
    return sentence(Refused(ruling.code, **ruling.context)) if ruling.code else ""
