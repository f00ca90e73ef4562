from collections.abc import Mapping

from webapp.forms.editing import EditedForm
from webapp.forms.fields import asks
from webapp.models.project import Project
from webapp.models.project.fields import FIELDS

AGENT = {"": None, "yes": True, "no": False}


@asks(FIELDS, Project)
class ProjectForm(EditedForm):
    """The project lines of the tracking sheet's head."""

    def show(self, values: Mapping[str, object]) -> None:
        chosen = {value: key for key, value in AGENT.items()}
        super().show({name: chosen[value] if name == "is_agent" else value for name, value in values.items()})

    def values(self) -> dict:
        said = {name: self[name].data for name in self.fields_edited}
        return said | {"is_agent": AGENT[self.is_agent.data]}
