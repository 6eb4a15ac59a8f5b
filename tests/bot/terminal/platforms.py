"""The emulated platforms that commands of the terminal speak to."""

from dataclasses import dataclass

import httpx

from tests.emulators.common.json_shapes import Json, Object, object_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """An emulated platform, as new, and where it is."""

    url: str

    def control(self, name: str, **body: Json) -> Object:
        """Do something there, or look."""
        answer = httpx.post(f"{self.url}/control/{name}", json=body, trust_env=False, verify=False)
        answer.raise_for_status()
        found: Json = answer.json()
        return object_in(found)

    def ask(self, path: str) -> Object:
        """Call a method of the platform's own."""
        found: Json = httpx.get(f"{self.url}{path}", trust_env=False, verify=False).json()
        return object_in(found)
