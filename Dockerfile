FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml hatch_build.py README.md LICENSE ./
RUN python -m venv /opt/ropework && /opt/ropework/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY app app
COPY classifiers classifiers
COPY data data
COPY prompts prompts
RUN /opt/ropework/bin/python -m hatchling build -t wheel \
 && /opt/ropework/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 ropework && install -d -o ropework -m 0700 /data
COPY --from=build /opt/ropework /opt/ropework
ENV ROPEWORK_DATA=/data PATH=/opt/ropework/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER ropework
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["ropework", "serve", "--host", "0.0.0.0", "--port", "8000"]
