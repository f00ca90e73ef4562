"""What a row says of the customer's project (R-PROJECT)."""

from webapp.imports.parts.draft import Draft, plain_day
from webapp.models.project import Project

_COLUMNS = {
    "project_name": "name",
    "project_description": "description",
    "project_status": "status",
    "region_linkage": "regional_linkage",
}


def read(draft: Draft) -> None:
    for key, column in _COLUMNS.items():
        longest = getattr(Project._meta.fields[column], "max_length", None)
        if text := draft.cell(key):
            draft.project[column] = text[:longest]
    if day := draft.day("project_due"):
        draft.project["completes_on"] = plain_day(day)
    agent = draft.cell("is_agent")
    if agent in ("是", "否"):
        draft.project["is_agent"] = agent == "是"
