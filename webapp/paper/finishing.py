"""Copies, labels, order and compression of a rendered PDF, done on the file itself: a copy costs half a millisecond."""

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from webapp.paper import renderer

SAVE = {
    "object_stream_mode": pikepdf.ObjectStreamMode.generate,
    "compress_streams": True,
    "deterministic_id": True,
}


def leaves(pages: Sequence[int], *, copies: Sequence[int], leaf: int, collate: str) -> Iterator[tuple[int, int]]:
    """(page index, copy) in printing order. `pages` counts each sheet's pages, `leaf` the sides of a leaf.

    collate "copies": all pages of a customer in copy 1, then 2, then 3; "sheets": every leaf in all copies, then the next.
    """
    for first, count in zip(accumulate(pages, initial=0), pages):
        step = leaf if collate == "sheets" else count
        for start in range(first, first + count, step):
            for copy in copies:
                yield from ((page, copy) for page in range(start, start + step))


def finish(rendered: bytes, order: Iterable[tuple[int, int]], labels: tuple[str, ...]) -> bytes:
    """The rendered pages in the given order, each stamped with its copy's label, compressed."""
    with Pdf.open(io.BytesIO(rendered)) as pdf:
        pages = [page.obj for page in pdf.pages]
        stamps = _Stamps(pdf, labels)
        copies = [_copy(pdf, pages[page], stamps, copy) for page, copy in order]
        del pdf.pages[:]
        pdf.pages.extend(copies)
        return _saved(pdf)


def merge(parts: Sequence[bytes]) -> bytes:
    """Several finished PDFs as one."""
    if len(parts) == 1:
        return parts[0]
    with Pdf.new() as whole:
        for part in parts:
            with Pdf.open(io.BytesIO(part)) as pdf:
                whole.pages.extend(pdf.pages)
        return _saved(whole)


def _saved(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **SAVE)
    return target.getvalue()


def _copy(pdf: Pdf, page: pikepdf.Object, stamps: "_Stamps", copy: int) -> pikepdf.Page:
    """A page of its own that shares the drawing and differs in the label alone."""
    twin = Dictionary(dict(page.items()))
    if stamps.labels:
        twin.Contents = pikepdf.Array([stamps.before, page.Contents, stamps.after(page, copy)])
    return pikepdf.Page(pdf.make_indirect(twin))


class _Stamps:
    """The labels of one document, each drawn once and referred to from every page."""

    def __init__(self, pdf: Pdf, labels: tuple[str, ...]):
        self.pdf, self.labels = pdf, labels
        self.before = pdf.make_stream(b"q")
        self.forms = {}
        self.streams = {}

    def after(self, page: pikepdf.Object, copy: int) -> pikepdf.Object:
        """The content that closes a page by drawing the label of `copy`."""
        if copy not in self.forms:
            self.forms[copy] = self.pdf.copy_foreign(_drawn_labels(self.labels).Root.CopyLabels[copy])
            self.streams[copy] = self.pdf.make_stream(b"Q /Copy%d Do" % copy)
        if Name.XObject not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[f"/Copy{copy}"] = self.forms[copy]
        return self.streams[copy]


@cache
def _drawn_labels(labels: tuple[str, ...]) -> Pdf:
    """A PDF whose root holds each label as a form XObject under CopyLabels, set once per process by the same engine."""
    pdf = Pdf.open(io.BytesIO(renderer.write("paper/_copy_labels.html", "copy-labels.css", labels=labels)))
    forms = [pdf.make_indirect(page.as_form_xobject()) for page in pdf.pages]
    for upright, across in zip(forms[::2], forms[1::2]):
        _hide_text(upright)
        across.Resources = Dictionary({**dict(across.Resources.items()), "/XObject": Dictionary(Upright=upright)})
        across.write(b"q " + across.read_bytes() + b" Q /Upright Do")
    pdf.Root.CopyLabels = pikepdf.Array(forms[1::2])
    return pdf


def _hide_text(form: pikepdf.Object) -> None:
    """Let the label set upright, one character a line, read as nothing: the foot says it in one line."""
    form.write(b"/Span <</ActualText ( )>> BDC " + form.read_bytes() + b" EMC")
