"""All operations of REST as the OpenAPI document tells them, so that no test forgets one."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation with its inputs."""

    id: str
    method: str
    path: str
    said: dict[str, Any]
    document: dict[str, Any] = field(repr=False)

    def parameters(self, where: str) -> list[str]:
        """Names of the parameters in ``path``, ``query`` or ``header``."""
        return [p["name"] for p in self.said.get("parameters", []) if p["in"] == where]

    @property
    def body(self) -> dict[str, Any]:
        """The schema of the body; empty if there is none."""
        content = self.said.get("requestBody", {}).get("content", {})
        return self.resolve(content.get("application/json", {}).get("schema", {}))

    @property
    def example(self) -> dict[str, Any] | None:
        """The first example of a body."""
        content = self.said.get("requestBody", {}).get("content", {}).get("application/json", {})
        for example in content.get("examples", {}).values():
            found: dict[str, Any] = example["value"]
            return dict(found)
        return None

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema with its reference followed; the object among alternatives."""
        for option in schema.get("anyOf", []):
            if "$ref" in option:
                schema = option
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            found: dict[str, Any] = self.document["components"]["schemas"][name]
            return found
        return schema

    def url(self, **values: Any) -> str:
        """The path with its parameters filled in, by default with well-formed strangers."""
        strangers: dict[str, Any] = dict.fromkeys(
            self.parameters("path"), "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"
        )
        strangers |= {name: 987654 for name in ("number", "other") if name in strangers}
        return self.path.format(**strangers | values)


def operations_of(app: FastAPI) -> list[Operation]:
    """Every documented operation."""
    document = app.openapi()
    return [
        Operation(said["operationId"], method.upper(), path, said, document)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
        if method in METHODS
    ]
