from collections.abc import Mapping

from wtforms import RadioField

from webapp.forms import line, lines, options
from webapp.forms.editing import EditedForm

AGENT = {"": None, "yes": True, "no": False}


class ProjectForm(EditedForm):
    """The project lines of the tracking sheet's head."""

    name = line("项目名称", 80)
    status = line("项目状态", 40, description="项目开发到了哪个节点")
    is_agent = RadioField("是否代理", choices=options(("yes", "是"), ("no", "否"), blank="未填"), default="")
    regional_linkage = lines("区域联动", 400, description="该单位在其它城市的项目情况")

    def show(self, values: Mapping[str, object]) -> None:
        chosen = {value: key for key, value in AGENT.items()}
        super().show({name: chosen[value] if name == "is_agent" else value for name, value in values.items()})

    def values(self) -> dict:
        return {
            "name": self.name.data,
            "status": self.status.data,
            "is_agent": AGENT[self.is_agent.data],
            "regional_linkage": self.regional_linkage.data,
        }
