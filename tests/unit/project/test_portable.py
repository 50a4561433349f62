# SPDX-License-Identifier: Apache-2.0
"""Nothing in the package asks Windows for what only POSIX has, unless it looks first."""

from __future__ import annotations

import ast
from itertools import pairwise

import pytest

_NAMES = {
    "os": """
        WNOHANG chown chroot confstr ctermid fchdir fchmod fchown fork forkpty getegid geteuid getgid getgroups
        getloadavg getpgid getpgrp getpriority getresuid getsid getuid getxattr initgroups killpg lchown lockf major
        mkfifo mknod nice openpty pathconf pipe2 posix_fadvise posix_fallocate posix_spawn pread pwrite
        sched_getaffinity sched_setaffinity sched_yield sendfile setegid seteuid setgid setpgid setpriority setsid
        setuid setxattr statvfs sync sysconf tcgetpgrp uname wait wait3 wait4 waitid
        O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK
        kill rename symlink""",
    "signal": """
        SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH alarm pause
        pthread_kill pthread_sigmask setitimer sigpending sigwait siginterrupt""",
}
"""The last three of `os` are there on Windows, but `kill` ends the process with any signal, `rename` does not replace,
and `symlink` needs rights."""
_ATTRIBUTES = {module: names.split() for module, names in _NAMES.items()}
_MODULES = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
_METHODS = {"rename", "symlink_to", "mkfifo"}
"""Of paths: `rename` fails on Windows where its target is there; `replace` does not."""
_PLACES = ("/proc", "/dev", "/tmp", "/etc", "/sys")  # noqa: S108 - looked for, not used
_GUARDS = {"ImportError", "AttributeError", "OSError", "ModuleNotFoundError"}


def findings(source):
    """Unguarded POSIX, as (line, name)."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return sorted(
        (node.lineno, name)
        for node in ast.walk(tree)
        for name in posix_names(node, above)
        if not is_guarded(node, above)
    )


def posix_names(node, above):
    if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES.get(ast.unparse(node.value), ()):
        yield ast.unparse(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        yield f".{node.func.attr}()"
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in _MODULES)
    if isinstance(node, ast.ImportFrom):
        full = {f"{node.module}.{alias.name}" for alias in node.names}
        yield from full & {f"{module}.{name}" for module, names in _ATTRIBUTES.items() for name in names}
        yield from {node.module} & _MODULES
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not isinstance(above[node], ast.Expr):
        yield from (node.value for place in _PLACES if node.value == place or node.value.startswith(f"{place}/"))


def is_guarded(node, above):
    """Below a condition or in a `try` that looks whether it is there, or after such a condition that returns."""
    chain = [node]
    while chain[-1] in above:
        chain.append(above[chain[-1]])
    for child, parent in pairwise(chain):
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test and asks(parent.test):
            return True
        if isinstance(parent, ast.BoolOp) and any(asks(value) for value in parent.values if value is not child):
            return True
        if isinstance(parent, ast.Try) and child in parent.body and any(map(catches, parent.handlers)):
            return True
        if isinstance(parent, ast.FunctionDef) and any(map(leaves, parent.body)):
            return True
    return False


def asks(test):
    text = ast.unparse(test)
    return "hasattr(" in text or "sys.platform" in text or "os.name" in text


def catches(handler):
    return bool({node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} & _GUARDS)


def leaves(statement):
    """`if there is none: return`, or an import that is tried and, if it fails, returned from."""
    if isinstance(statement, ast.If):
        return asks(statement.test) and isinstance(statement.body[-1], ast.Return)
    imports = isinstance(statement, ast.Try) and all(isinstance(part, ast.Import) for part in statement.body)
    return imports and all(isinstance(handler.body[-1], ast.Return) for handler in statement.handlers)


def test_portable_no_unguarded_posix_in_the_package(root):
    files = sorted((root / "ocr_kh").rglob("*.py"))
    assert len(files) > 100
    found = [
        f"{file.relative_to(root)}:{line} {name}"
        for file in files
        for line, name in findings(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import os\nos.killpg(1, 9)", ["os.killpg"]),
        ("import os\nif hasattr(os, 'killpg'):\n    os.killpg(1, 9)", []),
        ("import os\nif x:\n    os.nice(1)", ["os.nice"]),
        ("import os\nif nice and hasattr(os, 'nice'):\n    os.nice(1)", []),
        ("import signal\nsignal.signal(signal.SIGTERM, f)\nsignal.signal(signal.SIGHUP, f)", ["signal.SIGHUP"]),
        ("from signal import SIGKILL", ["signal.SIGKILL"]),
        ("import fcntl", ["fcntl"]),
        ("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None", []),
        ("try:\n    import fcntl\nexcept ValueError:\n    pass", ["fcntl"]),
        ("def f():\n    if os.name == 'nt':\n        return\n    os.kill(1, 0)", []),
        ("path.rename(other)", [".rename()"]),
        ("path.replace(other)", []),
        ("open('/proc/self/stat')", ["/proc/self/stat"]),
        ("try:\n    open('/proc/self/stat')\nexcept OSError:\n    pass", []),
    ],
)
def test_portable_what_is_found(source, names):
    assert [name for _, name in findings(source)] == names
