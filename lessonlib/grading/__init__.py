"""Marks for submitted notebooks: fast, fair, and safe against hostile ones.

The right answer never enters the process that runs a submission. `inside` is the part that does: it runs in a
sandbox, is given calls and sends back replies, as plain data on one socket. Everything else here is trusted:
it draws the inputs, knows the answers, compares, and writes the marks.
"""
