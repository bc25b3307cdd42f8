"""SEC-08, SEC-11: all that may be sent, into each input of each operation."""

import pytest

from tests.api.conftest import Rest
from tests.api.test_inputs import fill_with_junk, inject_everywhere

pytestmark = pytest.mark.long


async def test_no_parameter_lets_any_sql_through(rest: Rest) -> None:
    assert await inject_everywhere(rest, every=1) > 400


async def test_no_junk_in_any_field_is_a_fault_of_ours(rest: Rest) -> None:
    assert await fill_with_junk(rest, every=1) > 500
