"""What a paper form is: a description the renderer can print, blank or filled."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Imprint:
    """The trace of one printing (R-TRACE): the foot line, the QR code and the watermark."""

    print_number: str = ""
    nth: int | None = None
    printed_at: str = ""
    printed_by: str = ""
    url: str = ""
    watermark: str = ""
    notice: str = ""


@dataclass(frozen=True)
class PaperForm:
    """One form. `plan(sheet, slack)` says page by page what is printed; each page fills exactly
    one side of paper, so the renderer can notice when something did not fit and ask again with
    a smaller `slack` (the share of a line the planner may count on).
    """

    slug: str
    title: str
    file_title: str
    template: str
    stylesheet: str
    plan: Callable[[Any, float], Sequence[Any]]
    blank: Callable[..., Any]
    copy_labels: tuple[str, ...] = ()
    duplex: bool = False

    def file_name(self, customer: str, day: date) -> str:
        """客户名称-代跟踪服务表-20240510.pdf (R-ARCHIVE), safe on every file system."""
        safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", customer).strip(" .") or "客户"
        return f"{safe[:80]}-{self.file_title}-{day:%Y%m%d}.pdf"


@dataclass(frozen=True)
class PaperResult:
    """A finished PDF; `missing` names the characters that no font can print."""

    pdf: bytes
    missing: tuple[str, ...]
    pages: int
