"""What was just done is said on the next page, and can be taken back there where taking back is possible.

    tell(request, "已移到星期六。", undo=reverse("activities:move_back", args=[pk]))

`undo` is an address of ours that takes a POST without further fields and answers with a redirect; doing it twice must
be no error, because a page in the browser's history still shows the button. `kind` is success, info or refused; refused
means that nothing was saved, so that the draft of the form in the browser stays.
It travels as a message of Django's, so that it also outlives a redirect over several pages.
"""

import json
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from .drafts import keep_draft

LEVELS = {"success": messages.SUCCESS, "info": messages.INFO, "refused": messages.WARNING}
KINDS = {messages.SUCCESS: "success", messages.WARNING: "refused", messages.ERROR: "refused"}


def tell(
    request: HttpRequest, text: str, *, undo: str | None = None, undo_label: str = "撤销", kind: str = "success"
) -> None:
    """Shown as a toast on the next page this visitor opens (components/toast.html)."""
    if kind == "refused":
        keep_draft(request)
    way_back = json.dumps({"undo": undo, "label": undo_label}) if undo else ""
    messages.add_message(request, LEVELS[kind], text, extra_tags=way_back)


def told(message: Message) -> dict[str, Any]:
    """What a toast needs of a message: kind, text, and undo with its label if there is one."""
    said = {"kind": KINDS.get(message.level, "info"), "text": str(message.message)}
    return said | _way_back(message.extra_tags or "")


def _way_back(tags: str) -> dict[str, str]:
    """Django's own and other apps' messages may carry tags that are none of ours."""
    if not tags.startswith("{"):
        return {}
    kept = json.loads(tags)
    return {"undo": kept["undo"], "undo_label": kept["label"]}
