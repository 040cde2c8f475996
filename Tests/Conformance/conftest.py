"""One program and one world for all tests of a worker; a test that stops or kills has a program of its own."""

import collections
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from harness.endpoint import make_authority  # noqa: E402
from harness.server import Server  # noqa: E402
from harness.world import World  # noqa: E402

# Most tests wait, for a program or while people talk, so that workers, each with a program and a world of its own, run beside
# each other. The tests of these files need nothing but a world and go to whichever worker is free; those of any other file stay
# together, since they share what their file makes.
SPREAD = {"test_operations.py", "test_constraints.py"}
# The files whose tests wait longest begin first, and the tests that are spread fill what is left of the workers' time.
ORDER = ["no_trace", "voice/", "contacts/", "test_"]
# These count what fits into a moment: nothing may run beside them.
ALONE = {"test_rates.py", "test_processes.py", "test_keep_down.py", "test_deposit_queue.py", "contacts/test_kill.py"}


def pytest_configure(config):
    config.addinivalue_line("markers", "alone: nothing else may run beside it; `-m alone` and `-m 'not alone'` are all tests")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        name = item.path.relative_to(HERE).as_posix()
        if name in ALONE:
            item.add_marker(pytest.mark.alone)
        if name not in SPREAD:
            item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=turn)


def turn(item):
    name = item.path.relative_to(HERE).as_posix()
    return len(ORDER) if name in SPREAD else next(place for place, part in enumerate(ORDER) if part in name)


def pytest_terminal_summary(terminalreporter):
    """Where the time goes: by file, set-ups and all."""
    seconds = collections.Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.split("::")[0]] += report.duration
    terminalreporter.write_line("slowest files: " + ", ".join(
        f"{name.removeprefix('Tests/Conformance/')} {sum_:.0f} s" for name, sum_ in seconds.most_common(40)))


@pytest.fixture(scope="session")
def server():
    server = Server().start("--telephony-adapter")
    yield server
    running = server.is_running
    log = (server.data / "serve.log").read_text()
    server.close()
    assert running, f"the program did not survive the tests:\n{log[-4000:]}"


@pytest.fixture(scope="session")
def world(server):
    return World(server)


@pytest.fixture(autouse=True)
def clean_up(request):
    yield
    if "world" in request.fixturenames:
        request.getfixturevalue("world").clean_up()


@pytest.fixture(scope="module")
def module_server():
    """For files whose tests change who may do what, or who is told."""
    server = Server().start()
    yield server
    server.close()


@pytest.fixture
def own_server():
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate for localhost that is its own authority."""
    return make_authority(tmp_path_factory.mktemp("tls"))
