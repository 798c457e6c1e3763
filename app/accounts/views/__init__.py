"""The HTML doors of accounts: one blueprint, a module per page."""

from flask import Blueprint

from .. import broadcasts as _broadcasts  # noqa: F401
from . import deletion, entrance, people, pictures, profile, registration, sessions, settings

bp = Blueprint("accounts", __name__)

for page in (entrance, registration, profile, pictures, people, settings, deletion, sessions):
    page.routes(bp)
