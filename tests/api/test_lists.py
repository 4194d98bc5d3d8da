"""Lists that are short in the crowd, whose pages and lists tests/web/test_statements.py reads."""

from datetime import datetime

from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import amendments
from tests.api.lists import statements
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.contracts.stage import DAY, START, again, started


def reworded(cast: Cast, contract: Contract, times: int, *, at: datetime) -> None:
    """Another pace is proposed and accepted, again and again; each has its terms notice."""
    for _ in range(times):
        number = contract.amendments.count()
        proposal = amendments.propose_amendment(
            again(contract),
            changes={"pace": f"週に{number + 2}回"},
            parts=None,
            reason="予定が変わりました。",
            by=cast.sakurai,
            at=at,
        )
        amendments.accept_amendment(proposal, by=cast.yuki, at=at)


def test_versions_and_notices_of_a_contract_are_asked_for_at_once(cast: Cast) -> None:
    contract, program = started(cast), program_of(cast.yuki)
    lists = [f"/contracts/{contract.pk}/{name}" for name in ("amendments", "terms-notices")]
    reworded(cast, contract, 2, at=START + DAY)
    few = [statements(program, path) for path in lists]
    reworded(cast, contract, 10, at=START + DAY)
    assert [statements(program, path) for path in lists] == few
