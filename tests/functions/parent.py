"""A parent at the pages: what people do there, one method each."""

from tests.functions.house import PASSWORD, Child, House
from tests.functions.visitor import Answer, Visitor

EMAIL = "fatima@ouders.example"


def date_of(child: Child) -> dict[str, str]:
    """The three fields of a child's date of birth, where it has one."""
    born = child.pupil.birth_date
    return {"day": str(born.day), "month": str(born.month), "year": str(born.year)} if born else {}


def filled_in(child: Child, **other: str) -> dict[str, str]:
    """The form *Registreren*, all of it right."""
    form = {"code": child.code, "name": "Fatima El Amrani", "email": EMAIL, "password": PASSWORD}
    return form | date_of(child) | other


class ParentVisitor(Visitor):
    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.language = "nl"

    @property
    def session(self) -> str:
        return self.cookies.get("__Host-session", "")

    def register(self, child: Child, **other: str) -> Answer:
        return self.post("/nl/registreren", **filled_in(child, **other))

    def log_in(self, email: str = EMAIL, password: str = PASSWORD) -> Answer:
        return self.post("/nl/inloggen", email=email, password=password)

    def link(self, child: Child, **other: str) -> Answer:
        return self.post("/nl/koppelen", **({"code": child.code} | date_of(child) | other))

    def confirm(self, email: str = EMAIL) -> Answer:
        return self.post("/nl/profiel/adres", digits=self.house.digits_for(email))
