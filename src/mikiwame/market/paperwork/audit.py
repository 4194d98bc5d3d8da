"""Are the documents what they were when they were issued? All of their hashes are computed anew."""

from mikiwame.core.audit import Discrepancy, contradictions

_PAGES = """
WITH pages AS (
    SELECT 'contract:' || contract_id || ', version ' || number AS subject, html, sha256
    FROM contracts_termsnotice
    UNION ALL
    SELECT 'task_notice:' || id, html, sha256 FROM taskwork_notice
    UNION ALL
    SELECT 'contest_notice:' || id, html, sha256 FROM contests_notice
    UNION ALL
    SELECT 'award:' || id, html, sha256 FROM contests_award
)
"""

CHECKS = {
    "a terms notice is what was issued": """
        SELECT subject, encode(sha256(convert_to(html, 'UTF8')), 'hex'), encode(sha256, 'hex')
        FROM pages WHERE sha256 <> sha256(convert_to(html, 'UTF8'))
    """,
    "a printed document is what was printed": """
        SELECT 'print:' || encode(page, 'hex'), encode(sha256(pdf), 'hex'), encode(sha256, 'hex')
        FROM paperwork_print WHERE sha256 <> sha256(pdf)
    """,
    "a printed document has its page": """
        SELECT 'print:' || encode(page, 'hex'), 'no page', 'a page' FROM paperwork_print AS print
        WHERE NOT EXISTS (SELECT FROM pages WHERE pages.sha256 = print.page)
    """,
}
"""Sentence -> what contradicts it."""


def discrepancies() -> list[Discrepancy]:
    """What contradicts any check, at one moment."""
    return contradictions(_PAGES, CHECKS)
