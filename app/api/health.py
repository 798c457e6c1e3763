"""Whether this installation is well: for monitors, load balancers and orchestrators."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..config import settings
from ..db import db
from ..realtime.drain import is_draining
from ..realtime.redis_line import connect
from .door import Door

bp = Door("health", "Health", prefix="")


class Checks(Schema):
    """How the parts do."""

    database = fields.String(required=True, metadata={"enum": ["ok", "down"]})
    redis = fields.String(required=True, metadata={"enum": ["ok", "down", "none"]})


class Health(Schema):
    """`ok`; `degraded`: works, but processes hear of each other a second later; `down`."""

    status = fields.String(required=True, metadata={"enum": ["ok", "degraded", "down"]})
    checks = fields.Nested(Checks, required=True)


class Alive(Schema):
    """One word."""

    status = fields.String(required=True, metadata={"enum": ["ok", "draining", "down"]})


@bp.route("/health")
@bp.response(200, Health)
@bp.alt_response(503, schema=Health, description="The database does not answer")
@bp.open_to_all(tokens=False)
def health() -> tuple[dict[str, Any], int]:
    """See how the parts do. Without Redis everything works: that is degraded, not down."""
    checks = {"database": _database(), "redis": _redis()}
    if checks["database"] == "down":
        return {"status": "down", "checks": checks}, 503
    return {"status": "degraded" if checks["redis"] == "down" else "ok", "checks": checks}, 200


@bp.route("/healthz")
@bp.response(200, Alive)
@bp.open_to_all(tokens=False)
def alive() -> dict[str, Any]:
    """See whether this process answers at all."""
    return {"status": "ok"}


@bp.route("/readyz")
@bp.response(200, Alive)
@bp.alt_response(503, schema=Alive, description="Send nobody here: it is about to end, or its database is away")
@bp.open_to_all(tokens=False)
def ready() -> tuple[dict[str, Any], int]:
    """See whether this process wants visitors."""
    if is_draining():
        return {"status": "draining"}, 503
    if _database() == "down":
        return {"status": "down"}, 503
    return {"status": "ok"}, 200


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return "down"
    return "ok"


def _redis() -> str:
    if not settings().redis_url:
        return "none"
    try:
        with connect(settings().redis_url) as client:
            client.ping()
    except (RedisError, OSError):
        return "down"
    return "ok"
