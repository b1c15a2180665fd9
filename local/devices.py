"""The devices that pushes go to: SNS endpoint ARN → the device's token, and whether it is switched on."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Device:
    token: str
    enabled: bool = True


class Devices:
    """Kept in a file, because MiniStack answers nothing about the pushes it accepts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._by_arn = {arn: Device(**fields) for arn, fields in stored.items()}

    def find(self, arn: str) -> Device | None:
        return self._by_arn.get(arn)

    def remember(self, arn: str, token: str, attributes: dict[str, str]) -> None:
        self._by_arn.setdefault(arn, Device(token))
        self.change(arn, attributes)

    def change(self, arn: str, attributes: dict[str, str]) -> None:
        device = self._by_arn.get(arn, Device(""))
        token = attributes.get("Token", device.token)
        enabled = attributes.get("Enabled", str(device.enabled)).lower() == "true"
        self._by_arn[arn] = replace(device, token=token, enabled=enabled)
        self._save()

    def forget(self, arn: str) -> None:
        self._by_arn.pop(arn, None)
        self._save()

    def _save(self) -> None:
        new = self.path.with_suffix(".new")
        stored = {arn: asdict(device) for arn, device in self._by_arn.items()}
        new.write_text(json.dumps(stored, indent=1), encoding="utf-8")
        new.replace(self.path)
