"""What the software must never do (N1 to N10) is nowhere in it: not in a route, a model, a form, a page, a script, a
query or a pack. Each rule is planted in each kind of place, and found there by file, line and number.
"""

from pathlib import Path

import pytest
from django import forms
from django.http import HttpResponse
from django.urls import path

from .never.allowed import ALLOWED
from .never.declared import all_forms, broken, demanded_files, fields, models, routes
from .never.scanning import scan

PACKAGE = Path(__file__).resolve().parent.parent / "huoshui"
KINDS = (".py", ".html", ".js", ".toml")
THE_WORDS_THEMSELVES = PACKAGE / "packs" / "refusals.py"
FILES = sorted(
    file
    for file in PACKAGE.rglob("*.*")
    if file.suffix in KINDS and not {"tests", "migrations"} & set(file.parts) and file != THE_WORDS_THEMSELVES
)


def test_nothing_of_it_is_anywhere_in_the_code():
    assert [str(found) for file in FILES for found in scan(file, ALLOWED, PACKAGE)] == []


def test_nothing_of_it_is_in_the_routes_models_and_forms_as_they_run():
    ours = all_forms()
    texts = [*routes(), *models(), *fields(ours)]

    assert len(texts) > 200
    assert [str(found) for found in [*broken(ALLOWED, PACKAGE, texts), *demanded_files(ours)]] == []


def test_every_word_allowed_is_still_there():
    written = {str(file.relative_to(PACKAGE)): file.read_text(encoding="utf-8") for file in FILES}
    for text in models():
        written[str(text.file).removeprefix(f"{PACKAGE}/")] += f"\n{text.words}"
    idle = [
        one.words.pattern
        for one in ALLOWED
        if not any(one.words.search(text) for name, text in written.items() if one.stands_in(name))
    ]

    assert idle == []


URLS, MODELS, FORMS, QUERIES = "urls.py", "models.py", "forms.py", "queries.py"
PAGE, SCRIPT, PACK = "page.html", "code.js", "figures.toml"

