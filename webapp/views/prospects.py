from webapp.forms.customers import ProspectForm
from webapp.views.file_parts import FilePart

pages = FilePart("prospect", "购买意向", ProspectForm, place=25)
blueprint, part = pages.blueprint, pages.part
