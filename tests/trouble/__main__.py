"""`python -m tests.trouble --seconds 600`: every flow interrupted everywhere, its events thrice, and races.

Needs nothing of the environment: it starts `tests.trouble.campaign` in one that is made for it.
"""

import sys

from tests import apart

if __name__ == "__main__":
    sys.exit(apart.start("tests.trouble.campaign", *sys.argv[1:]).wait())
