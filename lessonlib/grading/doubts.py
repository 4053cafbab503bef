"""What nobody would notice in the marks: students whom the list does not know, rules that name nobody, strays.

Each of them gives somebody a mark that is not theirs: whoever is not found on the list has handed in nothing there.
"""

from collections import Counter, defaultdict

from lessonlib.grading.names import shown, storable

_BY_STUDENT = ("extension", "excused", "extra")
_FEW = 4  # one in so many


def doubts(standings, rules, roster=None):
    """Return sentences on what looks wrong, for the person who gives the marks.

    Parameters
    ----------
    standings : list of Standing
    rules : Rules
    roster : Roster, optional

    Returns
    -------
    list of str
    """
    people = {one.person for one in standings}
    return [*_strangers(people, roster), *_misnamed(people, rules), *_strays(standings)]


def _strangers(people, roster):
    names = sorted(person.name for person in people if roster and person.line < 0)
    if names:
        listed = ", ".join(map(shown, names))
        yield f"Not on the roster, or there more than once: {listed}. They have lines of their own; look who they are."


def _misnamed(people, rules):
    known = Counter(name for person in people for name in person.known_as)
    for exercise, told in rules.exercises.items():
        for key in _BY_STUDENT:
            for name in told.get(key, ()):
                if (found := known[storable(str(name))]) != 1:
                    yield f"[{exercise}] {key}: {shown(str(name))} stands for {found or 'no'} students here."


def _strays(standings):
    """Yield exercises that few handed in where many handed in another one."""
    handed_in, students = defaultdict(int), len({one.person for one in standings})
    for one in standings:
        handed_in[one.exercise] += one.entry is not None
    for exercise, count in handed_in.items():
        if 0 < _FEW * count < max(handed_in.values()):
            yield (
                f"{exercise} is from {count} of {students} students. The others have 0 of it, in exports too. "
                "If it came by mistake, grade into another folder with --only and the exercise that you want."
            )
