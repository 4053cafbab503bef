"""The downloads of eight platforms, made from the same hand-ins: each as the platform lays it out, no file renamed.

A hand-in is (student, file name, content); the same student may hand in again.
"""

import re
import zipfile
from pathlib import Path

WHEN = "2026-11-{day:02d} 10:00:00"


class Student:
    """A student as platforms know them."""

    def __init__(self, first, last, number):
        self.name, self.number = f"{first} {last}", number
        self.login, self.sortable = f"{first[0]}{last}".lower(), re.sub(r"\W", "", f"{last}{first}".lower())


ADA, BOB, CYD = Student("Ada", "Lovelace", 1234567), Student("Bob", "O'Neil", 1234568), Student("Çyd", "Ünal", 1234569)


def _by_student(hand_ins):
    found = {}
    for student, name, content in hand_ins:
        found.setdefault(student, []).append((name, content))
    return found


def moodle(hand_ins):
    """Return {path: content} of "Download all submissions", in folders."""
    return {f"{one.name}_{one.number}_assignsubmission_file_/{name}": content for one, name, content in hand_ins}


def moodle_flat(hand_ins):
    """Return {path: content} of the same without folders."""
    return {f"{one.name}_{one.number}_assignsubmission_file_{name}": content for one, name, content in hand_ins}


def moodle_groups(hand_ins):
    """Return {path: content} of a team's submission: every member has the team's file."""
    members = {one for one, _, _ in hand_ins}
    return {
        f"Team A-{one.name}_{one.number}_assignsubmission_file/{name}": content
        for one in members
        for _, name, content in hand_ins[:1]
    }


def canvas(hand_ins):
    """Return {path: content} of `submissions.zip`; whoever hands in again gets a number."""
    files, times = {}, {}
    for attachment, (one, name, content) in enumerate(hand_ins, start=678910):
        again = times[one] = times.get(one, -1) + 1
        stem, _, ending = name.rpartition(".")
        late = "LATE_" if one is BOB else ""
        files[f"{one.sortable}_{late}{one.number}_{attachment}_{stem}{f'-{again}' if again else ''}.{ending}"] = content
    return files


def blackboard(hand_ins):
    """Return {path: content} of a column's download: each attempt with a `.txt`."""
    files = {}
    for day, (one, name, content) in enumerate(hand_ins, start=1):
        time = WHEN.format(day=day).replace(" ", "-").replace(":", "-")
        work = f"gradebook_CS-101_Exercise_3_{one.login}_attempt_{time}"
        files[f"{work}.txt"] = (
            f"Name: {one.name} ({one.login})\nAssignment: Exercise 3\n\nComments:\nName: Eve (eve)\n".encode()
        )
        files[f"{work}_{name}"] = content
    return files


def gradescope(hand_ins):
    """Return {path: content} of "Export submissions"."""
    files, lines = {}, ["---"]
    for number, (one, found) in enumerate(_by_student(hand_ins).items(), start=300000):
        name = one.name.replace("'", "''")
        lines += [f"submission_{number}:", "  :submitters:", f"  - :name: '{name}'", f"    :sid: '{one.number}'"]
        lines += [
            f"    :email: {one.login}@example.org",
            f"  :created_at: {WHEN.format(day=3)}.123456789 Z",
            "  :score: 0.0",
        ]
        lines += [
            "  :history:",
            "  - :id: 1",
            f"    :created_at: {WHEN.format(day=1)} Z",
            "    :submitters:",
            "    - :name: Eve",
        ]
        files |= {f"assignment_42_export/submission_{number}/{file}": content for file, content in found[-1:]}
    return {**files, "assignment_42_export/submission_metadata.yml": "\n".join(lines).encode()}


def github(hand_ins):
    """Return {path: content} of `gh classroom clone student-repos`: the course's folder in each."""
    lesson = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'
    files = {}
    for one, name, content in hand_ins:
        at = f"smote-submissions/smote-{one.login}"
        files |= {f"{at}/.git/HEAD": b"ref: refs/heads/main", f"{at}/README.md": b"# SMOTE"}
        files |= {f"{at}/notebooks/05_smote.ipynb": lesson, f"{at}/exercises/{name}": content}
    return files


def nbgrader(hand_ins):
    """Return {path: content} of a course folder after `nbgrader collect`."""
    files = {"nbgrader_config.py": b"c = get_config()", "source/ex03_smote/ex03_smote.ipynb": b"{}"}
    for one, name, content in hand_ins:
        at = f"submitted/{one.login}/ex03_smote"
        files |= {f"{at}/{name}": content, f"{at}/timestamp.txt": f"{WHEN.format(day=3)}.000000 UTC".encode()}
    return files


def drive(hand_ins):
    """Return {path: content} of a folder of Google Drive in which Classroom keeps what was handed in."""
    return {f"Exercise 3/{one.name} - {name}": content for one, name, content in hand_ins}


def folders(hand_ins):
    """Return {path: content} of a folder for each student, and `lesson submit`'s archives."""
    return {f"{one.name}/{name}": content for one, name, content in hand_ins}


PLATFORMS = {
    "Moodle": moodle,
    "Canvas": canvas,
    "Blackboard": blackboard,
    "Gradescope": gradescope,
    "GitHub Classroom": github,
    "nbgrader": nbgrader,
    "Google Drive": drive,
    "folders": folders,
}


def as_folder(path, files):
    """Write the files of a download below a folder; return it."""
    for name, content in files.items():
        Path(path, name).parent.mkdir(parents=True, exist_ok=True)
        Path(path, name).write_bytes(content)
    return path


def as_zip(path, files):
    """Write them into an archive; return it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
