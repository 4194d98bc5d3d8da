"""What the domain's bare words are called on pages: states, terms, reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, dict[str, str | Promise]] = {
    "term": {
        "scope": _("仕事の内容"),
        "deliverable": _("納品物"),
        "reward": _("報酬"),
        "reward_basis": _("報酬の決め方"),
        "deadline": _("納期"),
        "start": _("開始"),
        "pace": _("納品のペース"),
        "duration": _("期間"),
        "headcount": _("募集人数"),
        "requirements": _("応募条件"),
        "environment": _("作業環境"),
        "communication": _("連絡方法"),
        "inspection": _("検収"),
        "payment": _("支払い"),
        "selection": _("選考"),
        "rights": _("権利"),
        "confidentiality": _("秘密保持"),
    },
    "basis": {
        "fixed": _("固定報酬"),
        "per_piece": _("1件ごと"),
        "hourly": _("時給"),
    },
    "format": {
        "project": _("プロジェクト"),
        "task": _("タスク"),
        "contest": _("コンペ"),
    },
    "posting": {
        "draft": _("下書き"),
        "open": _("募集中"),
        "paused": _("一時停止中"),
        "closed": _("締め切り"),
        "filled": _("満員"),
        "expired": _("期限切れ"),
        "suspended": _("運営により停止"),
    },
    "application": {
        "submitted": _("返事待ち"),
        "offered": _("内定"),
        "accepted": _("採用"),
        "declined": _("見送り"),
        "withdrawn": _("取り下げ"),
        "expired": _("返事のないまま終了"),
    },
    "decline": {
        "filled": _("募集の枠が埋まりました"),
        "requirements": _("応募条件と合いませんでした"),
        "price": _("金額が合いませんでした"),
        "schedule": _("日程が合いませんでした"),
        "experience": _("求める経験と合いませんでした"),
        "cancelled": _("募集そのものを取りやめました"),
        "other": _("その他"),
    },
    "offer": {
        "made": _("返事待ち"),
        "accepted": _("承諾"),
        "declined": _("辞退"),
        "withdrawn": _("取り消し"),
        "lapsed": _("期限切れ"),
    },
    "contract": {
        "agreed": _("仮払い待ち"),
        "running": _("進行中"),
        "finished": _("完了"),
        "lapsed": _("仮払いなく失効"),
        "ended": _("終了"),
        "cancelled": _("取り消し"),
    },
    "milestone": {
        "unfunded": _("仮払い前"),
        "funded": _("仮払い済み"),
        "delivered": _("検収待ち"),
        "changes_requested": _("修正中"),
        "accepted": _("検収済み"),
        "disputed": _("運営が確認中"),
        "refunded": _("返金済み"),
        "dropped": _("取りやめ"),
    },
    "lamp": {
        "red": _("まだ作業しないでください"),
        "amber": _("開始日をお待ちください"),
        "green": _("作業を始められます"),
        "off": _("することはありません"),
    },
    "turn": {
        "decision": _("応募者への返事"),
        "offer": _("内定への返事"),
        "funding": _("仮払い"),
        "start": _("開始の知らせ"),
        "delivery": _("納品"),
        "overdue": _("納期を過ぎた納品"),
        "inspection": _("検収"),
        "changes": _("修正"),
        "cancellation": _("終了の提案への返事"),
        "dispute": _("運営の判断"),
        "client_review": _("ワーカーの評価"),
        "worker_review": _("クライアントの評価"),
    },
    "limit": {
        "decision": _(
            "返事がないまま過ぎると、募集は終わり、応募者に知らされ、クライアントの記録に残ります。"
        ),
        "offer": _("返事がないまま過ぎると、内定は失効します。"),
        "funding": _("仮払いがないまま過ぎると、契約は失効し、ワーカーは自由になります。"),
        "start": _("知らせがないまま過ぎると、仮払いはクライアントに戻り、契約は終わります。"),
        "delivery": _("納品がないまま過ぎると、クライアントは全額の返金で契約を終えられます。"),
        "overdue": _("納品がないまま過ぎると、仮払いはクライアントに戻り、契約は終わります。"),
        "inspection": _("返事がないまま過ぎると、検収したことになり、報酬が支払われます。"),
        "changes": _("修正がないまま過ぎると、クライアントは全額の返金で契約を終えられます。"),
        "cancellation": _("返事がないまま過ぎると、提案はなかったことになり、契約は続きます。"),
        "dispute": _("運営が判断するまで、仮払いはそのまま預けられます。"),
        "client_review": _("書かないまま過ぎると、相手の評価だけが公開されます。"),
        "worker_review": _("書かないまま過ぎると、相手の評価だけが公開されます。"),
    },
    "audit": {
        "hiring.PostingSuspended": _("募集を止めた"),
        "hiring.PostingReinstated": _("募集を再開した"),
        "contracts.DisputeSettled": _("争いを判断した"),
        "members.PrivateDataRead": _("個人の情報を読んだ"),
    },
    "scope": {
        "read": _("読む"),
        "post": _("頼む"),
        "apply": _("応募する"),
        "work": _("働く"),
        "pay": _("払う"),
    },
    "party": {
        "person": _("個人"),
        "organisation": _("団体"),
    },
}
"""Kind of word -> word -> what readers see; an enumeration that pages show has its entry here."""


def called(word: str, kind: str) -> str | Promise:
    """What readers call it; raises KeyError for a word that has no entry."""
    return WORDS[kind][str(word)]
