"""The suggestions of the demo city, from the first day to the last. Invented, and neutral."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """`days_ago` is counted from today; `on` is a day of 2021 as (month, day). Steps follow after so many days.

    `named` puts the clerk's name to it. `then` are steps: (days after the one before, what, words or unit).
    """

    kind: str
    about: str
    text: str
    on: tuple[int, int] | None = None
    days_ago: int = 0
    form_name: str = ""
    asked_by: str = ""
    asked_twice: str = ""
    named: bool = False
    goes_past: bool = False
    then: tuple[tuple[int, str, str], ...] = ()


CLERKS_OUTLET = "outlet of the clerk"

STORIES = (
    Story(
        "burden",
        "hengnan",
        "每月底要重抄一遍。",
        on=(3, 15),
        form_name="党员学习登记表（纸质）",
        asked_by="党委党建工作部",
        asked_twice="姓名、支部、学习日期，会议记录里都有",
        then=((6, "answer", "纸质登记表从四月起停用，以支部的会议记录为准。"), (3, "close", "")),
    ),
    Story(
        "complaint",
        "leiyang",
        "窗口排队时间长，建议赶集日增开一个窗口。",
        on=(6, 8),
        then=((4, "answer", "逢赶集日上午增开一个窗口，已贴出告示。"), (5, "close", "")),
    ),
    Story(
        "suggestion",
        "hengyang-jidi",
        "新生录取通知书投递前，能不能先发短信约时间。",
        on=(7, 20),
        then=((9, "answer", "已改为投递前一天短信告知，本人不便时可改约。"), (2, "close", "")),
    ),
    Story(
        "burden",
        "qidong",
        "两张表内容一样，只是格式不同。",
        on=(10, 12),
        form_name="网点安全日检表和班前检查表",
        asked_by="祁东县分公司",
        asked_twice="消防、门锁、监控三项检查",
        then=(
            (8, "answer", "两张表格式已统一。"),
            (3, "reopen", "格式统一了，还是要填两张。"),
            (7, "answer", "两张表合并为一张，从十一月起只填一张。"),
            (2, "close", ""),
        ),
    ),
    Story(
        "help",
        "changning",
        "调动后社保关系怎样转，需要带什么材料？",
        on=(12, 1),
        then=((5, "answer", "由人力资源部统一办理，本人只需带身份证到窗口签字一次。"), (1, "close", "")),
    ),
    Story(
        "burden",
        CLERKS_OUTLET,
        "希望只留一张。",
        days_ago=95,
        form_name="网点安全检查登记表和每日巡查表",
        asked_by="衡南县分公司",
        asked_twice="日期、检查人、消防和监控情况，两张表都要写",
        named=True,
        then=(
            (5, "pass_on", "hengnan"),
            (3, "answer", "两张表已合并为一张，从下月起只填一次，旧表收回。"),
            (4, "close", ""),
        ),
    ),
    Story(
        "burden",
        "hengyang-jinrong",
        "系统里查得到的，不用再抄。",
        days_ago=70,
        form_name="客户走访台账",
        asked_by="金融业务部",
        asked_twice="走访日期、地点、人数，系统里已经有",
        then=((7, "answer", "台账停用。走访情况以系统里已有的为准，不再另填、不再报送。"), (2, "close", "")),
    ),
    Story(
        "suggestion",
        "hengyang-chuli",
        "夜班分拣区照明偏暗。",
        days_ago=45,
        then=(
            (6, "answer", "已更换一批灯管。"),
            (3, "reopen", "东侧两排还是暗。"),
            (5, "answer", "东侧也已更换，并加装两盏。"),
        ),
    ),
    Story(
        "complaint",
        CLERKS_OUTLET,
        "排班表常常前一天晚上才定，家里安排不过来。",
        days_ago=22,
        goes_past=True,
        then=((6, "answer", "已要求各网点提前一周公布排班，临时调整须本人同意。"),),
    ),
    Story("help", "qidong", "投递电动车电池老化，跑不完一趟，怎么申请更换？", days_ago=26),
    Story(
        "suggestion",
        CLERKS_OUTLET,
        "老年客户看不清回单小字，能不能备一副老花镜。",
        days_ago=9,
        named=True,
        then=((2, "answer", "全县网点各备两副老花镜，本周内配到。谢谢提醒。"),),
    ),
    Story(
        "burden",
        "hengnan",
        "照片拍了三次，都是同一个柜台。",
        days_ago=5,
        form_name="网点环境整治情况表",
        asked_by="渠道平台部",
        asked_twice="同样的照片，本月已经交过两次",
        then=((1, "pass_on", "hengyang-qudao"),),
    ),
    Story("complaint", "hengyang-bangongshi", "通知常在下班后才发，第二天一早就要结果。", days_ago=4),
    Story("help", "hengnan", "新到的职工去哪里领工作服？", days_ago=2, then=((2, "assign", ""),)),
    Story("suggestion", "hengyang", "食堂能不能增加一个清淡的菜。", days_ago=1),
)
