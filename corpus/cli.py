"""What both command lines share: Chinese usage errors, one line for a failure, exit codes 0, 1, 2 and 130."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from corpus.errors import CanyueError

USAGE, FAILURE, INTERRUPTED = 2, 1, 130


def run(command: click.Command, program: str, arguments: Sequence[str] | None = None) -> int:
    """Run a click command and return its exit code; errors go to standard error as one Chinese line.

    :return: 0 done, 1 a failure, 2 a usage error, 130 interrupted.
    """
    try:
        result = command.main(args=arguments, prog_name=program, standalone_mode=False)
    except click.UsageError as error:
        return _fail(f"用法错误：{_in_chinese(error)}。用 {program} --help 查看用法", USAGE)
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


def _in_chinese(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"缺少参数 {name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 缺少值"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"参数 {name} 的值不对（{error.message.rstrip('.')}）"
    if "No such command" in error.message:
        return f"没有这个命令（{error.message.split()[-1].rstrip('.')}）"
    if "unexpected extra argument" in error.message:
        return "参数太多；带空格的查询请加引号"
    return error.message.rstrip(".")
