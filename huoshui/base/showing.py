"""What stands on the component page: made-up words in every component, in every state it has."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django import forms
from django.urls import reverse

from .clock import today
from .listing import Cell, Column, Filter, Listing, Order
from .templatetags.house import STATE_WORDS

SECTIONS = (
    ("type", "字与色"),
    ("buttons", "按钮"),
    ("forms", "表单"),
    ("lists", "列表与表格"),
    ("ways", "找路：栏目、面包屑、标签、筛选"),
    ("states", "状态与标记"),
    ("words", "告知、空白、对话框"),
    ("records", "名册、简报、数字"),
    ("drafts", "草稿与断网"),
    ("paper", "打印"),
)
COLOURS = (
    ("paper", "纸"),
    ("sheet", "页"),
    ("veil", "衬"),
    ("ink", "墨"),
    ("quiet", "淡墨"),
    ("hairline", "细线"),
    ("edge", "边"),
    ("green", "邮政绿：能点的"),
    ("green-wash", "绿底"),
    ("honour", "朱红：只用于荣誉"),
    ("soon", "赭：快到期"),
    ("soon-wash", "赭底"),
    ("wrong", "紫灰：有差错"),
    ("wrong-wash", "紫灰底"),
)
PLACES = [(f"样张第{n}网点", "城区" if n % 2 else "乡镇", n) for n in range(1, 8)]


class Places(list):
    """Rows of the sample table, which no database holds."""

    ordered = True

    def order_by(self, *fields: str) -> "Places":
        return Places(sorted(self, reverse=fields[0].startswith("-")))


class SampleForm(forms.Form):
    title = forms.CharField(label="主题", max_length=20, help_text="写一句话，读的人就知道讲的是什么。")
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    people = forms.IntegerField(label="人数", min_value=0)
    kind = forms.ChoiceField(label="类型", choices=[("", "请选择"), ("a", "主题党日"), ("b", "党课")])
    place = forms.ChoiceField(
        label="地点", choices=[("room", "活动室"), ("hall", "营业厅")], widget=forms.RadioSelect, required=False
    )
    also = forms.MultipleChoiceField(
        label="同时算作", choices=[("oath", "重温入党誓词"), ("base", "阵地教育")], widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="已经和支部书记商量过", required=False)


class DraftForm(forms.Form):
    title = forms.CharField(label="随便写点什么", required=False, help_text="写好不保存，刷新这一页看看。")
    agreed = forms.BooleanField(label="勾上一项", required=False)
    revision = forms.CharField(widget=forms.HiddenInput, initial="1")


def shown(asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page needs; `asked` is the query, so that the sample table can really be used."""
    here = reverse("base:components")
    return (
        _ways(here)
        | _lists(asked)
        | _forms()
        | _records()
        | {
            "sections": SECTIONS,
            "colours": COLOURS,
            "states": list(STATE_WORDS),
            "toasts": _toasts(here),
            "fields": [("单位", "样张第1网点"), ("日期", "2021年4月28日"), ("群众", 0), ("备注", "")],
            "page_url": here,
        }
    )


def _ways(here: str) -> dict[str, Any]:
    def links(*labels: str) -> list[dict[str, Any]]:
        return [{"label": label, "url": f"{here}#ways", "is_current": label == labels[0]} for label in labels]

    return {
        "trail": [("衡阳市分公司", f"{here}#ways"), ("样张县分公司", f"{here}#ways")],
        "chips": [
            {**chip, "count": count}
            for chip, count in zip(links("全部", "已完成", "待补"), (57, 48, None), strict=True)
        ],
        "tabs": links("计划", "系列活动", "学习重点"),
    }


def _lists(asked: Mapping[str, str]) -> dict[str, Any]:
    listing = Listing(
        asked,
        Places(PLACES),
        search=lambda rows, words: Places(row for row in rows if words in row[0]),
        filters=[Filter("area", "地段", [("城区", "城区"), ("乡镇", "乡镇")], _in_area)],
        orders=[Order("name", "按名称", ("name",)), Order("day", "新的在前", ("-day",))],
        per_page=3,
    )
    return {
        "listing": listing,
        "columns": [Column("网点", order="name"), Column("地段"), Column("状态"), Column("活动次数", number=True)],
        "rows": [_row(*row) for row in listing.rows],
        "caption": "网点样张",
        "listing_of_none": Listing({}, []),
    }


def _row(name: str, area: str, times: int) -> list[Cell]:
    state = "late" if times % 3 == 0 else "done"
    return [Cell(name, url="#lists", detail="样张县分公司"), Cell(area), Cell(state=state), Cell(times * 1200)]


def _in_area(rows: Places, area: str) -> Places:
    return Places(row for row in rows if row[1] == area)


def _forms() -> dict[str, Any]:
    wrong = {"title": "写得太长的一个主题，比限定的二十个字还要多出好几个字", "day": "", "people": "-1"}
    return {
        "form": SampleForm(initial={"day": today()}, auto_id="fresh_%s"),
        "form_refused": SampleForm(wrong, auto_id="refused_%s"),
        "draft_form": DraftForm(auto_id="draft_%s"),
    }


def _toasts(here: str) -> list[dict[str, str]]:
    return [
        {"kind": "success", "text": "已移到 4 月 30 日，星期五。", "undo": here, "undo_label": "移回来"},
        {"kind": "info", "text": "这张表已经保存过，只记一次。"},
        {"kind": "refused", "text": "这次活动已经有人记录过了，您刚才填的没有保存。"},
    ]


def _records() -> dict[str, Any]:
    people = [("样张甲", True, ""), ("样张乙", False, "duty"), ("样张丙", False, "")]
    rows = [
        {
            "person_id": n,
            "name": name,
            "present": present,
            "reason": reason,
            "reason_field": f"reason-{n}",
            "votes": True,
        }
        for n, (name, present, reason) in enumerate(people, 1)
    ]
    return {
        "roster_rows": rows,
        "reasons": [("duty", "当班"), ("trip", "出差")],
        "votes": {"voters": people, "needed": 2},
        "ratio": SimpleNamespace(over=14, under=14),
        "doors": [
            {"title": "我来记一笔", "text": "做完了，记下来。", "url": "#records"},
            {"title": "我看全市", "text": "一张表看一年。", "note": "演示", "url": "#records"},
        ],
    }
