"""Click in Chinese: headings, usage and the sentences about wrong usage."""

import re

import click

HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}


class Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows, **options) -> None:
        super().write_dl([(term, _said_in_chinese(said)) for term, said in rows], **options)


def _said_in_chinese(said: str) -> str:
    """Click's own additions to an option's help: translated, or left out where the help says it better."""
    return re.sub(r" *\[[^]]*<=[^]]*]", "", said).replace("  [required]", "（必填）")


class Context(click.Context):
    formatter_class = Formatter


class Command(click.Command):
    context_class = Context

    def __init__(self, *args, **options):
        super().__init__(*args, **{"options_metavar": "[选项]", **options})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这份说明"
        return option


class Group(Command, click.Group):
    command_class = Command

    def __init__(self, *args, **options):
        super().__init__(*args, **{"subcommand_metavar": "命令 …", **options})


Group.group_class = Group


def wrong_usage(error: click.UsageError) -> str:
    """What is wrong, and where the help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    path = error.ctx.command_path if error.ctx else "genjinbu"
    return f"{_complaint(error)}\n用法见：{path} --help"


def _complaint(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=param):
            return f"缺少参数：{_name(param)}"
        case click.BadParameter(param=param) if param:
            return f"参数不对：{_name(param)}（{_reason(param, error)}）"
        case click.NoSuchOption(option_name=name):
            return f"没有这个选项：{name}"
        case click.exceptions.NoSuchCommand(command_name=name):
            return f"没有这个命令：{name}"
    return f"用法不对（{error.format_message()}）"


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _reason(param: click.Parameter, error: click.BadParameter) -> str:
    match param.type:
        case click.Choice(choices=choices):
            return f"可选：{'、'.join(map(str, choices))}"
        case click.IntRange(min=least, max=most):
            return f"应为 {least} 到 {most} 的整数"
        case click.Path():
            return "文件不存在或不能读取"
    return error.message
