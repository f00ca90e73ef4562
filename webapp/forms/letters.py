from wtforms import SelectField

from webapp.forms import Form, line, lines, options
from webapp.models.letter import LONGEST, PLACES, USES, Letter


class LetterForm(Form):
    """A letter from which people are greeted."""

    occasion = SelectField("用于", choices=options(*USES.items()))
    title = line("标题", Letter.title.max_length, required="请填写标题", description="如春节问候、生日祝福")
    text = lines(
        "内容",
        LONGEST,
        required="请写下信的内容",
        description=f"可以用 {'、'.join(f'{{{place}}}' for place in PLACES)}，写信时换成对方的。",
    )
