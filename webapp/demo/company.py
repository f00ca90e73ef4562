"""The demo's companies, read from companies.csv. All of them are invented."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from zlib import crc32

from pypinyin import lazy_pinyin
from stdnum.cn import uscc

from webapp.models.customer import CustomerKind

FILE = Path(__file__).with_name("companies.csv")
MOBILE = ("138", "139", "136", "137", "158", "186", "133")
AREA_CODES = {"无锡市": "0510", "佛山市": "0757", "广州市": "020", "中山市": "0760", "江门市": "0750", "肇庆市": "0758"}
SUZHOU = "0512"
JIANGSU = frozenset({"苏州市", "昆山市", "常熟市", "张家港市", "太仓市", "无锡市"})
FIELDS = (
    *("name", "short_name", "industry"),
    *("city", "district", "address"),
    *("source", "source_detail"),
    *("main_business", "need", "expected_need"),
)
SPOKEN = ("总监", "经理", "主任", "厂长", "园长", "院长", "主管", "部长")
TITLES = {"总经理": "总", "工程师": "工"} | {title: title for title in SPOKEN}


@dataclass(frozen=True)
class Company:
    """One row of the file. `luck` gives the same answers on every load."""

    owner: str
    stage: str
    name: str
    short_name: str
    industry: str
    city: str
    district: str
    address: str
    source: str
    source_detail: str
    main_business: str
    product: str
    area: str
    need: str
    expected_need: str
    people: str
    project: str

    @cached_property
    def luck(self) -> Random:
        return Random(crc32(self.name.encode()))

    @property
    def is_company(self) -> bool:
        return bool(self.short_name)

    def values(self) -> dict:
        """The columns of the customer's file."""
        values = {field: said for field in FIELDS if (said := getattr(self, field))}
        values["province"] = "江苏省" if self.city in JIANGSU else "广东省"
        values["kind"] = CustomerKind.COMPANY if self.is_company else CustomerKind.INDIVIDUAL
        if self.is_company and self.luck.random() < 0.7:
            values["uscc"] = self._credit_code()
        return values

    def _credit_code(self) -> str:
        alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        body = ("91320500MA" if self.city in JIANGSU else "91440600MA") + "".join(self.luck.choices(alphabet, k=7))
        return body + uscc.calc_check_digit(body)

    def contacts(self) -> list[dict]:
        """The columns of its contacts, the primary one first."""
        return [self._contact(place, text) for place, text in enumerate(self.people.split(";"))]

    def _contact(self, place: int, text: str) -> dict:
        name, position, sex = text.lstrip("*").split("/")
        contact = {"name": name, "position": position, "sex": sex, "is_decision_maker": text.startswith("*")}
        contact["phone"] = self._mobile() if place == 0 or self.luck.random() < 0.5 else self._landline()
        if self.luck.random() < 0.4:
            contact["qq"] = str(self.luck.randrange(10**8, 10**9))
        if self.luck.random() < 0.5 and self.is_company:
            contact["email"] = "".join(lazy_pinyin(name, errors="ignore")) + "@example.cn"
        contact["preferred_channel"] = self.luck.choice(("电话", "微信", "企业微信", ""))
        return contact

    def _mobile(self) -> str:
        return self.luck.choice(MOBILE) + f"{self.luck.randrange(10**8):08}"

    def _landline(self) -> str:
        return f"{AREA_CODES.get(self.city, SUZHOU)}-8{self.luck.randrange(10**7):07}"

    @property
    def salutation(self) -> str:
        """How a record speaks of the primary contact: 陈经理."""
        name, position, sex = self.people.split(";")[0].lstrip("*").split("/")
        surname = name[:2] if name[:2] in ("欧阳", "司徒") else name[:1]
        polite = "女士" if sex == "女" else "先生"
        title = next((short for ending, short in TITLES.items() if position.endswith(ending)), polite)
        return surname + title


def read_companies() -> list[Company]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Company(**row) for row in csv.DictReader(file)]
