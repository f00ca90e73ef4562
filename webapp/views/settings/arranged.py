"""The pages of a list the office keeps in an order of its own: the list, one entry of it, and what is done with one."""

from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.forms import Form
from webapp.models.arranged import Arranged
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.settings.page import Page


class ArrangedPages:
    """The views of one such list, whose form has the fields that `noun.checked` takes.

        pages = ArrangedPages("outlines", page, Outline, OutlineForm, word="提纲", phases=PHASES)

    `name` is the last part of the address and the folder of two templates: `_list.html` draws the rows (`rows`, `may`:
    the reader changes them, and what else is `shown`), `_fields.html` the fields of the `form`. `word` is the noun's
    word on buttons, `place` where a further one stands."""

    def __init__(
        self, name: str, page: Page, noun: type[Arranged], form: type[Form], *, word: str, place: str = "最后", **shown
    ):
        self.name, self.page, self.noun, self.form = name, page, noun, form
        self.word, self.place, self.shown = word, place, shown
        self.blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")
        self._serve("GET", "", self.index)
        self._serve("GET", "/new", self.new)
        self._serve("POST", "", self.create)
        self._serve("GET", "/<int:row>/edit", self.edit)
        self._serve("POST", "/<int:row>", self.update)
        self._serve("POST", "/<int:row>/moves", self.move)
        self._serve("POST", "/<int:row>/retirement", self.retire)
        self._serve("POST", "/<int:row>/retirement/reversal", self.restore)

    def _serve(self, method: str, path: str, view) -> None:
        self.blueprint.add_url_rule(path, view.__name__, view, methods=[method])

    def index(self):
        return render_template("settings/arranged/index.html", **self._listed())

    def new(self):
        g.user.require_setting_up()
        return self._form(self.form())

    def create(self):
        g.user.require_setting_up()
        form = self.form()
        if not form.submit(lambda: self.noun.add(**form.data, by=g.user)):
            return self._form(form)
        return self._done(f"已新增，排在{self.place}")

    def edit(self, row: int):
        found = self._find(row)
        return self._form(self.form(obj=found), found)

    def update(self, row: int):
        found, form = self._find(row), self.form()
        if not form.submit(lambda: found.revise(**form.data, by=g.user)):
            return self._form(form, found)
        return self._done("已存下")

    def move(self, row: int):
        self._find(row).move(request.form.get("to", ""), by=g.user)
        return self._anew()

    def retire(self, row: int):
        self._find(row).retire(by=g.user)
        return self._anew()

    def restore(self, row: int):
        self._find(row).restore(by=g.user)
        return self._anew()

    def _find(self, row: int) -> Arranged:
        """One of them, for whoever may change it."""
        g.user.require_setting_up()
        return get_or_404(self.noun.select(), self.noun.id == row)

    def _form(self, form: Form, row: Arranged | None = None):
        title = f"修改{self.word}" if row else f"新增{self.word}"
        return htmx.dialog("settings/arranged/_form.html", title, form=form, row=row, heading=title, name=self.name)

    def _done(self, words: str):
        toasts.say(words)
        return htmx.go(url_for(self.page.endpoint))

    def _anew(self):
        """The list as it is now, in place or on its page."""
        return htmx.fragment(f"{self.name}/_list.html", **self._listed()) if htmx.htmx else self._done("已存下")

    def _listed(self) -> dict:
        told = {"name": self.name, "word": self.word, "page": self.page}
        return {"rows": self.noun.listed(), "may": g.user.can_set, **told, **self.shown}
