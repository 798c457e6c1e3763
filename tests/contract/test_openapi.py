"""The document of the API is valid, whole, and says of every door who may knock."""

from __future__ import annotations

from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.errors import ANSWERS
from tests.contract.openapi import Contract


def test_the_document_is_openapi_3_1(app: Flask) -> None:
    contract = Contract(app)
    OpenAPIV31SpecValidator(contract.document).validate()
    assert contract.document["openapi"] == "3.1.0"


def test_every_api_route_is_in_it(app: Flask) -> None:
    routes = {
        f"{method} {rule.rule.replace('<', '{').replace('>', '}')}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api_")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == Contract(app).operations()


def test_every_operation_says_what_it_does_and_whom_it_lets_in(app: Flask) -> None:
    document = Contract(app).document
    for path, item in document["paths"].items():
        for method in set(item) - {"parameters"}:
            operation = item[method]
            assert operation["summary"].strip().endswith("."), (method, path)
            needs_token = "security" not in operation
            assert needs_token == ("401" in operation["responses"] and "{}" not in str(operation.get("security")))


def test_refusals_are_named_by_codes_that_exist(app: Flask) -> None:
    for item in Contract(app).document["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items() if "responses" in operation else ():
                problem = "application/problem+json" in response.get("content", {})
                if problem and status != "default":
                    assert set(response["description"].split(", ")) <= set(ANSWERS)


def test_bodies_are_required_where_a_field_is(app: Flask) -> None:
    document = Contract(app).document
    body = document["paths"]["/api/rooms/{code}/kick"]["post"]["requestBody"]
    assert body["required"] is True
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert document["components"]["schemas"][name]["required"] == ["targetUserId"]
