import pytest

from huoshui.ledger import consumers, kinds, tallying

from .samples import KINDS


@pytest.fixture(autouse=True)
def _registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tests' kinds, no measures and no consumers; what the house has registered comes back afterwards."""
    monkeypatch.setattr(kinds, "_kinds", {kind.code: kind for kind in KINDS})
    monkeypatch.setattr(tallying, "_registered", {})
    monkeypatch.setattr(consumers, "_consumers", {})
