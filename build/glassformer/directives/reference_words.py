"""The words of the authors' reference. English is what the tables of kinds say themselves; Chinese stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glassformer.directives.kind import Kind
from glassformer.directives.reference_zh import MEANINGS, SUMMARIES, UNEXPLORED
from glassformer.directives.settings import Setting
from glassformer.errors import GlassformerError


@dataclass(frozen=True)
class Words:
    """What stands around a kind's fields, and in them."""

    locale: str
    default_is: str
    shared: str
    shared_id: str
    used: str
    comma: str
    unexplored_is: str
    stop: str

    def summary(self, kind: Kind) -> str:
        return kind.summary if self.locale == "en" else _chinese(SUMMARIES, kind.name, kind.name)

    def unexplored(self, kind: Kind) -> str:
        """Why the explorer does not show the same; empty where it does."""
        if not kind.unexplored or self.locale == "en":
            return kind.unexplored
        return _chinese(UNEXPLORED, kind.name, kind.name)

    def meaning(self, setting: Setting, kind: Kind | None) -> str:
        """What a field means, of any kind where ``kind`` is None."""
        if self.locale == "en":
            return setting.meaning
        own = f"{kind.name}.{setting.name}" if kind else setting.name
        return MEANINGS.get(own) or _chinese(MEANINGS, setting.name, own)

    def allowed(self, setting: Setting) -> str:
        """The values that a field takes."""
        return setting.allowed() if self.locale == "en" else _allowed_in_chinese(setting)


WORDS: Mapping[str, Words] = {
    "en": Words(
        "en",
        "default:",
        "As every figure:",
        "fields-of-every-figure",
        "Used in:",
        ", ",
        "No link to the explorer:",
        ".",
    ),
    "zh": Words(
        "zh", "默认：", "每幅图都有的：", "fields-of-every-figure", "用在：", "、", "没有通往模型全览的链接：", "。"
    ),
}


def of_locale(locale: str) -> Words:
    return WORDS[locale]


def _chinese(texts: Mapping[str, str], key: str, name: str) -> str:
    if key not in texts:
        raise GlassformerError(f"reference_zh.py says nothing of {name}: write it there in Chinese")
    return texts[key]


def _allowed_in_chinese(setting: Setting) -> str:
    simple = {
        "text": "一段文本",
        "list": "文本的列表",
        "values": "文本和数的列表",
        "answer": "一段文本、一个数或一个列表",
    }
    words = "、".join(setting.choices)
    if setting.type in simple:
        return simple[setting.type]
    if setting.type == "choice":
        return words
    upper = f"到 {setting.high:g}" if setting.high is not None else f"到 {setting.below} - 1" if setting.below else "起"
    span = f"{'整数' if setting.type == 'integer' else '数'}，从 {setting.low:g} {upper}"
    return f"{span}，或者 {words}" if words else span
