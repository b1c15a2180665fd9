"""Why the local system does not start, in one line for a person."""


class StartProblem(Exception):
    pass
