"""Sheets with names that say their state, and eyes to read the PDFs with."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont

from webapp.paper import press
from webapp.paper.forms import (
    auto_callback,
    classified_followup,
    greeting_card,
    handover,
    inspection_notice,
    sales_record,
    tracking_sheet,
)
from webapp.paper.forms.classified_followup import ClassifiedFollowUps
from webapp.paper.forms.sales_record import Contacted, SalesRecord
from webapp.paper.forms.tracking_sheet import Entry, Person, TrackingSheet, default_notes
from webapp.paper.press import Imprint, PaperForm, PaperResult

FIRST, SECOND, THIRD = "第一联 业务人员存", "第二联 分站负责人存", "第三联 公司督察存"
URL = "http://genjinbu.office.example/customers/C20240501001"
IMPRINT = Imprint("P20240512-0007", 1, "2024-05-12 16:20", "李敏", URL)
LONG = "客户对产品稳定性提出要求，需提供第三方检测报告；采购经理关心交期、备货与付款方式。"


def records(count: int) -> list[Entry]:
    return [Entry(f"第{number}次登门拜访，面谈年度采购需求。", "李*", "2024-05-09") for number in range(1, count + 1)]


def entries(kind: str, count: int) -> list[Entry]:
    return [Entry(f"{kind}事项{number}。", "周*", "2024-05-12") for number in range(1, count + 1)]


def filled(**values) -> TrackingSheet:
    """An ordinary sheet: three records, a memo, a change and an instruction."""
    sheet = TrackingSheet(
        number="C20240501001",
        owner="李*",
        company="阿克雅科技有限公司",
        address="江苏省苏州市工业园区",
        project="高可靠性电源模块年度采购",
        is_agent=False,
        status="预算审批",
        contact=Person("王*", "采购经理", "138****5678", "12***78"),
        agent=Person("陈*", "技术总监", "139****0012"),
        core=Person("陈*", "", "139****0012"),
        linkage="无锡、常州各有一处在建项目",
        other="检测报告需加盖公章",
        records=records(3),
        memos=entries("备忘", 1),
        changes=entries("变更", 1),
        instructions=entries("批示", 1),
        notes=default_notes(),
    )
    return replace(sheet, **values)


ROW = {
    "number": "C20240501001",
    "name": "苏州阿克雅科技有限公司",
    "industry": "电子制造",
    "contact": "王*",
    "phone": "138****5678",
    "tags": "高价值-流失客户(预警)",
    "first": "2024-04-20",
    "latest": "2024-05-09",
    "method": "登门拜访",
    "content": LONG,
    "feedback": "对比两家竞品",
    "plan": "✓ 2024-05-12 发送报价单",
    "owner": "李敏",
    "remarks": "迟录",
}
CONTACTED = Contacted("2024-05-01", "登门拜访", LONG)

HANDED = {
    "branch": "苏州分站",
    "number": "12",
    "giver": "李敏",
    "receiver": "王强",
    "supervisor": "周建华",
    "on": "2026-11-28",
    "reason": "李敏调往佛山分站，手上的客户交给王强",
}
HANDED_ROW = {
    "number": "C20240501001",
    "name": "苏州阿克雅科技有限公司",
    "stage": "意向客户",
    "grade": "A类",
    "count": "12",
    "latest": "2024-05-09",
    "steps": "2024-05-12 寄送样本\n2024-05-20 回访样本测试结果（王强）",
    "complaints": "1",
    "copies": "3",
    "remarks": "检测报告待盖章",
}

INSPECTED = {
    "branch": "苏州分站",
    "number": "7",
    "inspector": "郑明",
    "on": "2024-05-20",
    "person": "李敏",
    "how": "电话回访客户",
    "about": f"苏州阿克雅科技有限公司（C20240501001）\n2024-05-09 10:30 李敏：{LONG}",
    "finding": "跟踪服务不真实",
    "penalty": "100 元",
    "note": f"客户说没有接过这个电话。{LONG}",
    "opinion": "按罚则计一次，三日内补做真实回访。",
}

# every form, filled; and its labels in the order of the office's own sheet
SHEETS = {
    tracking_sheet.FORM: filled(records=records(14)),
    classified_followup.FORM: ClassifiedFollowUps(
        [ROW] * 30, "苏州分站（含昆山、太仓、常熟、张家港四个办事处）", "2024-04-01 至 2024-05-31"
    ),
    sales_record.FORM: SalesRecord(
        "C1", {"name": "王*", "address": LONG, "pains": LONG * 2}, CONTACTED, [CONTACTED] * 9, LONG, "李敏"
    ),
    auto_callback.FORM: auto_callback.Callbacks(
        [
            auto_callback.Callback(
                "C1",
                {"came": "2024-05-01", "name": "王*", "phone": "138****5678", "car": "SUV"},
                [("2024-05-02", LONG)] * 9,
            )
        ]
        * 7,
        "苏州分站",
    ),
    handover.FORM: handover.HandoverList(
        HANDED, [HANDED_ROW] * 24, "客户 24 位　未完成事项 24 项　未结投诉 24 件　纸质表 72 份"
    ),
    inspection_notice.FORM: inspection_notice.Notice(INSPECTED),
    greeting_card.FORM: greeting_card.GreetingCard(
        "C1",
        "中秋",
        {
            "address": "尊敬的王经理：",
            "text": f"　　{LONG}\n　　{LONG}",
            "signature": "李敏 敬上",
            "office": "苏州分站",
            "date": "2026-09-25",
        },
    ),
}
LABELS = {
    "tracking-sheet": (
        "客户信息资料数据库 代跟踪服务表 对接业务员 编号 "
        "客户信息资料 开发单位 联系地址 项目名称 联系人 电话 QQ 是否代理 联系人 电话 QQ "
        "项目状态 核心人物 电话 QQ 区域联动 其它备注 跟踪服务内容 执行人 日期 备注 "
        "客户资料重大变更 批示 跟踪服务内容 业务人员 分站负责人 督察"
    ),
    "classified-followup": (
        "客户编号 客户名称 所属行业 客户联系人 联系方式 客户分类标签 "
        "首次跟进时间 最近跟进时间 跟进方式 跟进内容概要 客户反馈与需求 下一步跟进计划 负责人 备注"
    ),
    "auto-callback": "接待时间 客户姓名 手机 车型 回访内容及结果 日期 回访内容及结果 日期",
    "handover": (
        "客户资料移交清单 移交人 接收人 监交人 日期 原因 "
        "客户编号 客户名称 阶段 等级 跟踪次数 最近跟进 未完成事项 未结投诉 纸质表份数 备注 "
        "合计 说明 移交人签字 接收人签字 监交人签字 日期"
    ),
    "inspection-notice": (
        "督察记录及负激励通知单 督察人 日期 对象 核查方式 客户／记录 核查结果 负激励金额 核查情况 处理意见 "
        "督察人签字 被督察人签字 分站负责人签字"
    ),
    "greeting-card": "节日问候函 尊敬的 负责人 单位 日期",
    "sales-record": (
        "一、基本信息 客户编号 客户姓名 性别 年龄 职位／角色 公司／组织名称 行业类型 "
        "联系电话 电子邮箱 地址 主要业务／产品 "
        "二、销售跟进信息 1.首次接触 日期 接触方式 接触内容摘要 2.跟进记录 日期 跟进方式 跟进内容摘要 "
        "三、客户需求与偏好 主要需求／痛点 潜在需求／兴趣点 预算／价格敏感度 "
        "购买时间线／紧急性 偏好产品／服务特点 其他特殊要求或备注 "
        "四、竞争对手情况 主要竞争对手名称 竞争对手产品或服务的主要特点 "
        "客户对竞争对手的评价／偏好 竞争对手的销售策略／优势 "
        "五、其他信息 客户的行业地位／影响力 决策流程／关键决策者 "
        "客户的社交媒体账号／其他联系方式 其他需记录的事项／备注 六、备注"
    ),
}


def printed(
    *sheets, form: PaperForm = tracking_sheet.FORM, imprint: Imprint = IMPRINT, copies=3, **options
) -> PaperResult:
    """Sheets of a form, all under the same imprint, in so many copies or in these."""
    return press.compose(form, sheets).print([imprint] * len(sheets), copies=_copies(copies), **options)


def blank(form: PaperForm = tracking_sheet.FORM, copies=3) -> PaperResult:
    texts = {"notes": default_notes()} if form.copy_labels else {}
    return press.print_blank(form, copies=_copies(copies), **texts)


def _copies(copies: int | tuple[int, ...]) -> tuple[int, ...]:
    return tuple(range(1, copies + 1)) if isinstance(copies, int) else copies


def texts(pdf: bytes) -> list[str]:
    """The text layer, page by page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def run_on(pdf: bytes) -> str:
    """All text without any white space, to find what was broken over lines."""
    return "".join("".join(texts(pdf)).split())


