from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huoshui.base.permissions import public

DOORS = (
    ("record", "我来记一笔", "以一名党支部书记的身份，把今天的活动记下来：打开，取消没到的人，保存。"),
    ("city", "我看全市", "以市分公司党建工作人员的身份看全年一览；点开一格，直到那一条记录。"),
    ("read", "我读 2021", "读一读 2021 年做了什么；每个数字都能打开背后的记录。"),
)


@public("the demo's doors; there are none in production")
def doors(request: HttpRequest) -> HttpResponse:
    shown = [
        {"title": title, "text": text, "url": reverse("organisation:enter_demo", args=[door]), "post": True}
        for door, title, text in DOORS
    ]
    return render(request, "reports/doors.html", {"doors": shown})
