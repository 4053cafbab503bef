"""Why a student has these marks: each case that is not right, with one input and the student's answer to it.

For an instructor's eyes: it shows hidden inputs. The functions are asked once more, in the sandbox, on the inputs of
the marks; what they return is shown as plain data, never as it prints itself.
"""

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.report import written, written_answer
from lessonlib.grading.job import Asker, Patience, StoppedError, job_of, judged_of
from lessonlib.grading.names import shown
from lessonlib.grading.sandbox import Sandbox
from lessonlib.grading.submission import code_cells


def explained(exercise, content, seed, handed_out, level):
    """Yield lines that explain the marks of a submission.

    Parameters
    ----------
    exercise : str
    content : bytes
        Of the notebook.
    seed : int
        With which it was graded.
    handed_out : dict of str to str
        Of the exercise, from `handed_out_cells`.
    level : str

    Raises
    ------
    MalformedError, SandboxError
    """
    job, tasks = job_of(exercise, code_cells(content), seed, handed_out), find_exercise(exercise)
    sandbox = Sandbox(exercise, level)
    try:
        with Asker(sandbox, job.cells, tasks.functions, Patience()) as asker:
            for task in tasks.tasks:
                yield from _task(exercise, task, asker, seed)
    except StoppedError as error:
        yield str(error)
    finally:
        sandbox.close()


def _task(exercise, task, asker, seed):
    asker.open()
    if task.function not in asker.defined:
        yield f"{task.function}: the notebook defines no function of that name."
        return
    judged = judged_of(exercise, task, asker, seed)
    yield f"{task.function}: {sum(one.right is True for one in judged)} of {len(judged)} cases are right"
    for number, one in enumerate(judged, start=1):
        if one.right is None:
            yield f"  case {number}, {one.case.name}: not tried"
        elif one.complaint:
            yield f"  case {number}, {one.case.name}: {shown(one.complaint)}"
            yield from map(_exchange, [task.function], one.exchanges[:1])


def _exchange(function, exchange):
    call, reply = exchange
    came = reply.failure.words if reply.failure else written_answer(reply.answer)
    return f"    {shown(written(call, function))}\n    → {shown(came)}"
