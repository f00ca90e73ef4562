from webapp.forms import Form, line
from webapp.models.written import LONGEST_REASON


class WithdrawalForm(Form):
    """Why something is taken back, or a step voided."""

    reason = line("原因", LONGEST_REASON, required="请写明原因", description="会留在记录里。")
