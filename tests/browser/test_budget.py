"""A first visit costs little, even where the line is thin."""

import pytest

BUDGET = 120 * 1024


@pytest.mark.parametrize("who", ["nobody", "secretary"])
def test_a_first_visit_stays_within_the_budget(who, someone, tour):
    context = someone(storage_state=tour.states[who])
    page = context.new_page()
    network = context.new_cdp_session(page)
    arrived = {}
    network.on("Network.loadingFinished", lambda said: arrived.update({said["requestId"]: said["encodedDataLength"]}))
    network.send("Network.enable")

    page.goto("/", wait_until="networkidle")

    assert len(arrived) > 4
    assert 0 < sum(arrived.values()) < BUDGET
