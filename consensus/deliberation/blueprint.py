"""The blueprint of the pages where members say where they stand."""

from flask import Blueprint

bp = Blueprint("deliberation", __name__)
