"""What every form field says when it cannot take what was written: one place, instead of Django's own words.

A field may still say more in its own `error_messages`. Called once, before any form is declared.
"""

from django import forms

MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "这一项还没有填，请填上。"},
    forms.CharField: {
        "max_length": "最多 %(limit_value)d 字，现在有 %(show_value)d 字，请缩短。",
        "min_length": "至少 %(limit_value)d 字，现在有 %(show_value)d 字，请补充。",
        "null_characters_not_allowed": "里面有看不见的字符，请删掉重新填写。",
    },
    forms.IntegerField: {
        "invalid": "请写整数。",
        "min_value": "至少是 %(limit_value)s。",
        "max_value": "最多是 %(limit_value)s。",
    },
    forms.DateField: {"invalid": "没有这个日期。请写成 2026-04-09 这样，并核对月份和日子。"},
    forms.TimeField: {"invalid": "没有这个时间。请写成 15:00 这样。"},
    forms.DateTimeField: {"invalid": "没有这个时间。请写成 2026-04-09 15:00 这样。"},
    forms.BooleanField: {"required": "请先勾选这一项。"},
    forms.ChoiceField: {
        "required": "请选一项。",
        "invalid_choice": "选的这一项已经不能选了，请重新选择。",
    },
    forms.MultipleChoiceField: {
        "required": "请至少选一项。",
        "invalid_choice": "选的内容里有一项已经不能选了，请重新选择。",
        "invalid_list": "没有读到所选的内容，请重新选择。",
    },
    forms.ModelChoiceField: {
        "required": "请选一项。",
        "invalid_choice": "选的这一项已经不能选了，请重新选择。",
    },
    forms.ModelMultipleChoiceField: {
        "required": "请至少选一项。",
        "invalid_choice": "选的内容里有一项已经不能选了，请重新选择。",
        "invalid_list": "没有读到所选的内容，请重新选择。",
        "invalid_pk_value": "选的内容里有一项已经不能选了，请重新选择。",
    },
    forms.UUIDField: {"invalid": "这张表打开得太久或不完整，请重新打开再填。"},
    forms.FileField: {
        "required": "请选择文件。",
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
        "empty": "这个文件是空的，请换一个。",
        "max_length": "文件名最多 %(max)d 字，现在有 %(length)d 字，请改短后再选。",
    },
}


def say_precisely() -> None:
    for field, messages in MESSAGES.items():
        field.default_error_messages = vars(field).get("default_error_messages", {}) | messages  # type: ignore[misc]
