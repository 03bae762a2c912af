# The API and the command line. Neo4j is a container of its own (docker-compose.yml).
FROM python:3.11.14-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
# What is locked changes seldom: a layer of its own, so that a change of ours builds in seconds.
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python -m pip install --require-hashes --requirement requirements/build.txt
RUN python -m venv /opt/parley && /opt/parley/bin/python -m pip install --require-hashes --requirement requirements/runtime.txt
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY schema schema
COPY graph graph
COPY loaders loaders
COPY viz viz
COPY api api
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist . && /opt/parley/bin/python -m pip install --no-deps --no-index dist/*.whl

FROM python:3.11.14-slim-bookworm
ENV PATH=/opt/parley/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin parley
COPY --from=build /opt/parley /opt/parley
COPY docker/entrypoint.sh docker/health.py /opt/parley/
USER 10001:10001
WORKDIR /home/parley
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s CMD ["python", "/opt/parley/health.py"]
ENTRYPOINT ["sh", "/opt/parley/entrypoint.sh"]
