import pytest

from webapp.imports.files.columns import FIXED, Columns
from webapp.imports.files.refusals import MappingRefused

FORM_1 = (
    "客户编号 客户名称 所属行业 客户联系人 联系方式 客户分类标签 "
    "首次跟进时间 最近跟进时间 跟进方式 跟进内容概要 客户反馈与需求 下一步跟进计划 负责人 备注"
)
FORM_3 = (
    "客戶編號 客戶名稱 所屬行業 客戶來源 聯繫人 聯繫方式 關係分類 價值等級 互動頻率 "
    "最近跟進時間 跟進內容 需求特徵 狀態標籤 負責人 備註"
)
FORM_7 = "客户编号 客户姓名 性别 年龄 职位/角色 公司/组织名称 行业类型 联系电话 电子邮箱 地址 主要业务/产品"
FORM_10 = "客户姓名 联系电话 电子邮件 公司名称 公司地址 项目名称 项目描述 预计完成日期 沟通日期 沟通方式 沟通内容"
FORM_13 = "客户编号 开发单位(客户名称) 项目名称 项目状态 核心人物 联系电话 区域联动 对接业务员 最近跟踪日期 备注"


@pytest.mark.parametrize("form", [FORM_1, FORM_3, FORM_7, FORM_10, FORM_13])
def test_the_headings_of_our_forms_are_all_known(world, form):
    """R-IMPORT."""
    headers = form.split()
    mapping = Columns.now().recognise(headers)
    assert mapping.unmapped == []
    assert len(mapping.fields) == len(headers)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("聯繫人", "contact_name"),
        ("统一社会信用代码（可选）", "uscc"),
        ("* 客户 名称", "name"),
        ("ＱＱ号", "qq"),
        ("E-mail", "email"),
        ("电话【必填】", "phone"),
        ("负责人：", "owner"),
        ("喜欢的颜色", None),
        ("", None),
    ],
)
def test_marks_width_and_brackets_do_not_matter(heading, key):
    assert FIXED.field_of(heading) == key


def test_no_heading_means_two_things(world):
    columns = Columns.now()
    for key, names in columns.names.items():
        assert {columns.field_of(name) for name in (key, *names)} == {key}


def test_the_company_is_the_customer_and_the_person_its_contact():
    fields = FIXED.recognise(FORM_10.split()).fields
    assert (fields["name"], fields["contact_name"]) == (3, 0)


def test_in_a_list_of_persons_the_person_is_the_customer():
    fields = FIXED.recognise(["客户姓名", "手机"]).fields
    assert fields["name"] == fields["contact_name"] == 0


def test_unknown_and_second_columns_are_listed():
    mapping = FIXED.recognise(["客户名称", "公司名称", "车型", "", "序号"])
    assert mapping.unmapped == ["公司名称", "车型", "第 4 列（无列名）"]


def test_a_mapping_by_hand_wins():
    mapping = FIXED.recognise(["客户名称", "称呼", "备注"], {"称呼": "联系人", "备注": "忽略"})
    assert mapping.fields == {"contact_name": 1, "name": 0}


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"没有的列": "name"}, "没有“没有的列”"),
        ({"称呼": "血型"}, "没有“血型”这个字段"),
        ({"称呼": "name", "备注": "客户名称"}, "有两列都对应"),
    ],
)
def test_a_wrong_mapping_is_refused(overrides, says):
    with pytest.raises(MappingRefused, match=says):
        FIXED.recognise(["客户名称", "称呼", "备注"], overrides)
