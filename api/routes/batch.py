"""Several requests in one."""

from typing import Annotated, Any

from fastapi import Body, Request

from api.batching import ItemAnswer, answer_item
from api.entering import Posting
from api.routing import build_router
from api.schemas.batch import Batch, BatchAnswer, BatchAnswers
from core.errors import HelpdeskError

router = build_router("Operations", 400, 413)
TWO = {
    "two": {
        "summary": "Two acts on two tickets",
        "value": {
            "items": [
                {"method": "POST", "path": "/api/v1/tickets/1042/claim"},
                {
                    "method": "PATCH",
                    "path": "/api/v1/tickets/1043",
                    "body": {"priority": "high"},
                    "key": "raise-1043",
                },
            ]
        },
    }
}


class BatchUndone(HelpdeskError):
    """One item of an all-or-nothing batch was refused."""

    code = "batch.undone"
    text = "Nothing was done, because {field} was refused: {problem}"


@router.post("/batch", summary="Carry out several requests")
async def run_batch(
    batch: Annotated[Batch, Body(openapi_examples=TWO)], call: Posting, request: Request
) -> BatchAnswers:
    """Carries out up to 100 requests that change something, each with its own rights and answer.

    A refused item is undone alone and the others stand; with `all_or_nothing` all of them
    stand or none. Reading is not for batches.
    """
    answers: list[BatchAnswer] = []
    done = 0
    for number, item in enumerate(batch.items):
        answered = await answer_item(request, call, item)
        if batch.all_or_nothing and not answered.is_done:
            raise BatchUndone(field=f"items.{number}", problem=_why(answered.body))
        done += answered.is_done
        answers.append(_shown(answered))
    return BatchAnswers(items=answers, done=done, failed=len(answers) - done)


def _shown(answered: ItemAnswer) -> BatchAnswer:
    return BatchAnswer(
        status=answered.status,
        body=answered.body,
        location=answered.headers.get("location"),
        etag=answered.headers.get("etag"),
    )


def _why(problem: Any) -> str:
    return str(problem.get("detail", "")) if isinstance(problem, dict) else "it was refused"
