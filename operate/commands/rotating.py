"""What was made with the keys of each epoch, for whoever wants to give one up."""

from operate.registry import Answer, Given, Refused, argument, command
from operate.stack import Stack


@command(
    "code-keys",
    "print how many codes work that were made with the keys of each epoch",
    argument("--epoch", type=int, help="of this one alone; all if none"),
)
def code_keys(stack: Stack, given: Given) -> Answer:
    known = _epochs_of(stack)
    if given.epoch is not None and given.epoch not in known:
        # Its 0 would look as if the key may go.
        raise Refused(f"there is no epoch {given.epoch}: the stack has keys of {', '.join(map(str, known))}")
    found = sorted(stack.codes.living_by_epoch().items())
    wanted = [one for one in found if given.epoch in (None, one[0][1])]
    lines = [f"{school}  {epoch}  {count}" for (school, epoch), count in wanted]
    return Answer(f"Codes that work: {sum(count for _, count in wanted)}; by school and epoch:", "\n".join(lines))


def _epochs_of(stack: Stack) -> range:
    """Where only one kind was replaced, the other has fewer."""
    lists = (stack.deployed.outputs[kind].split(",") for kind in ("MakeKeys", "FindKeys"))
    return range(1, max(map(len, lists)) + 1)
