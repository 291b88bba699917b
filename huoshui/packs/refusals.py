"""What a norm or figure may never be over. The rules N1 to N10 stand in docs; here are the words that give them away.

N7 (asking twice) and N9 (selling) are about forms and pages: no number can break them, and business results may be
shown.
English is matched on whole words of codes and sentences, Chinese on the text without spaces.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import ForbiddenMeasure, Place


@dataclass(frozen=True)
class Rule:
    code: str
    never: str
    instead: str
    english: str
    chinese: str


RULES = (
    Rule(
        "N1",
        "compulsory check-in (打卡签到)",
        "count attendances from the roster the host ticks once",
        r"check_?ins?|check(ed|ing)_in|clock_?ins?|clock(ed|ing)_in|punch_(cards?|in)",
        r"打卡|签到",
    ),
    Rule(
        "N2",
        "points, scores or rankings (积分排名)",
        "count what was done, in the official order",
        r"(?<!service_)(?<!pickup_)(?<!delivery_)points|point_totals?|scor(e|es|ed|ing)|rank(s|ed|ing|ings)?"
        r"|leader_?boards?",
        r"(?<!面)积分|(?<!安)排名|排行|名次|得分|打分|评分|计分|(?<![部百])分数|末位|红黑榜|龙虎榜",
    ),
    Rule(
        "N3",
        "screen time or online time (在线时长)",
        "sum the minutes of rosters",
        r"(screen|online|on_line|viewing|watch|app)_(time|minutes|hours|seconds|duration)|time_(online|on_screen)"
        r"|(minutes|hours)_online",
        r"(在线|线上|上线|上网|网上|屏幕|手机|浏览|停留|观看)(学习|使用|浏览|停留)?(的)?(时长|时间|小时|分钟)|屏幕使用",
    ),
    Rule(
        "N4",
        "log-ins, installs or adoption rates (登录、安装、使用率)",
        "count the work that was recorded",
        r"log_?(in|ins|on|ons)|logg(ed|ing)_in|sign_?(in|ins|on)|sign(ed|ing)_in|active_users|installs?|installations?"
        r"|adoption|downloads",
        r"登录|登陆|活跃(度|率|数|人|用户)|日活|月活|使用率|安装|下载|注册率|注册量",
    ),
    Rule(
        "N5",
        "likes, forwards or votes (点赞、转发、投票)",
        "count the activity itself",
        r"likes?|liked|forwards|forwarded|reposts?|retweets?|votes?|voted|voting|upvotes?",
        r"点赞|转发(?!通知|文件)|投票|阅读量|浏览量|关注量",
    ),
    Rule(
        "N6",
        "photos, videos or tracks as proof (照片、视频、轨迹)",
        "count the record; evidence is optional",
        r"photos?|photographs?|pictures?|images?|videos?|tracks?|gps|geo_?locations?|screen_?shots?",
        r"照片|拍照|图片|截图|截屏|视频(?!会议|党课)|轨迹|gps|(?<!功能)(?<!战略)(?<!角色)(?<!职责)定位",
    ),
    Rule(
        "N8",
        "being the carrier of appraisal (绩效考核)",
        "show what is done, what is due and what is in the way",
        r"appraisals?|kpis?|performance_(score|review|grade)s?",
        r"(?<!评议)考核|绩效",
    ),
    Rule(
        "N10",
        "notes, documents issued or absentees (笔记、发文、缺席名单)",
        "count what took place",
        r"(study_|reading_)?notes|documents|absentees?|state_absent",
        r"笔记(?!本)|心得体会|(?<![开研奋启])发文(?![化明旅创])|印发文件|文件数|简报数|台账数|痕迹|缺席名单|缺席人",
    ),
)

_COMPILED = [(rule, re.compile(rf"_({rule.english})_"), re.compile(rule.chinese)) for rule in RULES]


def broken_rule(text: str) -> tuple[Rule, str] | None:
    """The first rule the text gives away, and the word that did."""
    plain = unicodedata.normalize("NFKC", text)
    english, chinese = _english(plain), re.sub(r"\s", "", plain).lower()
    for rule, in_english, in_chinese in _COMPILED:
        if found := in_english.search(english) or in_chinese.search(chinese):
            return rule, found.group().strip("_")
    return None


def refuse_forbidden(place: Place, texts: Mapping[str, Iterable[str]]) -> None:
    """Raises ForbiddenMeasure for the first key any of whose texts breaks a rule."""
    for key, written in texts.items():
        for text in written:
            if broken := broken_rule(text):
                rule, word = broken
                message = f'"{word}" is refused by rule {rule.code}: never {rule.never}. Instead, {rule.instead}.'
                raise ForbiddenMeasure(place.at(key), rule.code, message)


def _english(text: str) -> str:
    """Words of code or sentence between single underscores: `ScreenTime` and `screen time` are `_screen_time_`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return "_" + re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_") + "_"
