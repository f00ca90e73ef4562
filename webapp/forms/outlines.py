from wtforms import RadioField

from webapp.forms import Form, line, lines, options
from webapp.models.outline import PHASES, Outline


class OutlineForm(Form):
    """A text to start from, in one phase of the work with a customer."""

    phase = RadioField("阶段", choices=options(*PHASES), default=PHASES[0])
    title = line("标题", Outline.title.max_length, required="请填写标题", description="如第一次联系、回访与续约")
    text = lines("提纲", required="请写下提纲", description="一行问一件事；记跟进时放进跟进内容，照着写。")
