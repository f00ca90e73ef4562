"""The cast of the demo: two branches in two regions, every role."""

from dataclasses import dataclass

from webapp.models.roles import Role


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    role: Role
    branch: str = ""


BRANCHES = {"苏州分站": "华东", "佛山分站": "华南"}  # branch → region

PEOPLE = (
    Person("zhouqiming", "周启明", Role.MANAGER, "苏州分站"),
    Person("limin", "李敏", Role.REP, "苏州分站"),
    Person("zhanglei", "张磊", Role.REP, "苏州分站"),
    Person("sunyue", "孙悦", Role.REP, "苏州分站"),
    Person("hejianing", "何佳宁", Role.SERVICE, "苏州分站"),
    Person("liangweiqiang", "梁伟强", Role.MANAGER, "佛山分站"),
    Person("huangjiayi", "黄嘉怡", Role.REP, "佛山分站"),
    Person("chenzhihao", "陈志豪", Role.REP, "佛山分站"),
    Person("ouyangxue", "欧阳雪", Role.REP, "佛山分站"),
    Person("fengwanyi", "冯婉仪", Role.SERVICE, "佛山分站"),
    Person("zhaoguodong", "赵国栋", Role.INSPECTOR),
    Person("wutong", "吴桐", Role.ADMIN),
)
