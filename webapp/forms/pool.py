from webapp.forms import Form, line
from webapp.forms.fields import NumberField
from webapp.models.assignment import Assignment
from webapp.models.pool_rules import Rule


class ReleaseForm(Form):
    """放入公海."""

    reason = line("原因", Assignment.reason.max_length, required="请写明为什么放入公海")


def rules_form(rules: list[Rule]) -> Form:
    """公海规则: a number of days for each value, empty for never."""
    fields = {rule.field: NumberField(rule.label) for rule in rules}
    return type("PoolRulesForm", (Form,), fields)(data={rule.field: rule.days for rule in rules})
