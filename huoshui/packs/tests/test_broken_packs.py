import pytest

from huoshui.packs import errors

BROKEN = [
    pytest.param(
        ("units.toml", 'label = "网点"', 'label = "网点"\ncolour = "green"'),
        errors.WrongValue,
        'units.toml, [[unit_kind]] code="outlet", key "colour": unknown key; correct its spelling or remove it',
        id="unknown key",
    ),
    pytest.param(
        ("units.toml", 'label = "网点"\n', ""),
        errors.WrongValue,
        'units.toml, [[unit_kind]] code="outlet", key "label": missing; add it',
        id="missing key",
    ),
    pytest.param(
        ("pack.toml", "late_after_days = 7", 'late_after_days = "7"'),
        errors.WrongValue,
        "pack.toml, [pack], key \"late_after_days\": input should be a valid integer; found '7', write what is asked",
        id="wrong type",
    ),
    pytest.param(
        ("norms.toml", 'per = "month"', 'per = "week"'),
        errors.WrongValue,
        "norms.toml, [[norm]] code=\"theme_day\", key \"version 1: per\": input should be 'month', 'quarter' or 'year';"
        " found 'week', write what is asked",
        id="value not allowed",
    ),
    pytest.param(
        ("units.toml", "[[unit_kind]]", "[[unit_kinds]]"),
        errors.UnknownTable,
        "units.toml, [unit_kinds]: unknown table; allowed: unit_kind, post_kind",
        id="unknown table",
    ),
    pytest.param(
        ("units.toml", 'code = "city_company"', "code = city_company"),
        errors.BrokenToml,
        "units.toml: not readable as TOML: Invalid value (at line 4, column 8); correct the text there",
        id="syntax",
    ),
    pytest.param(
        ("roles.toml", 'code = "staff"', 'code = "county_officer"'),
        errors.DuplicateCode,
        'roles.toml, [[role]] code="county_officer", key "code": "county_officer" is already taken;'
        " rename one of the two",
        id="duplicate code",
    ),
    pytest.param(
        ("practices.toml", "number = 3", "number = 4"),
        errors.WrongValue,
        'practices.toml, [[practice]] number 3, key "number": the practices are told in order; number 3 belongs here',
        id="practice left out",
    ),
    pytest.param(
        ("practices.toml", '"activities", "attendances"', '"activity", "attendances"'),
        errors.MissingReference,
        'practices.toml, [[practice]] number 3, key "figures": no figure "activity"; correct it or add the figure',
        id="practice with a figure nobody declares",
    ),
    pytest.param(
        ("practices.toml", 'section = "seven_ones"', ""),
        errors.WrongValue,
        'practices.toml, [[practice]] number 2, key "coming": it shows no figure and no section; say what is coming',
        id="practice that shows nothing",
    ),
    pytest.param(
        ("activities.toml", 'tags = ["oath_renewal"]', 'tags = ["oath"]'),
        errors.MissingReference,
        'activities.toml, [[kind]] code="oath_renewal", key "tags": no tag "oath"; correct it or add the tag',
        id="missing tag",
    ),
    pytest.param(
        ("units.toml", 'parents = ["branch"]', 'parents = ["brunch"]'),
        errors.MissingReference,
        'units.toml, [[unit_kind]] code="cell", key "parents": no unit kind "brunch"; correct it or add the unit kind',
        id="missing unit kind",
    ),
    pytest.param(
        ("norms.toml", 'figure = "theme_days_with_joint"', 'figure = "present_of_expected"'),
        errors.MissingReference,
        'norms.toml, [[norm]] code="theme_day", key "version 1: figure": no plain figure'
        ' "present_of_expected"; correct it or add the plain figure',
        id="norm over a ratio",
    ),
    pytest.param(
        ("norms.toml", 'needs_post = "committee_member"', 'needs_post = "chair"'),
        errors.MissingReference,
        'norms.toml, [[norm]] code="committee_meeting", key "needs_post": no post kind "chair";'
        " correct it or add the post kind",
        id="missing post kind",
    ),
    pytest.param(
        ("figures.toml", 'over = "present_total"', 'over = "presence"'),
        errors.MissingReference,
        'figures.toml, [[figure]] code="present_of_expected", key "over": no figure "presence" that is not a ratio;'
        " name one that is",
        id="missing figure",
    ),
    pytest.param(
        ("figures.toml", 'of = "sittings"\n', ""),
        errors.WrongValue,
        'figures.toml, [[figure]] code="sittings", key "of": missing; the form sum needs it',
        id="form lacks a key",
    ),
    pytest.param(
        ("figures.toml", 'form = "count"\n', 'form = "count"\nat_least = 2\n'),
        errors.WrongValue,
        'figures.toml, [[figure]] code="activities", key "at_least": the form count has no use for it; remove it',
        id="form has no use for a key",
    ),
    pytest.param(
        ("figures.toml", 'where = { kind = ["cell"] }', 'where = { kind = ["team"] }'),
        errors.MissingReference,
        'figures.toml, [[figure]] code="cells", key "where: kind": no kind code "team";'
        " correct it or add the kind code",
        id="missing kind",
    ),
    pytest.param(
        ("roles.toml", 'permissions = ["accounts.manage"', 'permissions = ["accounts.mange"'),
        errors.MissingReference,
        'roles.toml, [[role]] code="system_admin", key "permissions": no permission "accounts.mange";'
        " correct it or add the permission",
        id="missing permission",
    ),
    pytest.param(
        ("units.toml", 'roles = { branch = "branch_secretary" }', 'roles = { branch = "secretary" }'),
        errors.MissingReference,
        'units.toml, [[post_kind]] code="secretary", key "roles": no role "secretary"; correct it or add the role',
        id="role that goes with a post",
    ),
    pytest.param(
        ("published.toml", 'figure = "outlets"', 'figure = "shops"'),
        errors.MissingReference,
        'published.toml, [[assumption]] number 2, key "figure": no figure "shops"; correct it or add the figure',
        id="note on a missing figure",
    ),
    pytest.param(
        ("suggestions.toml", 'asks = "nothing"', 'asks = "words"'),
        errors.WrongValue,
        'suggestions.toml, [[kind]], key "asks": no kind asks for nothing;'
        " misconduct needs one, because it is not kept here",
        id="misconduct kept here",
    ),
    pytest.param(
        ("suggestions.toml", 'asks = "burden"', 'asks = "words"'),
        errors.WrongValue,
        'suggestions.toml, [[kind]], key "asks": exactly one kind asks for a burden; add it or leave one',
        id="no kind for burdens",
    ),
    pytest.param(
        ("suggestions.toml", '"outlet"]', '"shop"]'),
        errors.MissingReference,
        'suggestions.toml, [settings], key "unit_kinds": no unit kind "shop"; correct it or add the unit kind',
        id="suggestions to no unit kind",
    ),
]


@pytest.mark.parametrize(("fault", "named", "message"), BROKEN)
def test_broken_pack_is_refused_by_file_table_and_key(draft, fault, named, message):
    draft.change(*fault)

    with pytest.raises(errors.PackError) as refused:
        draft.load()

    assert (type(refused.value), str(refused.value)) == (named, message)


def test_practice_missing_at_the_end_is_refused(draft):
    text = (draft.folder / "practices.toml").read_text(encoding="utf-8")
    (draft.folder / "practices.toml").write_text(text.rpartition("[[practice]]")[0], encoding="utf-8")

    with pytest.raises(errors.WrongValue, match="only 14 of 15 are told"):
        draft.load()


def test_missing_file_is_refused_by_name(draft):
    (draft.folder / "published.toml").unlink()

    with pytest.raises(errors.MissingFile, match=r"^published\.toml: not found in "):
        draft.load()
