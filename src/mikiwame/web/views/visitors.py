"""What anybody can read: what this is, how it works, and by which rules."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock, money, tax
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.members.queries import NEWCOMER_BELOW
from mikiwame.web.acting import came_from, page
from mikiwame.web.clocks import clocks
from mikiwame.web.scores import how_scores_are_made

A_YEAR = 365 * 24 * 3600
THEMES = frozenset({"light", "dark"})
SAMPLE_REWARD = 30_000
NEWEST = 5


def figures(at: datetime) -> dict[str, Any]:
    """The instance's own figures and names that these pages quote, with the fee in force."""
    rate = escrow.fee_rate(at=at)
    return {
        "rate": rate,
        "sample": sample(rate.basis_points, at),
        "newcomer_below": NEWCOMER_BELOW,
        "open_applications_most": settings.OPEN_APPLICATIONS_MOST,
        "offer_days": settings.OFFER_DAYS,
        "trial_days": settings.TRIAL_DECISION_DAYS,
        "funding_days": settings.FUNDING_DAYS,
        "overdue_days": settings.OVERDUE_DAYS,
        "review_days": settings.REVIEW_DAYS,
        "operator": settings.OPERATOR or _("見極めの運営者"),
        "contact": settings.CONTACT,
    }


def sample(fee_rate: int, at: datetime) -> dict[str, Any]:
    """A contract as an example: what it costs and when it is due."""
    return {
        "split": money.split(SAMPLE_REWARD, fee_rate=fee_rate),
        "withheld": money.split(SAMPLE_REWARD, fee_rate=fee_rate, withheld=tax.withholding(SAMPLE_REWARD)),
        "due": clock.day_in_tokyo(at + timedelta(days=14)),
    }


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page, with the newest postings."""
    at = clock.now()
    found = hiring.listed(Filters(), at=at)
    live: dict[str, Any] = {
        "newest": found.listings[:NEWEST],
        "count": found.count,
        "is_counted": found.is_counted,
    }
    return page(request, "visitors/home.html", at=at, **live, **figures(at))


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide in plain words."""
    return page(request, "visitors/guide.html", **figures(clock.now()))


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Every formula."""
    return page(request, "visitors/how.html", clocks=clocks(), **figures(clock.now()))


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """How texts, records and reviews become verdicts."""
    return page(request, "visitors/scores.html", contact=settings.CONTACT, **how_scores_are_made())


@require_safe
def terms_of_use(request: HttpRequest) -> HttpResponse:
    """The rules between the operator and members."""
    return page(request, "visitors/terms_of_use.html", **figures(clock.now()))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, when it goes."""
    return page(request, "visitors/privacy.html", **figures(clock.now()))


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark paper; anything else leaves it to the device."""
    response = HttpResponse(status=303, headers={"Location": came_from(request)})
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
