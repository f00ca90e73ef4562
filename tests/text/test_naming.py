"""R-NAME: how company names are written, compared and doubted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.text import naming


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 长三角 贸易(苏州)有限公司 ", "长三角贸易（苏州）有限公司"),
        ("Ａ 科技有限公司", "A科技有限公司"),
        ("IBM  China 有限公司", "IBM China有限公司"),
        ("𠮷野家有限公司", "𠮷野家有限公司"),
    ],
)
def test_a_name_is_tidied(typed, kept):
    assert naming.tidy(typed) == kept


def test_spellings_of_one_name_share_a_key():
    keys = {
        naming.key(name) for name in ("長江貿易（蘇州）有限公司", "长江贸易(苏州)有限公司", "长江 贸易 苏州 有限公司")
    }
    assert keys == {"长江贸易苏州有限公司"}


def test_legal_forms_are_left_out_of_the_stem():
    stems = {
        naming.stem(name) for name in ("长三角贸易有限公司", "长三角贸易公司", "长三角贸易集团有限公司", "长三角贸易")
    }
    assert stems == {"长三角贸易"}


def test_a_name_that_is_only_a_legal_form_keeps_it():
    assert naming.stem("有限公司") == "有限公司"


@pytest.mark.parametrize("name", ["长三角贸易有限公", "长三角贸易有限责任公", "长三角贸易股份有限"])
def test_a_truncated_legal_form_is_a_likely_typo(name):
    assert "少打了字" in naming.doubts(name)[0]


def test_a_name_without_legal_form_asks_whether_it_is_the_full_one():
    assert "确认" in naming.doubts("长三角贸易")[0]


@pytest.mark.parametrize("name", ["长三角贸易有限公司", "苏州大学", "苏州市第一人民医院", "长江工作室"])
def test_a_full_name_is_not_doubted(name):
    assert naming.doubts(name) == []


def test_a_person_is_not_asked_for_a_legal_form():
    assert naming.doubts("张三", is_company=False) == []


@given(st.text(alphabet="长江貿易蘇州有限责任公司集团Aａ１2（）() \u3000·"))
def test_tidying_and_comparing_settle_at_once(text):
    assert naming.tidy(naming.tidy(text)) == naming.tidy(text)
    assert naming.key(naming.tidy(text)) == naming.key(text)
    assert naming.stem(naming.stem(text)) == naming.stem(text)
