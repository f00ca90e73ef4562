"""The small marks that stand all over the pages: icons, tags, avatars, moments, what people wrote.

Functions and no macros, which cost an import in each piece that uses them.
"""

from datetime import datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from webapp import formatting
from webapp.clock import local

LONG, HEAD = 600, 300  # characters: of a text that is folded, and of what stays in sight
FOLDED = (
    '<details class="folded"><summary><span class="more-words">展开其余 {length} 字</span>'
    '<span class="fewer-words">收起</span></summary>{rest}</details>'
)
HUES = ("ink", "gamboge", "malachite", "rouge", "cinnabar", "indigo", "violet")


def init_app(app: Flask) -> None:
    """Give templates `icon`, `tag`, `avatar`, `when`, `prose` and `opens`.
    Comes after the assets, which know the sprite's address."""
    sprite = app.jinja_env.globals["sprite"]

    @lru_cache(maxsize=500)
    def icon(name: str, size: str = "") -> Markup:
        """One symbol of static/img/icons.svg; decorative, so the control around it needs its own words."""
        kind = f"icon icon-{size}" if size else "icon"
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(kind, sprite, name)

    app.jinja_env.globals |= {"icon": icon, "tag": tag, "avatar": avatar, "when": when, "opens": opens, "prose": prose}


@lru_cache(maxsize=2_000)
def tag(label: str, hue: str = "ink") -> Markup:
    """A small label; `hue` is one of HUES."""
    return Markup('<span class="tag" data-hue="{}">{}</span>').format(hue, label)


@lru_cache(maxsize=2_000)
def avatar(name: str) -> Markup:
    """The first character of a person, with the whole name for those who hover or listen."""
    shown = (
        '<span class="avatar" title="{0}"><span aria-hidden="true">{1}</span><span class="sr-only">{0}</span></span>'
    )
    return Markup(shown).format(name, name[:1])


def when(moment: datetime) -> Markup:
    """The left edge of a line of the timeline: its day, its clock, its dot."""
    at = local(moment)
    minute, day, clock = formatting.minute(at), formatting.dated(at.date()), formatting.clock(at)
    return Markup(f'<div class="when"><time datetime="{minute}">{day}</time>{clock}</div><div class="dot"></div>')


def prose(text: str, tone: str = "") -> Markup:
    """What somebody wrote, as its reader may see it. A long text is folded behind its beginning."""
    if len(text) <= LONG:
        return _paragraph(text, tone)
    end = max(text.rfind(mark, 0, HEAD) for mark in "\n。；！？") + 1 or HEAD
    rest = _paragraph(text[end:], tone)
    return _paragraph(text[:end], tone) + Markup(FOLDED).format(length=len(text) - end, rest=rest)


def _paragraph(text: str, tone: str) -> Markup:
    attribute = Markup(' class="{}"').format(tone) if tone else ""
    return Markup(f"<p{attribute}>{escape(text)}</p>")


def opens(path: str) -> Markup:
    """What makes a link open the page's dialog; without scripts it leads to the same on a page of its own."""
    place = escape(path)
    return Markup(f'href="{place}" hx-get="{place}" hx-target="#dialog" hx-swap="innerHTML"')
