"""What the desk calls kinds of messages, how far they are, and how they fared."""

from common.i18n import mark
from common.messages import State
from common.preferences import Kind
from messages.progress import MessageState
from messages.reach import Way

ABOUT_KINDS: dict[Kind, str] = {
    "dringend": mark("Voor wat niet kan wachten, zoals: de school is morgen dicht. Gaat meteen, ook in stille uren."),
    "schoolnieuws": mark("Voor wat de hele school aangaat, zoals: de sportdag of een nieuwe juf."),
    "groepsnieuws": mark("Voor wat een groep aangaat, zoals: het uitje van groep 5."),
    "herinnering": mark("Voor wat ouders nog moeten doen, zoals: geef het formulier mee."),
}
STATES: dict[MessageState, str] = {
    "scheduled": mark("Gepland"),
    "queued": mark("Onderweg"),
    "sending": mark("Onderweg"),
    "done": mark("Klaar"),
    "cancelled": mark("Ingetrokken"),
}
FARED: dict[State, str] = {
    "delivered": mark("Bezorgd"),
    "sent": mark("Verstuurd"),
    "announced": mark("Zonder inhoud"),
    "queued": mark("Wacht"),
    "bounced": mark("Geweigerd"),
    "failed": mark("Mislukt"),
    "withheld": mark("Niet gewenst"),
}
ABOUT_FARED: dict[State, str] = {
    "delivered": mark("De mailbox van de ouder heeft het bericht aangenomen."),
    "sent": mark("Het bericht is weg. Pushmeldingen blijven zo staan; van e-mail horen we nog of die is bezorgd."),
    "announced": mark(
        "De ouder kreeg alleen een e-mail dat er een bericht is, want het e-mailadres is nog niet bevestigd. "
        "Na inloggen staat het bericht op de site. Bel de ouder als het belangrijk is; wie dat is, staat bij de "
        "leerling."
    ),
    "queued": mark("Het bericht gaat nog weg: op zijn beurt, om 18.00 uur, of na de stille uren van de ouder."),
    "bounced": mark(
        "Het e-mailadres bestaat niet meer of neemt geen e-mail van ons aan. Bel de ouder, of vraag een ander "
        "adres; wie dat is, staat bij de leerling."
    ),
    "failed": mark("Versturen is niet gelukt. Bel de ouder als het belangrijk is; wie dat is, staat bij de leerling."),
    "withheld": mark("De ouder heeft dit soort berichten uitgezet, of is niet meer aan de leerling gekoppeld."),
}
WAYS: dict[Way, str] = {
    "push": mark("met een pushmelding (en een e-mail voor wie die ook wil)"),
    "mail": mark("met een e-mail"),
    "news": mark("met een e-mail zonder inhoud, want dat e-mailadres is nog niet bevestigd"),
    "bounces": mark("helemaal niet, want dat e-mailadres neemt geen e-mail aan"),
    "off": mark("helemaal niet, want dit soort berichten staat uit"),
}
