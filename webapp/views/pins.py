from flask import Blueprint, g, request

from webapp.forms.moves import PinForm
from webapp.views.finding import find_customer, find_dimension
from webapp.views.moves import all_columns

blueprint = Blueprint("pins", __name__)


@blueprint.post("/customers/<number>/pin")
@blueprint.delete("/customers/<number>/pin")
def update(number: str):
    """置顶: on top of its column, or no longer."""
    customer = find_customer(number)
    dimension = find_dimension(PinForm().dimension.data or request.args.get("dimension", ""))
    pinned = request.method == "POST" and request.form.get("pinned", "1") == "1"
    customer.pin(dimension, pinned, by=g.user)
    return all_columns(dimension, "已置顶" if pinned else "已取消置顶")
