"""Names of nobody: drawn from common surnames and given names."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏"
    "卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
    "邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
ONE = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉梅兰红波辉健琴斌云莉鹏慧丹萍鑫玲林凯颖晶旭宁帆峰琳宇倩"
FIRST = "建国志文晓春秋海小玉雪冬国美永德嘉家思子雨佳俊立光新正承宏瑞安锦清明长学振荣天"
SECOND = "华平英明芳军辉斌丽敏兵红霞波林生云玲勇强民珍兰萍娟琴燕飞成龙良才宁豪怡欣妍轩涵琪蓉莲菊梅"


def names(random: Random, how_many: int) -> list[str]:
    """All different, so that a list of people can be read."""
    found: dict[str, None] = {}
    while len(found) < how_many:
        found[_name(random)] = None
    return list(found)


def _name(random: Random) -> str:
    surname = random.choice(SURNAMES)
    if random.random() < 0.25:
        return surname + random.choice(ONE)
    return surname + random.choice(FIRST) + random.choice(SECOND)
