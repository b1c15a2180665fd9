"""Forms of the desk that change what is there: nobody undoes what somebody else changed meanwhile without seeing it.

A form carries what of it was shown ('seen'); saved against anything else, it comes back beside what is there now.
"""

import hashlib
from collections.abc import Mapping

from common.i18n import mark
from common.web.visits import Form

MEANWHILE = mark("Iemand heeft dit intussen ook veranderd. Kijk of het zo nog klopt, en sla het opnieuw op")


def seen(shown: object) -> str:
    """What somebody saw who was shown this; of a mapping the order says nothing."""
    told = sorted(shown.items()) if isinstance(shown, Mapping) else shown
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def seen_in(kept: Form, now_there: str) -> str:
    """For the form on its page: as long as it was not told what is there now, whoever filled it in saw what it says."""
    return now_there if "meanwhile" in kept.errors else kept.values.get("seen", now_there)


def sent_back(form: Mapping[str, str], sentence: str = MEANWHILE) -> Form:
    return Form(dict(form), {"meanwhile": sentence})
