"""All commands, in the order in which an operator meets them."""

from operate.commands import (
    access,
    adding,
    everything,
    helping,
    leaving,
    restoring,
    rotating,
    running,
    upgrading,
    watching,
)
from operate.registry import COMMANDS

MODULES = (adding, everything, running, access, helping, leaving, restoring, rotating, upgrading, watching)
ALL = [name for module in MODULES for name, one in COMMANDS.items() if one.do.__module__ == module.__name__]
