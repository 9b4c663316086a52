"""The one exception that the command line turns into a line on stderr and exit code 2."""


class GlassformerError(Exception):
    """Something a reader, author or machine got wrong: one line that names the place, the value and what is allowed."""
