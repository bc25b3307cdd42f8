"""Rating the support, and reading the ratings."""

from typing import Annotated

from fastapi import Body, Query

from api.entering import Reading
from api.reference import problems
from api.routing import build_router
from api.schemas.common import Number, page_of
from api.schemas.surveys import Rating, RatingDraft, Survey, SurveyQuery, Surveys
from core.surveys.rating import rate
from core.surveys.reading import list_surveys

router = build_router("Surveys")
RATING = {"rating": {"value": {"score": 4, "comment": "Quick, and it works."}}}


@router.put(
    "/tickets/{number}/rating",
    summary="Rate the support",
    responses=problems(400, 404, 409, 413),
)
async def rate_ticket(
    number: Number,
    said: Annotated[RatingDraft, Body(openapi_examples=RATING)],
    call: Reading,
) -> Rating:
    """The requester of a solved ticket rates the support; again within 7 days to change it."""
    survey = await rate(call.uow, call.actor, number, said.score, said.comment)
    return Rating.model_validate(survey)


@router.get("/surveys", summary="List surveys")
async def read_surveys(wanted: Annotated[SurveyQuery, Query()], call: Reading) -> Surveys:
    """Questions and answers, newest first. Managers and administrators only."""
    found = await list_surveys(
        call.uow,
        call.actor,
        answered=wanted.answered,
        team=wanted.team,
        since=wanted.since,
        before=wanted.cursor,
        limit=wanted.limit + 1,
    )
    items, following = page_of(found, wanted.limit)
    return Surveys(items=[Survey.model_validate(one) for one in items], next=following)
