"""Marks into nbgrader: `export` writes its course folder, `notebook` what is shown there, `rows` its database."""
