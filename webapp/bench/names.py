"""Words for as many invented companies as a bench wants, no two of the same name."""

import tomllib
from itertools import chain, product
from pathlib import Path

from webapp import demo


def _words(text: str) -> list[str]:
    return text.split()


_CITIES = _words("""
    苏州 昆山 常熟 太仓 无锡 江阴 宜兴 常州 溧阳
    南京 镇江 扬州 泰州 南通 启东 盐城 淮安 徐州 宿迁 连云港
    上海 嘉兴 湖州 杭州 绍兴 宁波 金华 台州 温州 合肥 芜湖 马鞍山 滁州
    佛山 广州 东莞 中山 惠州 珠海 深圳
""")
_FIRST = (
    "远方中大天金华新正宏安和永昌盛泰信达诚立德明嘉瑞恒丰汇鼎博科创"
    "智云海江山星辰长春东南西北晨旭凯乐宁康裕隆兴亚欧联合友谊顺通"
)
_SECOND = (
    "达源峰宇翔邦特利美佳润泽洋航驰腾飞跃升辉耀光亮晶莹铭锐锋捷迅畅优良善真诚挚朗坤岳川溪林森柏松竹梅兰菊荷莲芝茂荣芳菲"
)
_TRADES = _words("精密机械 电子科技 新材料 建筑工程 装饰工程 贸易 食品 医疗器械 物流 纺织 环保设备 置业")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏"
    "魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷"
)
_GIVEN = _words("""
    建国 志强 晓燕 丽华 海 静 超 涛 敏 伟 芳 娜 秀英 磊 洋 勇 艳 杰 军 娟
    明 雨桐 文博 思远 佳怡 子轩
""")
_PLACES = len(_CITIES) * len(_FIRST) * len(_SECOND)
_STEP = 7919  # a prime that does not divide _PLACES: neighbours in number are far apart in name
_FILL = (
    {"product": "环氧地坪漆", "area": "4200"},
    {"product": "聚氨酯防水涂料", "area": "860"},
    {"product": "外墙保温一体板", "area": "12000"},
)
_OTHERS = {"contact": "采购部经理", "place": "对方厂区", "rival": "本地一家同行"}


def company(number: int) -> tuple[str, str]:
    """Full and short name of the company of that number; the first 136,800 are all different."""
    place = number * _STEP % _PLACES
    place, city = divmod(place, len(_CITIES))
    second, first = divmod(place, len(_FIRST))
    short = f"{_FIRST[first]}{_SECOND[second]}{_TRADES[number % len(_TRADES)]}"
    return f"{_CITIES[city]}{short}有限公司", short


def person(number: int) -> str:
    given, surname = divmod(number, len(_SURNAMES))
    return _SURNAMES[surname] + _GIVEN[given % len(_GIVEN)]


def conversations() -> list[dict]:
    """Follow-ups to choose from: method, content, next and what else the demo's own conversations hold."""
    told = tomllib.loads(Path(demo.__file__).with_name("conversations.toml").read_text(encoding="utf-8"))
    said = list(chain.from_iterable(told.values()))
    return [_filled(entry, filling | _OTHERS) for entry, filling in product(said, _FILL)]


def _filled(entry: dict, words: dict) -> dict:
    return {key: value.format(**words) if isinstance(value, str) else value for key, value in entry.items()}
