"""Office settings that people change while the app runs: their table, and the kinds there are.

Which there are, and how they are changed: webapp/models/settings.py.
"""

from collections.abc import Callable, Iterable, Mapping

from peewee import CharField

from webapp.database import ChineseJSONField
from webapp.models.setup import SetUp, kept
from webapp.prepared import Prepared


class Setting(SetUp):
    """What the office has set itself. A setting that is as it came has no row."""

    name = CharField(60, primary_key=True)
    value = ChineseJSONField()


_rows = Prepared(lambda: Setting.select(Setting.name, Setting.value), row=tuple)


@kept
def stored() -> dict:
    """What the office has set, by its name."""
    return dict(_rows())


class Known:
    """One of the settings there are: its group, name on screen and meaning. Read from `Settings` it is its value."""

    def __init__(self, group: str, label: str, meaning: str, *, default):
        self.group, self.label, self.meaning, self.default = group, label, meaning, default

    def __set_name__(self, _settings: type, name: str) -> None:
        self.name = name

    def __get__(self, settings, _kind: type):
        """What the office has set; the default where it has set nothing, or what cannot be (`doctor` names that)."""
        found = stored() if settings is None else settings.stored
        return found[self.name] if self.name in found and not self.fault(found[self.name]) else self.default

    def fault(self, value) -> str:
        """Why it cannot be this, in Chinese; "" where it can."""
        raise NotImplementedError

    def shown(self, value) -> str:
        """A value as people read it."""
        return str(value)

    @property
    def bounds(self) -> str:
        """What it can be, for people; "" where that goes without saying."""
        return ""


class Flag(Known):
    """Yes or no."""

    def fault(self, value) -> str:
        return "" if isinstance(value, bool) else "应为是或否"

    def shown(self, value) -> str:
        return "是" if value else "否"


class Number(Known):
    """A whole number from `least` to `most`."""

    def __init__(self, *named: str, default: int, least: int, most: int):
        super().__init__(*named, default=default)
        self.least, self.most = least, most

    def fault(self, value) -> str:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        is_within = is_number and self.least <= value <= self.most
        return "" if is_within else f"应为 {self.least} 到 {self.most} 之间的整数"

    @property
    def bounds(self) -> str:
        return f"{self.least} 到 {self.most}"


class Text(Known):
    """A text of at most `longest` characters; `rule` says what else is wrong with one, or ""."""

    def __init__(self, *named: str, default: str, longest: int, rule: Callable[[str], str] = lambda text: ""):
        super().__init__(*named, default=default)
        self.longest, self.rule = longest, rule

    def fault(self, value) -> str:
        if not isinstance(value, str):
            return "应为文字"
        return _fault_of_length(value, self.longest) or self.rule(value)

    @property
    def bounds(self) -> str:
        return f"最多 {self.longest} 个字"


class Words(Known):
    """A list of at most `most` words, each of at most `longest` characters."""

    def __init__(self, *named: str, default: Iterable[str], most: int, longest: int):
        super().__init__(*named, default=default)
        self.most, self.longest = most, longest

    def fault(self, value) -> str:
        if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
            return "应为一列词"
        if len(value) > self.most:
            return f"最多 {self.most} 个，现在有 {len(value)} 个"
        if not all(map(str.strip, value)):
            return "词不能空着"
        return _fault_of_length(max(value, key=len, default=""), self.longest)

    def shown(self, value) -> str:
        return "、".join(value)

    @property
    def bounds(self) -> str:
        return f"最多 {self.most} 个"


class Some(Known):
    """Some of the `choices`, each a value with its word."""

    def __init__(self, *named: str, default: Iterable[str], choices: Mapping[str, str]):
        super().__init__(*named, default=default)
        self.choices = choices

    def fault(self, value) -> str:
        is_some = isinstance(value, (list, tuple)) and all(
            isinstance(one, str) and one in self.choices for one in value
        )
        return "" if is_some else f"应为其中几项：{'、'.join(self.choices.values())}"

    def shown(self, value) -> str:
        return "、".join(self.choices[one] for one in value) or "没有"


class Synonyms(Words):
    """Words people write, each with the one that is meant."""

    def fault(self, value) -> str:
        if not isinstance(value, dict):
            return "应为一列词的对照"
        return super().fault([*value]) or super().fault([*value.values()])

    def shown(self, value) -> str:
        return "、".join(f"{word} → {meant}" for word, meant in value.items())


def _fault_of_length(text: str, most: int) -> str:
    return f"最多 {most} 个字，现在有 {len(text)} 个" if len(text) > most else ""
