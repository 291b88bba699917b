import pytest

from huoshui.packs.errors import ForbiddenMeasure
from huoshui.packs.refusals import broken_rule

FIGURE = """[[figure]]
code = "{code}"
label = "{label}"
unit = "次"
form = "sum"
kinds = ["{kind}"]
of = "{of}"
where = {{ {where} }}
"""
PLAIN = {"code": "x", "label": "活动", "kind": "a.b.c", "of": "minutes", "where": ""}

PLANTED = [
    ("N1", "code", "check_ins", "code"),
    ("N1", "label", "打卡次数", "label"),
    ("N1", "label", "签 到", "label"),
    ("N2", "of", "points", "of"),
    ("N2", "label", "支部积分", "label"),
    ("N2", "label", "党支部排名", "label"),
    ("N2", "code", "score_total", "code"),
    ("N2", "code", "ranking", "code"),
    ("N3", "of", "screen_time", "of"),
    ("N3", "label", "在线学习时长", "label"),
    ("N3", "of", "online_minutes", "of"),
    ("N4", "kind", "accounts.login.counted", "kinds"),
    ("N4", "label", "登录人数", "label"),
    ("N4", "where", 'state = ["logged_in"]', "where"),
    ("N5", "of", "likes", "of"),
    ("N5", "label", "转发次数", "label"),
    ("N5", "kind", "contests.vote.cast", "kinds"),
    ("N6", "label", "上传照片数", "label"),
    ("N6", "of", "videos", "of"),
    ("N6", "label", "ＧＰＳ 轨迹", "label"),
    ("N8", "label", "绩效考核", "label"),
    ("N10", "label", "读书笔记篇数", "label"),
    ("N10", "of", "documents_issued", "of"),
    ("N10", "where", 'state = ["absent"]', "where"),
]


@pytest.mark.parametrize(("rule", "field", "text", "key"), PLANTED)
def test_forbidden_figure_is_refused_naming_the_rule(draft, rule, field, text, key):
    draft.add("figures.toml", FIGURE.format(**PLAIN | {field: text}))

    with pytest.raises(ForbiddenMeasure) as refused:
        draft.load()

    assert refused.value.rule == rule
    code = text if field == "code" else "x"
    assert str(refused.value).startswith(f'figures.toml, [[figure]] code="{code}", key "{key}": ')
    assert f"refused by rule {rule}: never " in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "old", "new", "key"),
    [
        ("N4", 'label = "党课"', 'label = "每月登录"', "label"),
        ("N4", 'code = "lecture"', 'code = "monthly_logins"', "code"),
        ("N6", "本单位按每季度一次安排", "每次上传照片", "version 1: wording"),
        ("N2", 'number = "每季度 1 次（设置项）"', 'number = "排名前三"', "version 1: number"),
    ],
)
def test_forbidden_norm_is_refused_naming_the_rule(draft, rule, old, new, key):
    draft.change("norms.toml", old, new)

    with pytest.raises(ForbiddenMeasure) as refused:
        draft.load()

    assert (refused.value.rule, refused.value.place.key) == (rule, key)


def test_tag_with_a_forbidden_label_cannot_carry_a_figure(draft):
    draft.change("activities.toml", 'label = "网点学习"', 'label = "网点打卡"')

    with pytest.raises(ForbiddenMeasure, match=r'code="outlet_studies", key "tags": "打卡" is refused by rule N1'):
        draft.load()


@pytest.mark.parametrize(
    "text",
    [
        "不动产登记",
        "参观景点",
        "营业面积分布",
        "安排名额",
        "部分数量",
        "开发文化产品",
        "签收",
        "签发",
        "视频会议",
        "职责定位",
        "笔记本发放",
        "述职评议考核",
        "service_points",
        "checkpoint",
        "devoted",
        "catalogue",
        "blog_insights",
        "frankly",
        "集中学习时间",
        "转发通知",
    ],
)
def test_harmless_words_are_let_through(text):
    assert broken_rule(text) is None
