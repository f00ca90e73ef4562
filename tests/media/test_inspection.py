"""Files are taken in by what they are, not by what they are called (R-FILES)."""

import io

import pikepdf
import pytest
from PIL import Image

from tests.media import files
from webapp.errors import DomainError
from webapp.media import inspection
from webapp.media.inspection import inspect


def small(found) -> tuple[int, int]:
    return Image.open(io.BytesIO(found.small)).size


def refused(name: str, content: bytes) -> str:
    with pytest.raises(DomainError) as refusal:
        inspect(name, content)
    return refusal.value.message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("签字表.pdf", files.pdf(), "pdf"),
        ("现场.JPG", files.picture(), "jpeg"),
        ("现场.jpeg", files.picture(), "jpeg"),
        ("截图.png", files.picture("PNG", mode="RGBA"), "png"),
        ("图.webp", files.picture("WEBP"), "webp"),
        ("没有后缀", files.pdf(), "pdf"),
        ("合同.docx", files.office("docx"), "docx"),
        ("报价.xlsx", files.office("xlsx"), "xlsx"),
        ("介绍.pptx", files.office("pptx"), "pptx"),
        ("老合同.doc", files.streams("WordDocument"), "doc"),
        ("老报价.xls", files.streams("Workbook"), "xls"),
        ("老介绍.ppt", files.streams("PowerPoint Document"), "ppt"),
    ],
)
def test_r_files_what_offices_have_comes_in(name, content, kind):
    assert inspect(name, content).kind.name == kind


def test_a_small_picture_is_made_of_pictures_and_pdfs():
    assert small(inspect("a.jpg", files.picture(size=(4000, 3000)))) == (320, 240)
    found = inspect("a.pdf", files.pdf(pages=3))
    assert found.pages == 3 and max(small(found)) == 320
    assert inspect("a.docx", files.office("docx")).small == b""


def test_it_stands_as_the_camera_was_held():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 300)).save(out, "JPEG", exif=exif)
    found = inspect("a.jpg", out.getvalue())
    assert small(found) == (240, 320) and not Image.open(io.BytesIO(found.small)).getexif()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("签字表.pdf", files.picture(), "名字是 .pdf，内容却是JPG 图片"),
        ("现场.jpg", files.archive("a.txt"), "是压缩包，不能收"),
        ("现场.zip", files.archive("a.txt"), "是压缩包，不能收"),
        ("报价.xlsx", files.office("docx"), "内容却是Word 文档"),
        ("带宏.xlsm", files.office("xlsx", "xl/vbaProject.bin"), "带有宏"),
        ("带宏.docx", files.office("docx", "word\\vbaProject.bin"), "带有宏"),
        (
            "带宏.docx",
            files.office("docx", said='<Override PartName="/word/x.bin" ContentType="ms-office.vbaProject"/>'),
            "带有宏",
        ),
        ("满的.docx", files.office("docx", *(f"word/media/{place}" for place in range(5_000))), "部分太多"),
        ("带宏.xls", files.streams("Workbook", "_VBA_PROJECT"), "带有宏"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "认不出"),
        ("页.html", b"<!doctype html><script>1</script>", "认不出"),
        ("程序.exe", b"MZ\x90\x00", "认不出"),
        ("空的.pdf", b"", "是空的"),
        ("坏的.zip", b"PK\x03\x04" + b"x" * 100, "打不开"),
        ("坏的.doc", files.streams("EncryptedPackage"), "认不出"),
    ],
)
def test_what_is_not_what_it_says_or_may_do_harm_stays_out(name, content, said):
    assert said in refused(name, content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("大.png", files.picture("PNG", (10_000, 10_000), "1"), "10000 × 10000 像素"),
        ("断.jpg", files.picture()[:-300], "打不开"),
        ("假.png", files.picture("PNG")[:40], "打不开"),
        ("断.pdf", b"%PDF-1.7\n1 0 obj", "打不开"),
        ("锁.pdf", files.locked_pdf(), "设了密码"),
        ("脚本.pdf", files.with_script(), "脚本"),
        ("淹没.pdf", files.flooded_pdf(), "太复杂"),
        ("表单.pdf", files.pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array([]))), "脚本"),
        ("寄出.pdf", files.pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm)), "脚本"),
        ("夹带.pdf", files.pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())), "脚本或嵌入"),
    ],
)
def test_what_is_looked_at_is_whole_and_harmless(name, content, said):
    assert said in refused(name, content)


def test_what_takes_too_long_stays_out(monkeypatch):
    monkeypatch.setattr(inspection, "PATIENCE", 0.001)
    assert "太复杂" in refused("a.jpg", files.picture())
