"""The HTML doors of rooms."""

from flask import Blueprint

bp = Blueprint("rooms", __name__)
