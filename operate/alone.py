"""Nobody else builds or deploys from this folder meanwhile: all of it is built into one place.

Called by make with the number of an open file, which stays locked for as long as make's shell has it open.
"""

import fcntl
import sys


def main(descriptor: int) -> int:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(
            "Another make builds or deploys from this folder: wait until it is done, or use another clone.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
