from webapp.forms.editing import EditedForm
from webapp.forms.fields import asks
from webapp.models.project import Project
from webapp.models.project.fields import FIELDS


@asks(FIELDS, Project)
class ProjectForm(EditedForm):
    """The project lines of the tracking sheet's head."""

    def values(self) -> dict:
        return {name: self[name].data for name in self.fields_edited}