PLANTED = [
    # N1: check-in duty
    (URLS, "N1", 'path("check-in/", views.check_in)'),
    (MODELS, "N1", 'clocked_in = models.BooleanField("打卡")'),
    (FORMS, "N1", 'place = forms.CharField(label="签到地点")'),
    (QUERIES, "N1", "def check_ins(unit): return unit.check_ins.all()"),
    (PAGE, "N1", "<h1>今日打卡</h1>"),
    (SCRIPT, "N1", "function checkIn() { return clockIn(); }"),
    (PACK, "N1", 'label = "签到次数"'),
    # N2: points, leaderboards, sorting by performance
    (URLS, "N2", 'path("ranking/", views.ranking)'),
    (MODELS, "N2", "points = models.IntegerField()"),
    (FORMS, "N2", 'score = forms.IntegerField(label="打分")'),
    (QUERIES, "N2", 'Unit.objects.annotate(held=Count("activities")).order_by("-held")'),
    (QUERIES, "N2", 'units.order_by(Count("activities").desc())'),
    (QUERIES, "N2", "sorted(units, key=lambda unit: -unit.count)"),
    (QUERIES, "N2", "sorted(held.items(), key=lambda pair: -pair[1])"),
    (QUERIES, "N2", "Counter(unit for unit in held).most_common(3)"),
    (QUERIES, "N2", 'rows.order_by(request.GET.get("sort", "name"))'),
    (QUERIES, "N2", 'rows.order_by(request.GET["order_by"])'),
    (QUERIES, "N2", 'orders = [Order("best", "完成情况", ("-done", "place"))]'),
    (QUERIES, "N2", 'said = f"{unit.name} {done / due:.0%}"'),
    (QUERIES, "N2", 'said = f"{unit.name} {share}%"'),
    (PAGE, "N2", "<li>{{ unit.name }} 排名第 {{ forloop.counter }}</li>"),
    (PAGE, "N2", "<td>{{ unit.name }}</td><td>{{ unit.share }}%</td>"),
    (PAGE, "N2", '<a href="?sort=-done">按完成数</a>'),
    (PAGE, "N2", '{% for unit in units|dictsortreversed:"done" %}'),
    (SCRIPT, "N2", "var leaderboard = document.querySelector('.top');"),
    (PACK, "N2", 'label = "支部积分"'),
    # N3: screen time, online time
    (URLS, "N3", 'path("screen-time/", views.screen_time)'),
    (MODELS, "N3", 'online_minutes = models.IntegerField("在线时长")'),
    (FORMS, "N3", 'watched = forms.IntegerField(label="观看时长")'),
    (QUERIES, "N3", "def time_online(account): return account.online_seconds"),
    (PAGE, "N3", '<div hx-get="/here/" hx-trigger="every 30s"></div>'),
    (PAGE, "N3", "<p>在线学习时长 {{ minutes }}</p>"),
    (SCRIPT, "N3", 'document.addEventListener("visibilitychange", stop);'),
    (SCRIPT, "N3", "setInterval(stillHere, 30000);"),
    (SCRIPT, "N3", 'navigator.sendBeacon("/left/");'),
    (PACK, "N3", 'of = "screen_time"'),
    # N4: adoption
    (URLS, "N4", 'path("adoption/", views.adoption)'),
    (MODELS, "N4", "login_count = models.IntegerField()"),
    (FORMS, "N4", 'since = forms.DateField(label="登录次数自")'),
    (QUERIES, "N4", "Account.objects.filter(last_login__gte=week)"),
    (QUERIES, "N4", "def active_users(unit): return unit.accounts"),
    (PAGE, "N4", "<p>日活 {{ n }} 人，使用率 {{ share }}</p>"),
    (SCRIPT, "N4", "var adoption = loginRate();"),
    (PACK, "N4", 'label = "登录人数"'),
    # N5: likes, forwards
    (URLS, "N5", 'path("<int:pk>/like/", views.like)'),
    (MODELS, "N5", 'likes = models.IntegerField("点赞")'),
    (FORMS, "N5", 'forwarded = forms.BooleanField(label="已转发")'),
    (QUERIES, "N5", "def likes(activity): return activity.likes"),
    (PAGE, "N5", "<button>点赞</button>"),
    (SCRIPT, "N5", "function upvote() {}"),
    (PACK, "N5", 'label = "转发次数"'),
    # N6: photos, places, tracks demanded
    (URLS, "N6", 'path("track/", views.track)'),
    (MODELS, "N6", "latitude = models.FloatField()"),
    (MODELS, "N6", "proof = models.FileField()"),
    (FORMS, "N6", 'proof = forms.ImageField(label="现场")'),
    (FORMS, "N6", "proof = forms.FileField(required=True)"),
    (QUERIES, "N6", "where = rows.values_list('gps', flat=True)"),
    (PAGE, "N6", '<input type="file" name="proof" required>'),
    (PAGE, "N6", '<input type="file" name="proof" capture="environment">'),
    (PAGE, "N6", "<p>请上传现场照片</p>"),
    (SCRIPT, "N6", "navigator.geolocation.getCurrentPosition(send);"),
    (SCRIPT, "N6", "navigator.mediaDevices.getUserMedia({ video: true });"),
    (PACK, "N6", 'wording = "每次上传照片"'),
    # N8: the carrier of appraisal
    (URLS, "N8", 'path("appraisal/", views.appraisal)'),
    (MODELS, "N8", 'kpi = models.IntegerField("绩效")'),
    (FORMS, "N8", 'result = forms.CharField(label="考核结果")'),
    (QUERIES, "N8", "def kpis(unit): return unit.kpis"),
    (PAGE, "N8", "<h1>年度考核</h1>"),
    (SCRIPT, "N8", "var performanceScore = 1;"),
    (PACK, "N8", 'label = "绩效考核"'),
    # N9: selling
    (URLS, "N9", 'path("payment/", views.payment)'),
    (MODELS, "N9", 'paid = models.BooleanField("已付款")'),
    (FORMS, "N9", 'amount = forms.IntegerField(label="支付金额")'),
    (QUERIES, "N9", "def payments(unit): return unit.payments"),
    (PAGE, "N9", "<button>立即购买</button>"),
    (SCRIPT, "N9", "function checkout() {}"),
    (PACK, "N9", 'label = "扫码付款"'),
    # N10: notes, absentees
    (URLS, "N10", 'path("absentees/", views.absentees)'),
    (MODELS, "N10", 'study_notes = models.TextField("学习笔记")'),
    (FORMS, "N10", 'notes = forms.CharField(label="心得体会")'),
    (QUERIES, "N10", "def absentees(unit): return unit.absentees"),
    (PAGE, "N10", "<h2>缺席名单</h2>"),
    (SCRIPT, "N10", "var absentees = [];"),
    (PACK, "N10", 'label = "读书笔记篇数"'),
]


