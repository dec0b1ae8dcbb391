"""What both command lines share: Chinese usage errors, one line for a failure, exit codes 0, 1, 2 and 130."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from corpus.errors import CanyueError

USAGE, FAILURE, INTERRUPTED = 2, 1, 130

# click's own words in help pages; it has no Chinese catalogue of its own.
_HELP_WORDS = {
    "Usage:": "用法：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "Show this message and exit.": "显示这个帮助",
    "[default: ": "[默认 ",
}

_BAD_VALUES = (
    (re.compile(r"(\S+) is not in the range (.+?)\.?$"), r"\1 不在范围 \2 之内"),
    (re.compile(r"'(.*)' is not a valid integer"), r"“\1”不是整数"),
    (re.compile(r"'(.*)' is not one of (.+?)\.?$"), r"“\1”不在可选的 \2 之中"),
)


class ChineseCommand(click.Command):
    """A command whose help page is Chinese throughout."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(click.Group):
    """A group of commands whose help pages are Chinese throughout."""

    command_class = ChineseCommand

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return in_chinese(super().get_help(ctx))


def in_chinese(page: str) -> str:
    """Translate the words click itself puts into a help page."""
    for english, chinese in _HELP_WORDS.items():
        page = page.replace(english, chinese)
    return page


def run(command: click.Command, program: str, arguments: Sequence[str] | None = None) -> int:
    """Run a click command and return its exit code; errors go to standard error as one Chinese line.

    :return: 0 done, 1 a failure, 2 a usage error, 130 interrupted.
    """
    try:
        result = command.main(args=arguments, prog_name=program, standalone_mode=False)
    except click.UsageError as error:
        return _fail(f"用法错误：{_usage_error(error)}。用 {program} --help 查看用法", USAGE)
    except click.exceptions.Exit as error:
        return error.exit_code
    except CanyueError as error:
        return _fail(str(error), FAILURE)
    except ValidationError as error:
        wrong = "；".join(f"{'.'.join(map(str, item['loc']))} = {item['input']!r}" for item in error.errors())
        return _fail(f"设置有误：{wrong}。请检查 FAZHI_ 开头的环境变量和 fazhi.toml", FAILURE)
    except (click.Abort, KeyboardInterrupt):
        return _fail("已中断，原来的索引没有变", INTERRUPTED)
    except BrokenPipeError:
        return 0
    return result if isinstance(result, int) else 0


def _fail(message: str, code: int) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return code


def _usage_error(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"缺少参数 {name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 缺少值"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        return f"{name} 的值不对，{_bad_value(error.message)}"
    if "No such command" in error.message:
        return f"没有这个命令（{error.message.split()[-1].rstrip('.')}）"
    if "unexpected extra argument" in error.message:
        return "参数太多；带空格的查询请加引号"
    return error.message.rstrip(".")


def _bad_value(message: str) -> str:
    """Translate what click says of a value of the wrong type."""
    for pattern, chinese in _BAD_VALUES:
        match = pattern.search(message)
        if match:
            return match.expand(chinese)
    return message.rstrip(".")
