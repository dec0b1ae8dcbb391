"""Writes ``docs/commands.md`` from the commands' own help: ``python -m bench.commands``."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.settings import PROJECT

PAGE = PROJECT / "docs" / "commands.md"
_WIDTH = 100


def page() -> str:
    """Return the page as it should be."""
    from indexer.__main__ import main as indexer
    from search.__main__ import main as search

    parts = ["# 命令\n\n由 `python -m bench.commands` 从程序自身的帮助生成，测试会核对。\n"]
    for program, command in (("python -m search", search), ("python -m indexer", indexer)):
        parts.append(_section(program, command))
        if isinstance(command, click.Group):
            parts.extend(_section(f"{program} {name}", sub) for name, sub in sorted(command.commands.items()))
    return "\n".join(parts)


def _section(program: str, command: click.Command) -> str:
    context = click.Context(command, info_name=program, max_content_width=_WIDTH, terminal_width=_WIDTH)
    return f"## {program}\n\n```\n{command.get_help(context)}\n```\n"


def main(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
