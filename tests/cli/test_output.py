"""Where reports go and how a run ends: devices, links, closed pipes, full disks, Ctrl-C."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("citecheck"))
GOOD = "fixtures/articles/sleep-tips.txt"
BAD = "fixtures/articles/pancreatic-cancer-genes.html"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return os.environ | {
        "CITECHECK_CACHE_FOLDER": str(tmp_path_factory.mktemp("cache")),
        "CITECHECK_SOURCE": str(ROOT / "fixtures/pubmed"),
    }


def shell(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = ["bash", "-o", "pipefail", "-c", line.replace("citecheck ", f"{COMMAND} ")]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_device_is_written_through(environment: dict[str, str], tmp_path: Path) -> None:
    # Never the machine's own /dev/null: a fault here would replace it by a file.
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        device.write_text("x")
    except OSError:
        pytest.skip("only root may make a device")
    done = shell(f"citecheck check {GOOD} -o {device}", environment)
    assert done.returncode == 0
    assert stat.S_ISCHR(device.stat().st_mode)


def test_a_pipe_with_a_name_is_written_through(environment: dict[str, str], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = shell(f"cat {pipe} & citecheck check {GOOD} --format json -o {pipe}; wait", environment)
    assert '"schema_version": 1' in done.stdout
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_hyphen_is_standard_output(environment: dict[str, str], tmp_path: Path) -> None:
    done = shell(f"cd {tmp_path} && citecheck check {ROOT / GOOD} --format json -o -", environment)
    assert '"schema_version": 1' in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_link_and_permissions_are_kept(environment: dict[str, str], tmp_path: Path) -> None:
    held, link = tmp_path / "held.json", tmp_path / "link.json"
    held.write_text("old")
    held.chmod(0o600)
    link.symlink_to(held)
    shell(f"citecheck check {GOOD} --format json -o {link}", environment)
    assert link.is_symlink()
    assert "schema_version" in held.read_text()
    assert stat.S_IMODE(held.stat().st_mode) == 0o600


@pytest.mark.parametrize(("article", "code"), [(GOOD, 0), (BAD, 1)])
@pytest.mark.parametrize("reader", ["true", "head -c 10"])
def test_a_closed_pipe_does_not_change_the_verdict(
    article: str, code: int, reader: str, environment: dict[str, str]
) -> None:
    done = shell(f"citecheck check {article} -v | {reader}", environment)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said(environment: dict[str, str]) -> None:
    done = shell(f"citecheck check {GOOD} --format json > /dev/full", environment)
    assert (done.returncode, "No space left on device" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_an_interrupt_that_python_drops_is_not_lost() -> None:
    script = """
import signal, sys, time
from citecheck.__main__ import interrupt_again
class Dropping:
    def __del__(self):
        raise KeyboardInterrupt
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.unraisablehook = interrupt_again
try:
    Dropping()
    time.sleep(20)
except KeyboardInterrupt:
    print("once more")
"""
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("once more\n", "")


@pytest.mark.parametrize("hundredths", range(0, 40, 4))
def test_an_interrupt_at_any_moment_ends_quietly(hundredths: int, environment: dict[str, str]) -> None:
    # From the entry point's first line on: the interpreter's own start is not ours.
    begun = "import sys; sys.stderr.write('begun'); sys.stderr.flush()\n"
    script = f"{begun}from citecheck.__main__ import main\nmain()"
    words = [sys.executable, "-c", script, "check", BAD]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        assert running.stderr is not None
        assert running.stderr.read(5) == b"begun"
        time.sleep(0.02 + hundredths / 100)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read().decode()
        ended = running.wait()
    assert "Traceback" not in said
    assert ended in (130, 1, 3), said


def test_a_machines_report_leaves_the_last_line_to_standard_error(environment: dict[str, str]) -> None:
    """Takes its time: a stream is seen from outside, by one process for each of ten formats."""
    for name in ("json", "jsonl", "csv", "sarif", "junit", "gitlab", "markdown", "html"):
        done = shell(f"citecheck check {BAD} --format {name}", environment)
        assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "FAILED: 1 retracted"), name
    for name in ("terminal", "github"):
        done = shell(f"citecheck check {BAD} --format {name}", environment)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "FAILED: 1 retracted"), name


def test_completion_offers_files(environment: dict[str, str]) -> None:
    asked = environment | {
        "_CITECHECK_COMPLETE": "bash_complete",
        "COMP_WORDS": "citecheck check fix",
        "COMP_CWORD": "2",
    }
    assert shell("citecheck ", asked).stdout == "file,fix\n"


def test_help_begins_with_what_people_need(environment: dict[str, str]) -> None:
    shown = shell("citecheck check --help", environment).stdout
    assert (
        shown.index("--source")
        < shown.index("--format")
        < shown.index("--baseline")
        < shown.index("--offline")
    )


def test_the_demo_fits_one_screen(environment: dict[str, str]) -> None:
    lines = shell("citecheck check fixtures/articles --exit-zero", environment).stdout.splitlines()
    assert len(lines) <= 60
    assert "RETRACTED" in lines[1]
    assert not [line for line in lines if " bits" in line]
