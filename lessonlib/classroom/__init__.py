"""A class votes on its own phones: `votes` keeps, `server` listens at two doors, `page/` is what phones show.

The teacher stays in the notebook: `lessonlib.interact.room` is how its kernel finds the class that is on.
"""
