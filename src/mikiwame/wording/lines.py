"""The lines of a terms sheet in words: what a reward, a start or an inspection reads like on a page."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mikiwame.core.terms import Term
from mikiwame.market.terms.lines import (
    Deadline,
    Duration,
    Inspection,
    Line,
    Pace,
    Payment,
    Reward,
    RightsIfHired,
    Start,
    TrialHours,
    WeeklyHours,
)

from . import formats
from .words import called


def in_words(line: Line | None, term: str) -> str:
    """One line as a reader reads it; the empty string for one that is not there."""
    match line:
        case None:
            return ""
        case Reward():
            return reward(line)
        case Deadline():
            return format_html_join(_("、"), "{}", ((formats.day(due),) for due in line.days))
        case Start():
            return start(line)
        case Inspection():
            return inspection(line)
        case Payment():
            return payment(line)
        case Pace() | WeeklyHours() | Duration():
            return going_on(line)
        case TrialHours() | RightsIfHired():
            return of_a_trial(line)
        case int():
            return count(line, term)
        case _:
            return str(called(line, "basis")) if term == Term.REWARD_BASIS else line


def going_on(line: Pace | WeeklyHours | Duration) -> str:
    """What is said of work that goes on, in the words of its notice of terms."""
    if isinstance(line, Pace):
        return render_to_string("terms/pace.html", {"pace": line}).strip()
    if isinstance(line, WeeklyHours):
        return render_to_string("terms/weekly_hours.html", {"hours": line}).strip()
    return render_to_string("terms/duration.html", {"duration": line}).strip()


def of_a_trial(line: TrialHours | RightsIfHired) -> str:
    """How long it is thought to take, and when its rights pass."""
    if isinstance(line, TrialHours):
        return render_to_string("terms/trial_hours.html", {"hours": line}).strip()
    return render_to_string("terms/rights_if_hired.html", {"rights": line}).strip()


def reward(line: Reward) -> str:
    """``1,500円〜2,000円``, ``150円 × 60 = 9,000円``, and the shares of parts."""
    words = formats.yen(line.amount)
    if line.most is not None and line.most != line.amount:
        words = f"{words}〜{formats.yen(line.most)}"
    elif line.quantity is not None:
        words = f"{words} × {line.quantity:,} = {formats.yen(line.amount * line.quantity)}"
    shares = _("、").join(f"{title} {formats.yen(amount)}" for title, amount in line.shares)
    return _("%(reward)s（内訳: %(shares)s）") % {"reward": words, "shares": shares} if shares else words


def start(line: Start) -> str:
    """A day, or a condition with its latest day."""
    if not line.condition:
        return formats.day(line.day)
    if line.latest is None:
        return line.condition
    return format_html(
        _("{condition}（遅くとも{latest}）"), condition=line.condition, latest=formats.day(line.latest)
    )


def inspection(line: Inspection) -> str:
    """How long, and how often changes may be asked for."""
    days = ngettext("納品から%(days)s日以内", "納品から%(days)s日以内", line.days) % {"days": line.days}
    rounds = ngettext("修正の依頼は%(rounds)s回まで", "修正の依頼は%(rounds)s回まで", line.rounds)
    return _("%(days)s。%(rounds)s") % {"days": days, "rounds": rounds % {"rounds": line.rounds}}


def payment(line: Payment) -> str:
    """Within how many days, and what is owed where the first money never comes."""
    fee = _("仮払いのないまま契約が終わったときは、待機料%(fee)s") % {"fee": formats.yen(line.standby_fee)}
    return _("%(days)s。%(fee)s") % {"days": count(line.days, Term.PAYMENT), "fee": fee}


def count(number: int, term: str) -> str:
    """People and days."""
    match term:
        case Term.HEADCOUNT:
            return ngettext("%(number)s人", "%(number)s人", number) % {"number": number}
        case Term.PAYMENT:
            return ngettext(
                "納品を受け取った日から%(number)s日以内（受け取った日を1日目とする）",
                "納品を受け取った日から%(number)s日以内（受け取った日を1日目とする）",
                number,
            ) % {"number": number}
        case _:
            return f"{number:,}"
