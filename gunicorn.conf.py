"""How gunicorn serves Guftagu. Settings by environment variables, see docs/deploy.md."""

import os
import time
from pathlib import Path

# The app itself is not imported here: gevent must patch each worker before it loads anything.
HOST, PORT = os.environ.get("HOST") or "localhost", os.environ.get("PORT") or "8000"

wsgi_app = "wsgi:app"
bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
worker_class = os.environ.get("WORKER_CLASS") or "gevent"
workers = int(os.environ.get("WORKERS") or 1)
threads = int(os.environ.get("THREADS") or 128)  # gthread: one for each open socket, and some
worker_connections = int(os.environ.get("WORKER_CONNECTIONS") or 10_000)
preload_app = False
keepalive = 5
graceful_timeout = max(1, int(os.environ.get("SHUTDOWN_TIMEOUT_MS") or 10_000) // 1000)
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG") or None  # "-" for standard output
loglevel = "warning"


def post_worker_init(worker):
    """Sockets are let go gently when this worker ends, errands are done, and time itself is looked after."""
    from app import errands
    from app.notices import caretaker
    from app.realtime import drain

    drain.watch(worker)
    errands.start(worker.wsgi)
    caretaker.start(worker.wsgi)


def post_request(worker, request, environ, response):
    """Give others their turn: under gevent a client that always has the next request ready would be served alone."""
    # Not 0: gevent runs fifty greenlets that slept for nothing before it looks at who else has written.
    time.sleep(0.0001)
