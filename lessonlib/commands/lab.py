"""`lesson lab`: JupyterLab, opened at the start notebook."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from lessonlib.commands import CommandError

START = Path("notebooks", "00_start_here.ipynb")


def add_arguments(parser):
    """Choose where it listens; anything after ``--`` is handed to JupyterLab."""
    parser.add_argument("--no-browser", action="store_true", help="open none, print the address only")
    parser.add_argument("--ip", default="127.0.0.1", help="listen there; default: %(default)s, this computer alone")
    parser.add_argument("--port", help="listen there; default: the first that is free from 8888 on")
    parser.add_argument("options", nargs="*", metavar="OPTION", help="options for JupyterLab, after --")


def run(options):
    """Start JupyterLab in the course's folder, print its address, and stay until it is closed."""
    folder = course_folder()
    print(*_sentences(folder, options), "JupyterLab is starting …", sep="\n", flush=True)
    # The course's matrices are small: on them, BLAS threads wait for each other longer than they work.
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | os.environ
    begun = time.time()
    with subprocess.Popen(_command(folder, options), env=environment) as lab:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is JupyterLab's: it asks back, and then ends
        signal.signal(signal.SIGTERM, lambda *_: lab.terminate())
        if address := _address(lab, begun):
            print(f"\nThe course is at {address}\nTo end it, press Ctrl+C here, twice.", flush=True)
        return lab.wait()


def _sentences(folder, options):
    """Yield what is unusual here and good to know before JupyterLab says all the rest."""
    from lessonlib.environment import is_root, place

    if is_root():
        alone = options.ip == "127.0.0.1"
        who = "this computer alone can reach it" if alone else "whoever has its address can do everything here"
        yield f"You are root, so JupyterLab runs as root; it listens on {options.ip}: {who}."
    if not _opens_browser(options):
        yield "No browser is opened: open the address at the end in yours."
    name, note = place()
    if name:
        yield f"This is {name}: {note}."
    if not os.access(folder, os.W_OK):
        yield f"{folder} can't be written: JupyterLab opens, but cannot save. Copy the course, and start it there."


def _opens_browser(options):
    from lessonlib.environment import has_browser

    return not options.no_browser and has_browser()


def _command(folder, options):
    from lessonlib.environment import is_root

    settings = {
        "ServerApp.root_dir": folder,
        "ServerApp.log_level": "WARN",
        "ServerApp.ip": options.ip,
        "ServerApp.allow_root": is_root(),
        "LabApp.default_url": f"/lab/tree/{START.as_posix()}",
        "LabApp.open_browser": _opens_browser(options),
    }
    if options.port:
        settings["ServerApp.port"] = options.port
    if name := os.environ.get("CODESPACE_NAME"):  # whose pages come by way of a forwarded port
        domain = os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "app.github.dev")
        settings["ServerApp.allow_origin_pat"] = rf"https://{re.escape(name)}-\d+\.{re.escape(domain)}"
    flags = (f"--{key}={value}" for key, value in settings.items())
    return [sys.executable, "-m", "jupyterlab", *flags, *options.options]


def _address(lab, begun):
    """Wait for the note that a server leaves when it listens, and return the start notebook's address, or nothing."""
    from jupyter_core.paths import jupyter_runtime_dir

    while lab.poll() is None:
        for note in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
            if note.stat().st_mtime >= begun:
                server = json.loads(note.read_text(encoding="utf-8"))
                return f"{server['url']}lab/tree/{START.as_posix()}?token={server['token']}"
        time.sleep(0.2)
    return ""


def course_folder():
    """Return the folder that holds the notebooks: this one, one above it, or the one the package is in."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / START).is_file():
            return folder
    raise CommandError(f"{START} is neither here nor above. Change to the folder of the course first.")