@pytest.mark.parametrize(("name", "rule", "line"), PLANTED)
def test_what_is_planted_is_found_by_file_line_and_rule(tmp_path, name, rule, line):
    file = tmp_path / name
    file.write_text(f"\n\n{line}\n", encoding="utf-8")

    found = [str(one) for one in scan(file, ALLOWED, tmp_path)]

    assert found
    assert any(one.startswith(f"{file}:3: ") and f"breaks rule {rule}: never " in one for one in found)


HARMLESS = [
    (QUERIES, 'rows.order_by("unit__place", "-starts_at", "sort_key", "pk")'),
    (QUERIES, 'orders = [Order("name", "姓名", ("sort_key",)), Order("day", "日期", ("-held_on",))]'),
    (QUERIES, 'value = asked.get("order")'),
    (QUERIES, 'said = f"{done} / {due}"'),
    (FORMS, 'more = forms.FileField(label="附件", required=False)'),
    (MODELS, 'more = models.FileField("附件", blank=True)'),
    (PAGE, "<p>请先登录，再打开这一页。</p>"),
    (PAGE, "{% if a %}{{ b }}{% endif %}"),
    (SCRIPT, "setTimeout(count, 500);"),
]


@pytest.mark.parametrize(("name", "line"), HARMLESS)
def test_what_breaks_no_rule_is_let_through(tmp_path, name, line):
    file = tmp_path / name
    file.write_text(line, encoding="utf-8")

    assert scan(file, ALLOWED, tmp_path) == []


def answer(request):
    return HttpResponse()


def test_a_route_that_runs_is_found_by_its_view():
    (found,) = broken(ALLOWED, PACKAGE, routes([path("units/<slug:code>/leaderboard/", answer, name="best")]))

    assert (Path(found.file).name, found.rule, found.word) == ("test_never.py", "N2", "leaderboard")
    assert Path(found.file).read_text().splitlines()[found.line - 1].startswith("def answer")


class Planted(forms.Form):
    """A form like any other; its file is asked for by a function."""

    steps = forms.IntegerField(label="今日轨迹")
    proof = [forms.FileField][0](label="附件")


def test_a_form_that_runs_is_found_by_its_field():
    (track,), (proof,) = broken(ALLOWED, PACKAGE, fields([Planted])), demanded_files([Planted])

    lines = Path(__file__).read_text().splitlines()
    assert (track.rule, lines[track.line - 1].strip().split()[0]) == ("N6", "steps")
    assert (proof.rule, lines[proof.line - 1].strip().split()[0]) == ("N6", "proof")


def test_a_model_that_runs_is_found_by_its_field():
    from types import SimpleNamespace

    field = SimpleNamespace(name="points", verbose_name="积分")
    model = type("Member", (), {"_meta": SimpleNamespace(get_fields=lambda: [field]), "__module__": "tests"})

    found = broken(ALLOWED, PACKAGE, models([model]))

    assert {one.rule for one in found} == {"N2"}
