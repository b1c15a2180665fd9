"""What was made with the keys of each epoch, for whoever wants to give one up."""

from operate.registry import Answer, Given, argument, command
from operate.stack import Stack


@command(
    "code-keys",
    "print how many codes work that were made with the keys of each epoch",
    argument("--epoch", type=int, help="of this one alone; all if none"),
)
def code_keys(stack: Stack, given: Given) -> Answer:
    found = sorted(stack.codes.living_by_epoch().items())
    wanted = [one for one in found if given.epoch in (None, one[0][1])]
    lines = [f"{school}  {epoch}  {count}" for (school, epoch), count in wanted]
    return Answer(f"Codes that work: {sum(count for _, count in wanted)}; by school and epoch:", "\n".join(lines))
