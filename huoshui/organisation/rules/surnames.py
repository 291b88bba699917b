"""How surnames are read where they are read otherwise than the same characters elsewhere."""

_READINGS = """
单shan4 曾zeng1 解xie4 仇qiu2 查zha1 朴piao2 区ou1 盖ge3 华hua4 员yun4 缪miao4 乐yue4 翟zhai2 覃qin2 纪ji3 葛ge3
应ying1 燕yan1 召shao4 秘bi4 晁chao2 都du1 佴nai4 黑he4 折she2 种chong2 重chong2 祭zhai4 繁po2 幺yao1 么yao1 牟mu4
訾zi1 过guo1 薄bo2 贲ben1 阚kan4 卜bu3 郇xun2 句gou1 隗wei3 相xiang4 占zhan1 那na1 能nai4 谌chen2 郗xi1 乜nie4
宓mi4 钭tou3 於yu1 冼xian3 洗xian3 尉wei4 任ren2 宁ning4 褚chu3 瞿qu2 俞yu2 逄pang2 仉zhang3 撒sa4 哈ha3 干gan1
"""
_LONGER = """
欧阳ou1yang2 尉迟yu4chi2 长孙zhang3sun1 万俟mo4qi2 令狐ling2hu2 单于chan2yu2 澹台tan2tai2 宰父zai3fu3 鲜于xian1yu2
上官shang4guan1 司马si1ma3 诸葛zhu1ge3 夏侯xia4hou2 皇甫huang2fu3 公孙gong1sun1 慕容mu4rong2 司徒si1tu2 东方dong1fang1
独孤du2gu1 南宫nan2gong1 端木duan1mu4 西门xi1men2 百里bai3li3 呼延hu1yan2 轩辕xuan1yuan2 司空si1kong1 宇文yu3wen2
"""


def _table(written: str, characters: int) -> dict[str, str]:
    return {word[:characters]: word[characters:] for word in written.split()}


SURNAMES = _table(_READINGS, 1)
LONG_SURNAMES = _table(_LONGER, 2)