def picture(pdf: bytes, page: int, scale: float = 1.0):
    """A page as an image; scale 1 is 72 dpi."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil()


def wrong_glyphs(pdf: bytes, sources: dict[str, TTFont]) -> list[str]:
    """Characters whose embedded outline is not the outline `sources` (by PostScript name) has for them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {str(name): font for page in opened.pages for name, font in page.Resources.Font.items()}
        return [wrong for font in fonts.values() for wrong in _wrong_in(font, sources)]


def _wrong_in(font, sources: dict[str, TTFont]) -> Iterator[str]:
    source = sources[str(font.BaseFont).split("+")[1].replace("-", "")]
    embedded = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    cmap = source.getBestCmap()
    for glyph, character in _mapping(font).items():
        if _outline(embedded, embedded.getGlyphName(glyph)) != _outline(source, cmap[ord(character)]):
            yield character


def _outline(font: TTFont, glyph: str) -> tuple:
    coordinates, ends, _ = font["glyf"][glyph].getCoordinates(font["glyf"])
    return list(coordinates), list(ends)


def _mapping(font) -> dict[int, str]:
    """Glyph number to the one character it stands for, from the font's ToUnicode table."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>\n", font.ToUnicode.read_bytes())
    return {int(glyph, 16): chr(int(point, 16)) for glyph, point in pairs if point != b"ffff" and glyph != b"0000"}
