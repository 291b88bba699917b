from importlib import import_module

import pytest
from django.apps import apps

from huoshui.organisation import actions
from huoshui.organisation.models import Person, UnitSpell
from huoshui.organisation.queries.people import spelling
from huoshui.organisation.rules.names import full_pinyin, initials, sort_key, spelled

IN_ORDER = [  # by letters, tone, character; a shorter name first; ü after u; what cannot be read last
    "艾力·买买提",
    "Ann",
    "曹操",
    "李四",
    "李四光",
    "林彤",
    "鲁班",
    "吕布",
    "栾平",
    "区志远",  # ou, not qu
    "欧阳修",
    "仇英",  # qiu, not chou
    "单田芳",  # shan, not dan
    "解晓东",  # xie, not jie
    "尉迟恭",  # yu, not wei
    "曾国藩",  # zeng, not ceng
    "查良镛",  # zha, not cha
    "张丽",
    "张伟",
    "章丽",
    "长孙无忌",  # zhang in the third tone, not chang
    "㐂三",
]


@pytest.mark.django_db
def test_pinyin_order_is_the_same_on_every_database(do):
    do(actions.add_people, people=[actions.NewPerson(name) for name in reversed(IN_ORDER)])

    assert list(Person.objects.order_by("sort_key").values_list("name", flat=True)) == IN_ORDER
    assert sorted(set(IN_ORDER), key=sort_key) == IN_ORDER


def test_keys_are_plain_letters_and_digits():
    assert all(sort_key(name).isascii() and sort_key(name).isalnum() for name in IN_ORDER)
    assert all(sort_key(name) == sort_key(name).lower() for name in IN_ORDER)


@pytest.mark.parametrize(
    ("name", "pinyin", "first"),
    [
        ("张建国", "zhangjianguo", "zjg"),
        ("单田芳", "shantianfang", "stf"),
        ("吕布", "lvbu", "lb"),
        ("欧阳修", "ouyangxiu", "oyx"),
        ("任重", "renzhong", "rz"),
        ("李长乐", "lichangle", "lcl"),
        ("艾力·买买提", "ailimaimaiti", "almmt"),
        ("Ｌee 三", "leesan", "lees"),
        ("㐂三", "san", "s"),
    ],
)
def test_names_are_read(name, pinyin, first):
    assert (full_pinyin(name), initials(name)) == (pinyin, first)


@pytest.fixture
def people(db, do):
    names = ("张建国", "张国强", "章江", "单田芳", "艾力·买买提", "王强")
    return do(actions.add_people, people=[actions.NewPerson(name) for name in names])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("张", ["张国强", "张建国"]),
        ("建国", ["张建国"]),
        ("张国", ["张国强"]),
        ("zhangjianguo", ["张建国"]),
        ("Zhang Jian", ["张建国", "章江"]),
        ("zjg", ["张建国"]),
        ("zg", ["张国强"]),
        ("zhangj", ["张建国", "章江"]),
        ("张jg", ["张建国"]),
        ("z国", ["张国强"]),
        ("qiang", ["王强", "张国强"]),
        ("stf", ["单田芳"]),
        ("dantian", ["单田芳"]),
        ("力买", ["艾力·买买提"]),
        ("艾力·买", ["艾力·买买提"]),
        ("ang", []),
        ("fangdan", []),
        ("%", []),
        (".*", []),
        ("(", []),
        ("  ", []),
    ],
)
def test_people_are_found_by_characters_pinyin_and_initials(people, asked, found):
    rows = spelling(Person.objects.order_by("sort_key"), asked)

    assert [person.name for person in rows] == found


def test_rows_of_before_are_read_by_the_migration(units, person):
    Person.objects.update(sort_key="", spelled="")
    UnitSpell.objects.update(spelled="")
    migration = import_module("huoshui.organisation.migrations.0003_spelled")

    migration.read_people(apps, None)
    migration.read_units(apps, None)

    person.refresh_from_db()
    assert (person.sort_key, person.spelled) == (sort_key("张建国"), " 张zhang 建jian 国guo")
    assert units["outlet"].spells.get().spelled == spelled("三塘网点", is_person=False)
