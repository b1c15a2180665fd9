"""Ways to *Berichten*."""

from tests.functions.house import House
from tests.functions.parent import ParentVisitor
from tests.functions.test_attachments import SenderOfFiles
from tests.functions.test_delivery_faults import Sender
from tests.functions.visitor import Answer
from tests.rules.attached import file_of_kind


def messages_none(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    return visitor.get("/nl/berichten")


def messages(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    for _ in range(2):
        Sender(house).message(kind="schoolnieuws")
    Sender(house).message(title="<b>Vandaag</b> is de school dicht")
    house.deliver_all()
    return visitor.get("/nl/berichten")


def messages_many(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    for _ in range(31):
        Sender(house).message(kind="herinnering")
    house.deliver_all()
    return visitor.get("/nl/berichten")


TEXT = """Vanwege de **storm** blijft de school vandaag dicht.
Blijf thuis. <b>Echt</b>.

- Lees https://school.example/storm?jaar=2026&dag=1
- Bel ons op 030 123 45 67

Tot morgen!"""


def message(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    sent = Sender(house).message(text=TEXT)
    house.deliver_all()
    return visitor.get(f"/nl/berichten/de-regenboog/{sent}")


FILES = {"Rooster.pdf": 340, f"Toestemmingsformulier_schoolreis_{'x' * 80}.docx": 1_234_567, "<b>.png": 16}


def _content(name: str, size: int) -> bytes:
    return file_of_kind(name.rpartition(".")[2].lower(), size)


def message_with_files(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    sender = SenderOfFiles(house)
    files = [sender.put(sender.ask(name, size), _content(name, size)) for name, size in FILES.items()]
    sent = sender.order(*files).json()["id"]
    house.deliver_all()
    return visitor.get(f"/nl/berichten/de-regenboog/{sent}")


NORMAL = [messages_none, messages, messages_many, message, message_with_files]
