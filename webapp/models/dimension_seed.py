"""The dimensions every office starts with (spec §3). The office edits them; seeding again never overwrites."""

from webapp.models.dimension import Dimension, DimensionValue

# (slug, label, hue, extra columns); the cadence in days is the strictest the sources name (R-CADENCE)
DIMENSIONS = (
    (
        "stage",
        "合作阶段",
        [
            (
                "potential",
                "潜在客户",
                "ink",
                {
                    "outcome": "entry",
                    "cadence_days": 7,
                    "stay_limit": 20,
                    "definition": "有接触、尚未表明明确需求的客户",
                    "strategy": "每周至少联系一次，弄清需求与决策人",
                },
            ),
            (
                "intent",
                "意向客户",
                "gamboge",
                {
                    "cadence_days": 7,
                    "stay_limit": 20,
                    "definition": "已表明需求、正在比较或等待审批的客户",
                    "strategy": "针对异议给资料与方案，推进到报价",
                },
            ),
            (
                "deal",
                "成交客户",
                "malachite",
                {
                    "outcome": "won",
                    "cadence_days": 30,
                    "definition": "已下单或签约的客户",
                    "strategy": "保证交付与回访，超过三个月无订单即预警",
                },
            ),
            (
                "lost",
                "流失客户",
                "rouge",
                {
                    "outcome": "lost",
                    "asks_reason": True,
                    "definition": "明确不再合作或长期失去联系的客户",
                    "strategy": "记下原因，按季度做一次挽回尝试",
                },
            ),
        ],
    ),
    (
        "sales-tracking",
        "销售跟踪",
        [
            ("target", "目标及意向客户", "gamboge", {"outcome": "entry", "definition": "有目标或意向、尚未购买的客户"}),
            ("new", "新签客户", "indigo", {"outcome": "won", "definition": "首次购买的客户"}),
            (
                "long-term",
                "长期客户",
                "malachite",
                {"outcome": "won", "definition": "签订长期合同或确认长期购买的客户"},
            ),
        ],
    ),
    (
        "value",
        "客户价值",
        [
            ("high", "高价值", "cinnabar", {"cadence_days": 30, "definition": "近 12 个月金额 10 万元及以上"}),
            (
                "medium",
                "中价值",
                "gamboge",
                {"cadence_days": 90, "definition": "近 12 个月金额 5 万元及以上、不足 10 万元"},
            ),
            ("low", "低价值", "ink", {"cadence_days": 90, "definition": "近 12 个月金额不足 5 万元"}),
        ],
    ),
    (
        "relationship",
        "关系分类",
        [
            (
                "core",
                "核心客户",
                "cinnabar",
                {
                    "cadence_days": 30,
                    "definition": "年采购 10 万元及以上或占团队销售额 20% 及以上，合作一年以上，复购率 80% 及以上",
                },
            ),
            (
                "key",
                "重点客户",
                "gamboge",
                {"cadence_days": 15, "definition": "年采购 5–10 万元，合作 6–12 个月，有明确复购计划"},
            ),
            (
                "ordinary",
                "普通客户",
                "indigo",
                {"cadence_days": 30, "definition": "年采购不足 5 万元，合作 6 个月以内，偶尔采购"},
            ),
            (
                "prospect",
                "潜在客户",
                "ink",
                {"outcome": "entry", "cadence_days": 7, "definition": "尚未成交，需求明确，三个月内接触两次及以上"},
            ),
        ],
    ),
    (
        "grade",
        "需求等级",
        [
            (
                "a",
                "A类",
                "cinnabar",
                {
                    "cadence_days": 7,
                    "lead_role": "销售经理主导、产品专家协同",
                    "definition": "紧急、重要、匹配三项中两项及以上为 A，且没有 C",
                },
            ),
            ("b", "B类", "gamboge", {"cadence_days": 14, "lead_role": "销售代表", "definition": "A 类、C 类以外"}),
            (
                "c",
                "C类",
                "indigo",
                {"cadence_days": 30, "lead_role": "行业资讯为主", "definition": "三项中两项及以上为 C"},
            ),
        ],
    ),
    (
        "category",
        "客户类别",
        [
            ("ready", "准客户", "malachite", {"definition": "需求明确，一个月内"}),
            ("intent", "意向客户", "gamboge", {"definition": "有需求但不急"}),
            ("good-potential", "优质潜在客户", "indigo", {"definition": "关系好，需求尚不明确"}),
            ("potential", "一般潜在客户", "ink", {"outcome": "entry", "definition": "关系一般或无决定权"}),
        ],
    ),
    (
        "status",
        "状态标签",
        [
            ("active", "活跃", "malachite", {}),
            ("dormant", "沉睡", "gamboge", {"definition": "三个月无互动"}),
            ("lost", "流失", "rouge", {"outcome": "lost", "asks_reason": True}),
            ("potential", "潜在", "ink", {"outcome": "entry"}),
        ],
    ),
    (
        "frequency",
        "互动频率",
        [
            ("high", "高频", "malachite", {"definition": "近四周每周至少一次"}),
            ("medium", "中频", "gamboge", {"definition": "每月至少两次"}),
            ("low", "低频", "ink", {"definition": "每月不足两次"}),
        ],
    ),
    ("project-node", "项目状态", []),
)
COMPUTED = {"frequency"}


def seed_dimensions() -> None:
    """Create what is missing; whatever the office has changed stays."""
    for position, (slug, label, values) in enumerate(DIMENSIONS):
        dimension, is_new = Dimension.get_or_create(
            slug=slug, defaults={"label": label, "position": position, "is_computed": slug in COMPUTED}
        )
        if is_new:
            _seed_values(dimension, values)


def _seed_values(dimension: Dimension, values: list) -> None:
    for position, (slug, label, hue, extra) in enumerate(values):
        DimensionValue.create(dimension=dimension, slug=slug, label=label, hue=hue, position=position, **extra)
