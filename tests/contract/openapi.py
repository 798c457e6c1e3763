"""The document of the API as a measure: what an answer must look like to keep the contract."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse


class Contract:
    """The OpenAPI document of an app, and the operations that answers have been checked against."""

    def __init__(self, app: Flask) -> None:
        self.document: dict[str, Any] = app.test_client().get("/api/openapi.json").get_json()
        self.paths = {path: re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in self.document["paths"]}

    def operations(self) -> set[str]:
        """`GET /api/rooms/{code}` and so on."""
        paths = self.document["paths"].items()
        return {f"{method.upper()} {path}" for path, item in paths for method in item if method != "parameters"}

    def operation_of(self, method: str, path: str) -> str:
        """Which operation a request was for; the plain path before the pattern."""
        plain = path.partition("?")[0]
        found = plain if plain in self.paths else next(p for p, at in self.paths.items() if at.fullmatch(plain))
        return f"{method} {found}"

    def check(self, method: str, path: str, response: TestResponse) -> None:
        """Fail unless the document tells of this status, this type and this shape."""
        name, _, at = self.operation_of(method, path).partition(" ")
        described = self.document["paths"][at][name.lower()]["responses"]
        key = str(response.status_code)
        assert key in described, f"{method} {at} answered {key}, which its document does not mention"
        content = self._resolved(described[key])["content"]
        assert response.mimetype in content, f"{method} {at} {key}: {response.mimetype} is not {list(content)}"
        schema = {**content[response.mimetype]["schema"], "components": self.document["components"]}
        Draft202012Validator(schema).validate(response.get_json(force=True))

    def _resolved(self, described: dict[str, Any]) -> dict[str, Any]:
        name = described.get("$ref", "").rpartition("/")[2]
        found: dict[str, Any] = self.document["components"]["responses"][name] if name else described
        return found
