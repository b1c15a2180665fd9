"""What template.yaml allows and no test used, of all processes of a run together: it needs a reason there, or it goes.

The tests of the functions are the measure. Where only some of them ran, or one failed, nothing is judged.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.functions.grants import Grant

_MEASURE = Path(__file__).parent / "functions"
_PLACE = ("template.yaml", 0, "permissions that no test used have a reason")


class Recorder:
    """In a worker it leaves what was used with whoever started it; there, or where all is one process, it judges."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._files: set[Path] = set()
        self._is_whole = True
        self._used: set[str] = set()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._files = {item.path for item in session.items}

    def pytest_deselected(self) -> None:
        self._is_whole = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is done."""
        left = getattr(node, "workeroutput", {}).get("permissions")
        if left is None:
            self._is_whole = False
        else:
            self._used |= set(left["used"])
            self._files |= set(map(Path, left["files"]))
            self._is_whole &= left["is_whole"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self._saw_functions():
            from tests.functions import roles  # noqa: PLC0415 - only where they ran: it imports every function

            self._used |= {str(one) for one in roles.used}
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput["permissions"] = {
                "used": sorted(self._used),
                "files": sorted(map(str, self._files)),
                "is_whole": self._is_whole,
            }
        elif exitstatus == pytest.ExitCode.OK and self._has_measured():
            self._judge(session)

    def _saw_functions(self) -> bool:
        return any(one.is_relative_to(_MEASURE) for one in self._files)

    def _has_measured(self) -> bool:
        """Every test of every file."""
        names_tests = any("::" in argument for argument in self._config.args)
        return self._is_whole and not names_tests and set(_MEASURE.glob("test_*.py")) <= self._files

    def _judge(self, session: pytest.Session) -> None:
        """As if it were one more test, so that the summary counts it."""
        wrong = problems(self._used)
        report = pytest.TestReport(
            nodeid="::".join((_PLACE[0], _PLACE[2])),
            location=_PLACE,
            keywords={},
            outcome="failed" if wrong else "passed",
            longrepr="\n".join(wrong) or None,
            when="call",
        )
        self._config.hook.pytest_runtest_logreport(report=report)
        if wrong:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def problems(used: Iterable[str]) -> list[str]:
    """used: grants as text."""
    from tests.functions import grants  # noqa: PLC0415 - as above

    done, everywhere = set(used), reasons_of(grants.template())
    found = []
    for function in grants.functions_of_template():
        own = reasons_of(grants.role_of(function))
        unused = [one for one in grants.granted(function) if str(one) not in done]
        found += [
            f"{one}: no test used it. Take it away, or give the reason under Metadata of the role."
            for one in unused
            if not any(is_for(reason, one) for reason in (*own, *everywhere))
        ]
        found += [
            f"{function} {reason}: used, or not allowed at all. Take its reason away."
            for reason in own
            if not any(is_for(reason, one) for one in unused)
        ]
    return found


def is_for(reason: str, grant: "Grant") -> bool:
    """A reason is given for an action, or for it on one resource, each with * for anything."""
    wanted = reason if " " in reason else f"{reason} *"
    return fnmatchcase(f"{grant.action} {grant.resource}", wanted)


def reasons_of(part: Mapping[str, Any]) -> dict[str, str]:
    """Of a role, or of the whole template for what goes for every role."""
    reasons: dict[str, str] = part.get("Metadata", {}).get("UnusedByTests", {})
    return reasons
