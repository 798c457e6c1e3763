"""Home."""

from flask import Blueprint, render_template

bp = Blueprint("pages", __name__)
