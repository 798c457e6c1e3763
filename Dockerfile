# Guftagu in one image: no root, no shell needed, nothing written outside /data and /tmp.

FROM node:22-slim AS pages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim AS build
WORKDIR /srv/guftagu
COPY requirements/app.txt requirements/app.txt
COPY tools tools
RUN python tools/setup_python.py app
COPY . .
COPY --from=pages /build/node_modules node_modules
RUN python tools/setup_vendor.py fetched \
    && .venv/bin/python -c 'from app.assets import build; build()' \
    && .venv/bin/python -m compileall -q app migrations \
    && rm -rf node_modules .setup.lock

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Guftagu" \
      org.opencontainers.image.description="Rooms to talk in: video, voice and chat, on a server of your own."
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin guftagu \
    && install -d -o guftagu -g guftagu -m 0700 /data
COPY --from=build /srv/guftagu /srv/guftagu
WORKDIR /srv/guftagu
ENV PATH="/srv/guftagu/.venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    INSTANCE=/data
USER guftagu
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
CMD ["guftagu", "serve"]
