"""`demo`: sample data in, and out again without a trace."""

import click

from webapp.cli import chinese
from webapp.cli.console import framed
from webapp.cli.office import with_database
from webapp.models import User


@click.group(cls=chinese.Group)
def demo() -> None:
    """演示数据：载入、清除。"""


@demo.command()
@with_database
def load(_config) -> None:
    """载入演示数据：两个分站、各种角色、六十位客户及其跟进历史。"""
    framed(load_demo())


def load_demo() -> list[str]:
    """Load the demo; the lines that introduce it, with the password that is shown only now."""
    from webapp import demo as data  # brings pypinyin along, which no other command needs

    loaded = data.load(by=User.system())
    accounts = [
        f"  {user.role_label}　{user.name}　用户名 {user.username}　密码 {loaded.passwords[user.username]}"
        for user in loaded.users
    ]
    return [f"已载入演示数据：{loaded.customers} 位客户。演示账号首次登录后须更改密码：", "", *accounts]


@demo.command()
@click.option("--trials", is_flag=True, help="连同演示账号后来试建的客户和试导入的批次")
@with_database
def clear(_config, trials: bool) -> None:
    """清除演示数据，不留痕迹；有别的记录用到它时不清除，并指出是哪些。"""
    from webapp import demo as data

    removed = data.clear(trials=trials, by=User.system())
    click.echo(f"演示数据已清除，连同 {removed} 条操作日志；日志的哈希链已重新接好。")
