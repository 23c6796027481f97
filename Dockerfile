# Two stages: the locked dependencies and the package in an environment of their own, then an
# image that holds this environment and nothing that could build another.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /app/venv
WORKDIR /app/source
COPY deploy/requirements.lock ./deploy/
RUN /app/venv/bin/pip install --require-hashes -r deploy/requirements.lock
COPY pyproject.toml README.md LICENSE THIRD-PARTY-LICENSES.md ./
COPY ballot ballot
COPY counting counting
COPY audit audit
COPY printing printing
COPY service service
RUN /app/venv/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin piaojue \
 && install -d -o piaojue -g piaojue -m 0700 /data
COPY --from=build /app/venv /app/venv
ENV PATH=/app/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER piaojue
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["piaojue", "serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/data"]
