"""One parser under libFuzzer: `python -m tests.attack.led PARSER …`, with the options of libFuzzer after the name.

In an environment with atheris, which `make attack` installs; `tests.attack.guided` starts it.
"""

import sys

import atheris

with atheris.instrument_imports(include=["common", "letters", "messages", "pupils", "school"]):
    from tests.attack.parsers import PARSERS

if __name__ == "__main__":
    program, name, *options = sys.argv
    (parser,) = (one for one in PARSERS if one.name == name)
    atheris.Setup([program, *options], parser.take)
    atheris.Fuzz()
