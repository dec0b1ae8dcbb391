"""A small corpus in which places share wordings, for what the sample corpus has no case of."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine
from tests.sharing import settings_of

# Stands in four reports, in one of them a second time with another word.
FORMULA = (
    "建立健全行政执法公示、执法全过程记录、重大执法决定法制审核制度,做到执法行为过程信息全程记载、执法全过程可回溯管理、"
    "重大执法决定法制审核全覆盖,严格规范公正文明执法水平不断提高。"
)
RELATED = "行政执法案卷评查每年开展两次,对发现的执法程序问题逐案反馈,督促执法单位限期整改到位,执法质量稳步提升。"
REFORM = (
    "深化“放管服”改革,取消证明事项{count}项,推行容缺受理和告知承诺,企业开办时间压缩至{days}天以内,群众办事更加便利。"
)
SPACED = "坚持健全机制 推进治理,在镇街设立“蒙速办”ＡＰＰ服务点,由帮办员协助老年人办理社保、医保等高频事项{count}件。"
DISPUTES = "成立行政争议化解中心,对{count}件行政争议开展诉前调解,行政机关负责人带头出庭应诉,实现案结事了。"

REPORTS = {
    "郯城县2023年度法治政府建设情况报告": (
        "2024年2月1日",
        [FORMULA, DISPUTES.format(count=94), REFORM.format(count=21, days=3)],
    ),
    "郯城县2024年度法治政府建设情况报告": (
        "2025年2月6日",
        [DISPUTES.format(count=120) + "全县复议案件下降。", RELATED],
    ),
    "洛阳市2024年度法治政府建设情况报告": (None, [FORMULA, SPACED.format(count=310), REFORM.format(count=8, days=1)]),
    "榆林市榆阳区2022年度法治政府建设工作总结": ("2023年1月10日", [FORMULA, REFORM.format(count=8, days=1), RELATED]),
    "法治政府建设的几点思考": (None, [FORMULA, FORMULA.replace("严格", "切实")]),
}


def write_reports(folder: Path) -> None:
    """Write the corpus as files."""
    folder.mkdir()
    numerals = "一二三四五"
    for name, (date, paragraphs) in REPORTS.items():
        body = [f"({numerals[n]})做法之{numerals[n]}。\n\n{text}" for n, text in enumerate(paragraphs)]
        lines = [name, *([f"({date})"] if date else []), "一、主要做法", *body]
        (folder / f"{name}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def peers_settings(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Settings:
    """Settings whose index holds the small corpus."""
    return settings_of(tmp_path_factory.mktemp("peers"), models_dir)


@pytest.fixture(scope="session")
def peers(peers_settings: Settings, encoder: Encoder) -> Engine:
    """An engine over the small corpus."""
    folder = peers_settings.index.parent / "reports"
    write_reports(folder)
    build([folder], peers_settings, encoder=encoder)
    return Engine.open(chosen=peers_settings)
