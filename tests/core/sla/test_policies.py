"""SLA-04: the policy that ships with a new organisation."""

from core.sla.policies import default_policy
from core.sla.rules import Metric
from tests.builders import Office

HOUR, DAY = 60, 24 * 60


async def test_the_shipped_policy_has_the_eight_promised_targets(office: Office) -> None:
    policy = await office.do(default_policy)
    assert policy is not None
    assert policy.minutes == {
        ("critical", Metric.FIRST_RESPONSE): 1 * HOUR,
        ("high", Metric.FIRST_RESPONSE): 4 * HOUR,
        ("medium", Metric.FIRST_RESPONSE): 8 * HOUR,
        ("low", Metric.FIRST_RESPONSE): 24 * HOUR,
        ("critical", Metric.RESOLUTION): 4 * HOUR,
        ("high", Metric.RESOLUTION): 24 * HOUR,
        ("medium", Metric.RESOLUTION): 3 * DAY,
        ("low", Metric.RESOLUTION): 5 * DAY,
    }


async def test_without_a_default_policy_a_ticket_has_no_clocks(office: Office) -> None:
    await office.sql("UPDATE sla_policies SET active = false")
    ticket = await office.given_ticket(await office.given_customer())
    assert (await office.see(ticket.number)).clocks == ()
    assert ticket.policy_id is None
