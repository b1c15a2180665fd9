"""Whether all of a stack is as it should be: what a doctor looks at, and advises."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from botocore.exceptions import ClientError

from operate import alarms, dead_letters, logs
from operate.stack import EDGE_REGION, Stack

# Longer than the clock takes, which goes every minute.
OVERDUE = timedelta(minutes=5)
# The sweep, which goes every quarter of an hour, had its turn at least twice.
_STUCK = timedelta(minutes=45)
_SILENCE = timedelta(minutes=30)
# Longer ago is nobody's worry any more: the files of letters are gone after 30 days.
_WORRIES = timedelta(days=14)
_NEWEST = 5
_UNDER_WAY = ("reading", "applying", "undoing")
_PATIENCE = 10.0
_WHY_NOT = {
    403: "OriginSecret is another here than at the distribution: see docs/deploy.md, To replace the secret",
    503: "closed by the parameter Maintenance; open again by make deploy PARAMETERS=Maintenance=no",
}


@dataclass(frozen=True)
class Finding:
    """is_well: also where nothing can be known. advice: what to do; '' where it is well."""

    what: str
    says: str
    advice: str = ""
    mark: str = "ok"

    @property
    def is_well(self) -> bool:
        return self.mark != "WRONG"

    def __str__(self) -> str:
        return f"{self.mark:<6} {self.what:<16} {self.says}" + (f"\n{'':23} → {self.advice}" if self.advice else "")


# What is found, and what to do; '' where it is well.
Answer = tuple[str, str]
Check = Callable[[Stack, datetime], Answer]


def examine(stack: Stack, now: datetime) -> list[Finding]:
    return [_finding(stack, now, what, check) for what, check in CHECKS.items()]


def _finding(stack: Stack, now: datetime, what: str, check: Check) -> Finding:
    if stack.is_local and check in _OF_THE_CLOUD:
        return Finding(what, "not looked at: the local system has none", mark="-")
    try:
        says, advice = check(stack, now)
    except ClientError as error:
        asked, code = error.operation_name, error.response["Error"]["Code"]
        return Finding(what, f"{asked} answers {code}", "see whether it is there, and whether you may ask", "WRONG")
    return Finding(what, says, advice, "WRONG" if advice else "ok")


def _site(stack: Stack, _now: datetime) -> Answer:
    """As a parent comes there: by its name, its certificate, the distribution and a function."""
    site = stack.deployed.parameters["SiteUrl"]
    try:
        answer = httpx.get(f"{site}/nl/start", timeout=_PATIENCE)
    except httpx.HTTPError as error:
        return f"{site}: {error}", "see docs/deploy.md, where make deploy-edge makes the host and its certificate"
    if answer.is_success:
        return f"{site} opens", ""
    return f"{site}: {answer.status_code}", _WHY_NOT.get(answer.status_code, "see docs/runbooks/site-fails.md")


def _mail_domain(stack: Stack, _now: datetime) -> Answer:
    """SES looks at the records of its DNS."""
    domain = stack.deployed.parts["MailIdentity"]
    known = stack.client("sesv2").get_email_identity(EmailIdentity=domain)
    signed = known.get("DkimAttributes", {}).get("Status", "NOT_STARTED")
    if not known.get("VerifiedForSendingStatus") or signed != "SUCCESS":
        return f"{domain}: DKIM is {signed}", "make the three CNAME records of the outputs MailDkim1 to MailDkim3"
    bounces = known.get("MailFromAttributes", {}).get("MailFromDomainStatus", "NOT_STARTED")
    if bounces != "SUCCESS":
        return f"{domain}: MX of bounces is {bounces}", "make the records of the outputs MailBounces and MailSpf"
    return f"{domain} is verified and signed", ""


def _mail_account(stack: Stack, _now: datetime) -> Answer:
    account = stack.client("sesv2").get_account()
    if not account["ProductionAccessEnabled"]:
        return "SES is in its sandbox", "ask AWS for production access; until then only verified addresses get mail"
    if not account["SendingEnabled"] or account.get("EnforcementStatus", "HEALTHY") != "HEALTHY":
        return f"SES: {account.get('EnforcementStatus', '?')}", "read AWS's mail, and docs/runbooks/mail-bounces.md"
    return "out of the sandbox, and may send", ""


def _mail_quota(stack: Stack, _now: datetime) -> Answer:
    quota = stack.client("sesv2").get_account()["SendQuota"]
    rate, most = int(stack.deployed.parameters.get("MailRate", "14")), quota["MaxSendRate"]
    sent, day = quota["SentLast24Hours"], quota["Max24HourSend"]
    says = f"MailRate {rate} of {most:g} a second; {sent:g} of {day:g} sent in a day"
    if rate > most:
        return says, "deploy with a lower MailRate, or ask AWS for more"
    return says, "ask AWS for more: mail is refused above it" if 0 < 0.9 * day < sent else ""


def _standing(stack: Stack, now: datetime) -> Answer:
    schools = stack.reputations.standing(now)
    standing = schools.of_all
    says = f"of {standing.heard_of} mails {standing.bounced} bounced, {standing.complained} complained of"
    return says, "see docs/runbooks/mail-stopped.md" if schools.must_stop or standing.must_stop else ""


def _dead_letters(stack: Stack, _now: datetime) -> Answer:
    full = {name: count for name, count in dead_letters.waiting_anywhere(stack).items() if count}
    says = ", ".join(f"{name} {count}" for name, count in full.items()) or "none"
    return says, _runbooks(f"{name}-dead-letters" for name in full)


def _alarms(stack: Stack, _now: datetime) -> Answer:
    states = alarms.states_of(stack.client("cloudwatch"), stack.deployed.name)
    return _quiet(states) if states else ("there are none", "deploy again: watch.yaml makes them")


def _edge_alarms(stack: Stack, _now: datetime) -> Answer:
    """Of the distribution, which is a stack of its own in another region; not every stack has one."""
    states = alarms.states_of(stack.client("cloudwatch", EDGE_REGION), f"{stack.deployed.name}-edge")
    return _quiet(states) if states else ("there is no distribution of ours", "")


def _quiet(states: dict[str, str]) -> Answer:
    ringing = alarms.ringing(states)
    return ", ".join(ringing) or f"{len(states)}, all quiet", _runbooks(ringing)


def _runbooks(names: Iterable[str]) -> str:
    """The advice to read these; '' for none."""
    files = ", ".join(f"docs/runbooks/{name}.md" for name in names)
    return f"see {files}" if files else ""


def _outbox(stack: Stack, now: datetime) -> Answer:
    overdue = sum(1 for _ in stack.outbox.due_before(now - OVERDUE))
    return f"{overdue} overdue", "see docs/runbooks/clock-stopped.md" if overdue else ""


def _messages(stack: Stack, now: datetime) -> Answer:
    return _stuck(list(_stuck_messages(stack, now - _STUCK)), "look with make tail ABOUT=<id>, then at deliveries-late")


def _stuck_messages(stack: Stack, before: datetime) -> Iterator[str]:
    """What the sweep queued again, and nothing came of; those of a school that is stopped wait."""
    found = stack.messages.open_before(before)
    schools = stack.schools.find_many({message.school for message in found}) if found else {}
    for message in found:
        school = schools.get(message.school)
        if school is None or school.is_stopped or message.stage == "cancelled":
            continue
        if message.stage != "sent" or stack.deliveries.unfinished(message.id, before)[0]:
            yield message.id


def _lists(stack: Stack, now: datetime) -> Answer:
    found = [
        one.id
        for school in stack.schools.all_ids()
        for one in stack.imports.newest(school, _NEWEST)
        if one.state in _UNDER_WAY and now - _WORRIES < one.uploaded_at < now - _STUCK
    ]
    return _stuck(found, "look with make tail ABOUT=<id>, then at lists-dead-letters")


def _letters(stack: Stack, now: datetime) -> Answer:
    found = [
        one.id
        for school in stack.schools.all_ids()
        for one in stack.batches.newest(school, "", _NEWEST)
        if one.wanted and not one.is_made and now - _WORRIES < one.asked_at < now - _STUCK
    ]
    return _stuck(found, "look with make tail ABOUT=<id>, then at letters-dead-letters")


def _stuck(found: list[str], advice: str) -> Answer:
    if not found:
        return "none stuck", ""
    more = f" and {len(found) - _NEWEST} more" if len(found) > _NEWEST else ""
    return f"{len(found)} stuck: {', '.join(found[:_NEWEST])}{more}", advice


def _keys(stack: Stack, _now: datetime) -> Answer:
    """Those of all epochs."""
    keys = stack.client("kms")
    states = {
        f"{kind} {epoch}": keys.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
        for kind in ("MakeKeys", "FindKeys")
        for epoch, key in enumerate(stack.deployed.outputs[kind].split(","), 1)
    }
    wrong = [name for name, state in states.items() if state != "Enabled"]
    says = ", ".join(f"{name} {state}" for name, state in states.items())
    return says, f"aws kms cancel-key-deletion or enable-key, at once: {', '.join(wrong)}" if wrong else ""


def _table(stack: Stack, _now: datetime) -> Answer:
    tables, name = stack.client("dynamodb"), stack.deployed.parts["Table"]
    backups = tables.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovers = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") == "ENABLED"
    is_kept = bool(tables.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"))
    forgets = tables.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"]
    lacks = [
        words
        for words, is_so in (
            ("does not restore to any moment", recovers),
            ("can be deleted", is_kept),
            ("does not forget", forgets in ("ENABLED", "ENABLING")),
        )
        if not is_so
    ]
    return ", ".join(lacks) or "restores to any moment, cannot be deleted, forgets", "deploy again" if lacks else ""


def _sweep(stack: Stack, now: datetime) -> Answer:
    rounds: list[Any] = logs.newest(stack, logs.Wanted(now - _SILENCE, "Swept", function="Sweep"), 1)
    if rounds:
        return f"went round at {rounds[0].at:%H:%M} UTC", ""
    if now - stack.deployed.runs_since < _SILENCE:
        return "has not gone round yet; all of it began to run only now", ""
    return "has not gone round for half an hour", "see docs/runbooks/sweep-stopped.md"


CHECKS: dict[str, Check] = {
    "site": _site,
    "mail domain": _mail_domain,
    "mail account": _mail_account,
    "mail quota": _mail_quota,
    "mail standing": _standing,
    "dead letters": _dead_letters,
    "alarms": _alarms,
    "edge alarms": _edge_alarms,
    "outbox": _outbox,
    "messages": _messages,
    "lists": _lists,
    "letters": _letters,
    "keys": _keys,
    "table": _table,
    "sweep": _sweep,
}
_OF_THE_CLOUD = (_mail_domain, _alarms, _edge_alarms, _table)
