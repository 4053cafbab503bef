"""Answers that learners give, right and wrong, as data: one module for each exercise.

`tests.bench checks` and the tests read them: every wrong one must be refused with the hint that names its slip,
every right one accepted.
"""

from dataclasses import dataclass, field


@dataclass
class Answers:
    """The answers to one function of an exercise, registered by the decorators `right` and `wrong`."""

    function: str
    right_ones: list = field(default_factory=list)
    wrong_ones: list = field(default_factory=list)

    def right(self, answer):
        """Register an answer that must be accepted."""
        self.right_ones.append(answer)
        return answer

    def wrong(self, slip="", says=""):
        """Register an answer that must be refused: with the slip of that name, or in words that hold `says`."""

        def register(answer):
            self.wrong_ones.append((slip, says, answer))
            return answer

        return register
