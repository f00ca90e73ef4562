from wtforms import DateField
from wtforms.validators import InputRequired

from webapp.forms import Form, line


class TaskForm(Form):
    action = line("下一步", 400, required="请写明下一步做什么")
    due_on = DateField("日期", validators=[InputRequired("请选择日期")])


class ReschedulingForm(Form):
    due_on = DateField("新的日期", validators=[InputRequired("请选择新的日期")])
    reason = line("原因", 200)
