"""What learners do to notebooks, in one kernel: out of order, a cell that is no Python, an interrupt, a restart."""

import asyncio
import os

import pytest
from jupyter_client.manager import start_new_async_kernel

OWN = "def f_beta(y_true, y_pred, beta):\n    return 0.5"
CURVE = '{"1": 0.9, "2": 0.7, "5": 0.4}'
ASK = 'predict("t/curve", "Draw?", Sketch(["1", "2", "5"], "weight", "precision"))'


class Kernel:
    """A real kernel: `run` returns what a cell says, as text, its error included; `restart` forgets all names."""

    def __init__(self, loop):
        self.loop = loop
        self.manager, self.client = loop.run(start_new_async_kernel(env=dict(os.environ)))

    def run(self, cell, interrupt=False):
        """Run a cell; with `interrupt` it is interrupted once it has printed something."""
        return self.loop.run(self._run(cell, interrupt))

    async def _run(self, cell, interrupt):
        said = []

        def hear(message):
            kind, content = message["msg_type"], message["content"]
            said.append(content.get("text") or content.get("data", {}).get("text/plain") or _error(kind, content))
            if interrupt and kind == "stream":
                interrupting.append(asyncio.create_task(self.manager.interrupt_kernel()))

        interrupting = []
        await self.client.execute_interactive(cell, output_hook=hear, timeout=120)
        return "\n".join(filter(None, said))

    def restart(self):
        self.loop.run(self.manager.restart_kernel(now=True))
        self.loop.run(self.client.wait_for_ready(timeout=60))

    def end(self):
        self.client.stop_channels()
        self.loop.run(self.manager.shutdown_kernel(now=True))


def _error(kind, content):
    return f"{content['ename']}: {content['evalue']}" if kind == "error" else ""


@pytest.fixture(scope="module")
def kernel():
    with asyncio.Runner() as loop:  # closed at the end, with all its sockets
        started = Kernel(loop)
        yield started
        started.end()


@pytest.fixture(autouse=True)
def _imported(kernel):
    kernel.run("from lessonlib import Sketch, check, predict, reveal")


def test_a_check_before_its_functions_cell_names_the_function(kernel):
    kernel.run("globals().pop('f_beta', None)")
    assert "NameError: name 'f_beta' is not defined" in kernel.run("check(f_beta)")
    assert kernel.run(f"{OWN}\ncheck(f_beta)").startswith("Not yet: f_beta")


def test_after_a_cell_that_is_no_python_the_older_function_is_not_judged(kernel):
    kernel.run(OWN)
    assert "SyntaxError" in kernel.run("def f_beta(y_true, y_pred, beta:\n    return 1.0")
    said = kernel.run("check(f_beta)")
    assert said.startswith("Cannot check f_beta.")
    assert "The last cell that defines it is no Python (line 1: " in said
    assert kernel.run(f"{OWN}\ncheck(f_beta)").startswith("Not yet: f_beta")


def test_an_interrupted_check_can_be_run_again(kernel):
    slow = "def f_beta(y_true, y_pred, beta):\n    print('slow')\n    while True: pass"
    said = kernel.run(f"{slow}\nprint('running', flush=True)\ncheck(f_beta)", interrupt=True)
    assert said.splitlines()[-1].startswith("KeyboardInterrupt")
    assert kernel.run(f"{OWN}\ncheck(f_beta)").startswith("Not yet: f_beta")


def test_an_outcome_before_its_prediction_and_after_a_restart(kernel):
    nothing = "No drawing was committed here."
    assert kernel.run(f'reveal("t/curve", {CURVE})') == f"The outcome is “0.90, 0.70, 0.40”. {nothing}"
    for _time in ("first", "run again"):
        assert kernel.run(ASK).startswith("Draw?")
        assert kernel.run(f'reveal("t/curve", {CURVE})') == f"The outcome is 0.90, 0.70, 0.40. {nothing}"
    kernel.run(f'card = {ASK}\ncard.answers = {{"t/curve": {{"option": "0.90, 0.90, 0.40", "confidence": None}}}}')
    kernel.restart()
    assert "NameError: name 'reveal' is not defined" in kernel.run(f'reveal("t/curve", {CURVE})')
    said = kernel.run(f'from lessonlib import reveal\nreveal("t/curve", {CURVE})')
    assert "It is farthest off at 2: 0.90 drawn, 0.70 true." in said
    assert kernel.run(f"from lessonlib import Sketch, predict\nprint({ASK}.closed)") == "True\n"
