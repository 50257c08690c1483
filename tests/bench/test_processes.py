import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from plugins.bench.processes import Ended, Limits, run_process

LONG = Limits(seconds=20)


def run(code: str, limits: Limits = LONG, **variables: str) -> Ended:
    return run_process([sys.executable, "-c", code], limits, variables)


def test_an_exit_code_is_told() -> None:
    assert run("import sys; sys.exit(3)").code == 3
    assert "exit code 3" in run("import sys; sys.exit(3)").reason


def test_what_it_says_last_is_kept_and_no_more() -> None:
    ended = run("import sys; sys.stderr.write('x' * 5_000_000 + 'the end')")
    assert ended.said.endswith("xthe end")
    assert len(ended.said) < 100_000


def test_much_output_is_thrown_away() -> None:
    assert run("print('x' * 50_000_000)").code == 0


def test_output_goes_to_a_file_that_is_asked_for(tmp_path: Path) -> None:
    run_process([sys.executable, "-c", "print('here')"], LONG, {}, out=tmp_path / "out")
    assert (tmp_path / "out").read_text() == "here\n"


def test_a_process_that_takes_too_long_is_killed() -> None:
    start = time.monotonic()
    ended = run("while True: pass", Limits(seconds=0.5))
    assert ended.is_late
    assert time.monotonic() - start < 5


def test_what_it_started_is_killed_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid))\n"
        "while True: pass\n"
    )
    run(code, Limits(seconds=1.5))
    pid = int((tmp_path / "pid").read_text())
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """A child that nobody waited for stays as a zombie."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


def test_a_child_that_goes_on_holds_nobody_up() -> None:
    code = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    )
    start = time.monotonic()
    assert run(code).code == 0
    assert time.monotonic() - start < 10


def test_a_crash_is_named() -> None:
    ended = run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert ended.code == -signal.SIGSEGV
    assert ended.reason == "it crashed: SIGSEGV"


def test_a_killed_process_may_have_run_out_of_memory() -> None:
    ended = run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert "memory" in ended.reason


@pytest.mark.skipif(sys.platform != "linux", reason="others have no such limit")
def test_memory_is_limited() -> None:
    code = (
        "import time; time.sleep(0.3); x = bytearray(3_000_000_000)"  # it is limited from outside
    )
    ended = run(code, Limits(seconds=20, memory_mb=1000))
    assert ended.code == 1
    assert "MemoryError" in ended.said


@pytest.mark.skipif(sys.platform != "linux", reason="others have no such limit")
def test_one_that_nobody_waits_for_ends_by_itself() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0] > 0)"
    assert run(f"{code}\nimport time; time.sleep(0.1); {code}").code == 0


def test_variables_that_could_change_a_number_do_not_reach_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("PYTHON_GIL", "1")
    code = (
        "import os, sys\n"
        "sys.exit('MORE' not in os.environ or any(n.startswith('PYTHON') for n in os.environ))"
    )
    assert run(code, MORE="1").code == 0


def test_it_runs_in_an_empty_folder_that_is_gone_afterwards(tmp_path: Path) -> None:
    note = tmp_path / "note"
    run(f"import os; open('file', 'w'); open({str(note)!r}, 'w').write(os.getcwd())")
    assert not Path(note.read_text()).exists()
    assert Path(note.read_text()) != Path.cwd()


def test_ctrl_c_kills_what_runs(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"

    def interrupt() -> None:
        while not (pid_file.is_file() and pid_file.read_text()):
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        run(code)
    assert not is_running(int(pid_file.read_text()))
