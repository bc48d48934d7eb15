"""The blueprint of the pages and posts of comments."""

from flask import Blueprint

bp = Blueprint("comments", __name__)
