"""The tree of the demo city: the company with its departments, counties and outlets, and the Party units beside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from ..actions import NewUnit

CITY, COMMITTEE = "hengyang", "hengyang-dangwei"
PARTY_OFFICE = "hengyang-dangjian"
OPENED = date(2019, 12, 1)
NEW_OUTLET = "outlet-2021"  # opened by changes.py
MOVED_BRANCH = "hengyang-chuli-zhibu"  # lies in one county and moves to another

DEPARTMENTS = {
    "hengyang-bangongshi": ("综合办公室", 14),
    PARTY_OFFICE: ("党委党建工作部", 10),
    "hengyang-renli": ("人力资源部", 12),
    "hengyang-caiwu": ("财务部", 14),
    "hengyang-jinrong": ("金融业务部", 22),
    "hengyang-shichang": ("市场营销部", 22),
    "hengyang-jidi": ("寄递事业部", 26),
    "hengyang-qudao": ("渠道平台部", 22),
    "hengyang-jijian": ("纪检审计部", 20),
    "hengyang-chuli": ("邮件处理中心", 36),
}
BRANCHES = {
    "zhuhui": 4,
    "yanfeng": 2,
    "shigu": 2,
    "zhengxiang": 3,
    "nanyue": 1,
    "hengyangxian": 8,
    "hengnan": 9,
    "hengshan": 4,
    "hengdong": 6,
    "qidong": 8,
    "leiyang": 8,
    "changning": 7,
}
WITH_COMMITTEE = "hengnan"
EXTRA_OUTLETS = 9  # so many counties have one more, in the county seat; with the one opened in 2021: 200


@dataclass(frozen=True)
class Town:
    code: str
    name: str


@dataclass(frozen=True)
class County:
    slug: str
    name: str
    towns: tuple[Town, ...]

    @property
    def short(self) -> str:
        return self.name if len(self.name) == 2 or self.name == "衡阳县" else self.name[:-1]


@dataclass(frozen=True)
class Branch:
    """A branch to open. `pool` are the units its members work in."""

    code: str
    name: str
    parent: str
    superior: str
    pool: tuple[str, ...]
    serves: tuple[str, ...] = ()


@dataclass
class Tree:
    units: list[NewUnit] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)


def plan_tree(counties: Sequence[County]) -> Tree:
    tree = Tree()
    tree.units.append(NewUnit(CITY, "city_company", "衡阳市分公司", OPENED))
    tree.units.append(NewUnit(COMMITTEE, "party_committee", "衡阳市分公司党委", OPENED, CITY, 1))
    for n, (code, (name, _)) in enumerate(DEPARTMENTS.items(), start=10):
        tree.units.append(NewUnit(code, "department", name, OPENED, CITY, n))
    tree.branches += _city_branches()
    for n, county in enumerate(counties):
        _add_county(tree, county, n)
    return tree


def _city_branches() -> Iterator[Branch]:
    first, second, *others = DEPARTMENTS
    offices = {"1": ("机关第一党支部", (CITY, first, second)), "2": ("机关第二党支部", tuple(others[:2]))}
    for n, (name, pool) in offices.items():
        yield Branch(f"hengyang-jiguan-zhibu-{n}", name, CITY, COMMITTEE, pool)
    for code in others[2:]:
        parent = "zhuhui" if f"{code}-zhibu" == MOVED_BRANCH else code
        yield Branch(f"{code}-zhibu", f"{DEPARTMENTS[code][0]}党支部", parent, COMMITTEE, (code,))


def _add_county(tree: Tree, county: County, n: int) -> None:
    company = f"{county.name}分公司"
    tree.units.append(NewUnit(county.slug, "county_company", company, OPENED, CITY, 100 + n))
    outlets = _outlets(county, extra=n < EXTRA_OUTLETS)
    tree.units += outlets
    tree.outlets += [outlet.code for outlet in outlets]
    superior = COMMITTEE
    if BRANCHES[county.slug] > 1:
        superior = _add_superior(tree, county, company)
    tree.branches += _county_branches(county, company, superior, outlets)


def _add_superior(tree: Tree, county: County, company: str) -> str:
    kind, slug, label = ("general_branch", "zongzhi", "党总支")
    if county.slug == WITH_COMMITTEE:
        kind, slug, label = ("party_committee", "dangwei", "党委")
    code = f"{county.slug}-{slug}"
    tree.units.append(NewUnit(code, kind, company + label, OPENED, county.slug, 1, party_superior=COMMITTEE))
    return code


def _county_branches(county: County, company: str, superior: str, outlets: Sequence[NewUnit]) -> Iterator[Branch]:
    """The first is that of the county's own office; the others are joint branches of a few outlets each."""
    shares = _shares(outlets, BRANCHES[county.slug])
    for n, share in enumerate(shares, start=1):
        serves = tuple(outlet.code for outlet in share)
        pool = (county.slug, *serves) if n == 1 else serves
        name = f"{company}党支部" if len(shares) == 1 else f"{company}机关党支部"
        if n > 1:
            name = f"{county.short}{_place(share[0].name)}片区联合党支部"
        yield Branch(f"{county.slug}-zhibu-{n}", name, county.slug, superior, pool, serves)


def _shares(outlets: Sequence[NewUnit], parts: int) -> list[list[NewUnit]]:
    """In order, as even as can be."""
    remaining = iter(outlets)
    whole, rest = divmod(len(outlets), parts)
    return [list(islice(remaining, whole + (n < rest))) for n in range(parts)]


def _outlets(county: County, *, extra: bool) -> list[NewUnit]:
    towns = [town for town in county.towns if not town.name.endswith("监狱")]
    named = [(f"outlet-{town.code}", _outlet_name(town.name)) for town in towns]
    if extra:
        named.append((f"outlet-{county.slug}", f"{county.short}中心邮政营业部"))
    return [NewUnit(code, "outlet", name, OPENED, county.slug, 100 + order) for order, (code, name) in enumerate(named)]


def _outlet_name(town: str) -> str:
    for ending, kind in (("街道", "邮政营业所"), ("瑶族乡", "邮政所"), ("镇", "邮政支局"), ("乡", "邮政所")):
        if town.endswith(ending):
            return town.removesuffix(ending) + kind
    return f"{town}邮政所"


def _place(outlet: str) -> str:
    return outlet.partition("邮政")[0].removesuffix("中心")
