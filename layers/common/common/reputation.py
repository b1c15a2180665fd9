"""Whether mail must stop for a while: SES reviews an account at 5 % bounces or 0.1 % complaints, and closes it later.

https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html
"""

from common.values import Value

_MOST_BOUNCED, _MOST_COMPLAINED = 0.04, 0.0008
# A handful says nothing about a day of few mails.
_LEAST_BOUNCED, _LEAST_COMPLAINED = 20, 5


class Standing(Value):
    """What was heard of the mails of the last two days.

    unproven: of those to addresses that nobody has confirmed; the rest of it is of all others.
    """

    heard_of: int = 0
    bounced: int = 0
    complained: int = 0
    unproven: "Standing | None" = None

    @property
    def must_stop(self) -> bool:
        """Whether mail of schools waits. What anybody can cause with an address of nobody does not count."""
        bounces = self.bounced >= _LEAST_BOUNCED and self.bounced >= _MOST_BOUNCED * self.heard_of
        complaints = self.complained >= _LEAST_COMPLAINED and self.complained >= _MOST_COMPLAINED * self.heard_of
        return bounces or complaints

    @property
    def of_all(self) -> "Standing":
        """As SES counts: by this it is decided whether addresses are asked to be confirmed."""
        unproven = self.unproven or Standing()
        return Standing(
            self.heard_of + unproven.heard_of,
            self.bounced + unproven.bounced,
            self.complained + unproven.complained,
        )
