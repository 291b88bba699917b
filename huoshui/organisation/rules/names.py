"""How names sort and how phone numbers are written."""

import re


def name_key(name: str) -> str:
    """A sort key near to pinyin order: GB 2312 lists the common characters by their sound."""
    return name.encode("gb18030").hex()[:64]


def normal_phone(written: str) -> str | None:
    """A phone number as E.164, or None when it is none. Eleven digits are a mainland mobile number."""
    digits = re.sub(r"[\s()-]", "", written)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"+86{digits}"
    return digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else None
