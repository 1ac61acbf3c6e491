# One image for every service; docker-compose.yml gives each its command.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY worker ./worker
COPY config ./config
RUN python -m venv /opt/vedette \
 && /opt/vedette/bin/pip install --no-cache-dir .

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 vedette \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home vedette \
 && mkdir /data && chown vedette:vedette /data
COPY --from=build /opt/vedette /opt/vedette
ENV PATH=/opt/vedette/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VEDETTE_DATA_DIR=/data
WORKDIR /data
USER vedette
CMD ["vedette", "--help"]
