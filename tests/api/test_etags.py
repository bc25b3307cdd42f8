"""ETag, If-None-Match and If-Match: never an overwritten change, never hidden news."""

import httpx
import pytest

from tests.api.asking import V1, given_ticket, problem


async def test_if_match_holds_an_act_on_an_older_state(agent: httpx.AsyncClient) -> None:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    etag = (await agent.get(path)).headers["etag"]
    assert etag.startswith('"r1-')
    changed = await agent.patch(path, json={"priority": "high"}, headers={"If-Match": etag})
    assert changed.headers["etag"].startswith('"r2-')
    held = {
        "PATCH": await agent.patch(path, json={"priority": "low"}, headers={"If-Match": etag}),
        "claim": await agent.post(f"{path}/claim", headers={"If-Match": etag}),
        "resolve": await agent.post(f"{path}/resolve", headers={"If-Match": etag}),
    }
    for act, answer in held.items():
        said = problem(answer, 412, "ticket.stale")
        assert said["revision"] == 2, act
        assert "changed the priority" in said["detail"]
    assert (await agent.get(path)).json() == changed.json()


@pytest.mark.parametrize("given", ['"r1"', 'W/"r1"', "*", "{etag}"])
async def test_the_present_state_lets_pass(agent: httpx.AsyncClient, given: str) -> None:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    etag = (await agent.get(path)).headers["etag"]
    answer = await agent.patch(
        path, json={"priority": "high"}, headers={"If-Match": given.format(etag=etag)}
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("given", ["r1", '"1"', '"r1', "", '"r' + "9" * 30 + '"'])
async def test_an_unknown_tag_is_refused(agent: httpx.AsyncClient, given: str) -> None:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    answer = await agent.patch(path, json={"priority": "high"}, headers={"If-Match": given})
    problem(answer, 422, "if_match.unknown")
    assert (await agent.get(path)).json()["priority"] == "medium"


async def test_304_only_while_nothing_that_can_be_read_has_changed(
    agent: httpx.AsyncClient,
) -> None:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    etag = (await agent.get(path)).headers["etag"]

    async def known(tag: str) -> bool:
        answer = await agent.get(path, headers={"If-None-Match": tag})
        assert answer.headers["etag"]
        assert (answer.status_code == 304) == (answer.content == b"")
        return answer.status_code == 304

    assert await known(etag)
    assert await known(f'"other", W/{etag}')
    assert not await known('"r1"')
    # A reply does not raise the revision, but it can be seen.
    await agent.post(f"{path}/reply", json={"text": "Hello"})
    assert not await known(etag)
