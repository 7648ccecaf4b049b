"""What a process that reads a stranger's file may use."""

import resource


def limit_process(*, seconds: int, megabytes: int) -> None:
    """No more processor time and memory for this process, no files written, no children, no memory image left
    behind."""
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_AS, megabytes * 1024 * 1024)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, wished: int) -> None:
    _soft, hard = resource.getrlimit(which)
    most = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
    resource.setrlimit(which, (most, most))
