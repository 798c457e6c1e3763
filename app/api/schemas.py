"""How the API reads what it is sent: names, text and numbers, checked before the database is asked."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

MOST = 2**53 - 1  # the largest whole number that every JSON reader knows


class Text(fields.String):
    """Text that every database can keep: no NUL, no half of a surrogate pair."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise ValidationError("This text holds characters that cannot be kept.")
        return text


class Number(fields.Integer):
    """A whole number from `least` to `most`."""

    def __init__(self, least: int = 0, most: int = MOST, **kwargs: Any) -> None:
        words = f"Choose a whole number from {least} to {most}."
        super().__init__(
            validate=validate.Range(least, most, error=words),
            error_messages={"invalid": "This is not a whole number."},
            **kwargs,
        )


class Ask(Schema):
    """Names are camelCase; snake_case and the ALIASES are understood too, what is unknown is ignored."""

    ALIASES: dict[str, str] = {}  # noqa: RUF012

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def _by_one_name(self, data: Any, **kwargs: Any) -> Any:
        if not hasattr(data, "items"):
            return data
        named = {self._name_of(name): value for name, value in data.items()}
        return named | {name: data[name] for name in data if name == self._name_of(name)}

    def _name_of(self, name: str) -> str:
        first, *rest = name.split("_")
        plain = first + "".join(word[:1].upper() + word[1:] for word in rest)
        return self.ALIASES.get(name) or self.ALIASES.get(plain, plain)
