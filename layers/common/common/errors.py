"""What can go wrong on purpose. Rules and the table raise these; `common.web` answers them, once."""

from datetime import datetime
from typing import ClassVar

from common.i18n import mark


class Problem(Exception):
    """Something a visitor is told about: a status, a heading and a sentence in Dutch to translate."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = mark("Er ging iets mis")
    advice: str = mark("Probeer het opnieuw.")


class NotThere(Problem):
    """What is asked for does not exist, or is not this visitor's: the two look the same."""

    status = 404
    title = mark("Deze pagina bestaat niet")
    advice = mark("Kijk of u het adres goed hebt overgenomen, of scan de QR-code in de brief opnieuw.")


class SomebodyElse(Problem):
    """A form that one person saw, sent in the name of another who came in since by another tab of that browser."""

    status = 409
    title = mark("In deze browser is nu iemand anders ingelogd")
    advice = mark("Er is niets opgeslagen of verstuurd. Log eerst zelf weer in.")


class CrossSite(Problem):
    """A form that was not sent from our own pages."""

    status = 403
    title = mark("Dit formulier kwam niet van onze website")
    advice = mark("Open de pagina opnieuw en probeer het nog een keer.")


class TooManyTries(Problem):
    """Whoever tries has failed so often that they must wait until `until`."""

    status = 429
    title = mark("Even wachten")
    advice = mark("U hebt het te vaak geprobeerd. Wacht even en probeer het dan opnieuw.")

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class UnderMaintenance(Problem):
    status = 503
    title = mark("Ouderbrief is even dicht")
    advice = mark("We werken aan de website. Probeer het over een kwartier opnieuw. Er gaat niets verloren.")
    retry_after: ClassVar[int] = 900


class LoginNeeded(Problem):
    status = 401
    title = mark("Log eerst in")


class AccountGone(LoginNeeded):
    """The account of whoever is logged in was deleted, perhaps a moment ago."""


class CodeProblem(Problem):
    """A code that cannot be used. Tells the state of the code, and never a thing about the child."""

    status = 422


_GROUPS_MISTYPED = (
    mark("Er zit een typefout in de code: in de eerste groep van 4 tekens. Kijk in de brief en verbeter die."),
    mark("Er zit een typefout in de code: in de tweede groep van 4 tekens. Kijk in de brief en verbeter die."),
    mark("Er zit een typefout in de code: in de derde groep van 4 tekens. Kijk in de brief en verbeter die."),
    mark("Er zit een typefout in de code: in de laatste groep van 4 tekens. Kijk in de brief en verbeter die."),
)


class CodeMistyped(CodeProblem):
    """`group`: the one of the four (0 to 3) that is certainly wrong, where that is known."""

    title = mark("Deze activatiecode klopt niet")
    advice = mark("Er zit een typefout in de code. Kijk in de brief en vul de 16 tekens opnieuw in.")

    def __init__(self, group: int | None = None) -> None:
        super().__init__(group)
        if group is not None:
            self.advice = _GROUPS_MISTYPED[group]


class CodeUnknown(CodeProblem):
    title = mark("Deze activatiecode klopt niet")
    advice = mark("We kennen deze code niet. Kijk in de nieuwste brief van school en vul de code opnieuw in.")


class CodeReplaced(CodeProblem):
    title = mark("Er is een nieuwere brief")
    advice = mark("De school heeft een nieuwe brief gemaakt. Gebruik de code uit de nieuwste brief.")


class CodeExpired(CodeProblem):
    title = mark("Deze activatiecode is niet meer geldig")
    advice = mark("De code is verlopen. Vraag de school om een nieuwe brief.")


class CodeClosed(CodeProblem):
    title = mark("Deze activatiecode werkt niet meer")
    advice = mark("De school heeft deze code gesloten. Neem contact op met de school.")


class CodeFull(CodeProblem):
    title = mark("Deze activatiecode is al gebruikt")
    advice = mark("Alle plaatsen voor ouders en verzorgers zijn bezet. Hoort u erbij? Neem contact op met de school.")


class CodeWornOut(CodeProblem):
    """Linked with and unlinked again too often: each link is a mail to other parents, or to whatever address."""

    title = mark("Deze activatiecode is te vaak gebruikt")
    advice = mark("Er is met deze code te vaak gekoppeld en weer ontkoppeld. Vraag de school om een nieuwe brief.")


class CodesPaused(CodeProblem):
    """The school's codes wait, all of them."""

    title = mark("Deze school heeft de codes tijdelijk gesloten")
    advice = mark("U kunt nu geen kind koppelen. Probeer het later opnieuw of neem contact op met de school.")


class DateCheckPaused(CodeProblem):
    """Too many wrong dates of birth for one code."""

    status = 429
    title = mark("Even wachten")
    advice = mark(
        "Voor deze code is te vaak een verkeerde geboortedatum ingevuld. "
        "Later kunt u het opnieuw proberen. Weet u het niet zeker? Neem contact op met de school."
    )

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class DateCheckLocked(CodeProblem):
    status = 429
    title = mark("Deze activatiecode is geblokkeerd")
    advice = mark(
        "Voor deze code is te vaak een verkeerde geboortedatum ingevuld. De school kan de code weer openen. "
        "Neem contact op met de school."
    )


class WrongBirthDate(CodeProblem):
    title = mark("De geboortedatum klopt niet")
    advice = mark("Deze geboortedatum hoort niet bij deze code. Kijk de dag, de maand en het jaar na.")


class TooManyReports(Problem):
    """Each is a mail to the school; whoever holds the letter may send them."""

    status = 429
    title = mark("Even wachten")
    advice = mark("Over dit kind is vandaag al vaak iets gemeld. Bel de school, of probeer het morgen opnieuw.")


class InvalidDate(Problem):
    """A date of birth that cannot be a child's; `field` is 'day', 'month' or 'year'."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Unfit(Problem):
    """What a program sent does not fit; `errors` says where, never what was sent.

    at: a JSON pointer into the body, or the name of a parameter or header.
    """

    status = 422
    title = "The request does not fit"
    advice = "See 'errors' for what does not fit."

    def __init__(self, *errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


class LoginFailed(Problem):
    """The same for an unknown address and a wrong password."""


class PasswordClosed(LoginFailed):
    """So many wrong passwords in a row that none opens the account any more, before another one is chosen."""


class AlreadyDone(Problem):
    """A conditional write found its effect in place: somebody was first, or the event came twice."""


class Retry(Exception):
    """A worker's step that may succeed later: the queue should bring the message again."""


class Permanent(Exception):
    """A worker's step that never succeeds: bringing the message again would change nothing."""


def seconds_to_wait(problem: Problem, now: datetime) -> int:
    """After which it makes sense to try again; 0 where waiting does not help."""
    until = getattr(problem, "until", None)
    return max(1, int((until - now).total_seconds()) + 1) if until else getattr(problem, "retry_after", 0)
