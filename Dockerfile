# One image for every part: `worker`, `web`, `db upgrade` and the operators' commands.
FROM python:3.11-slim AS built
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/handleplan
WORKDIR /opt/handleplan/src
COPY requirements.lock ./
RUN /opt/handleplan/bin/pip install --require-hashes -r requirements.lock
COPY . .
# Editable: the vendored front-end files and their licences stand in folders that are no Python packages.
RUN /opt/handleplan/bin/pip install --no-deps --no-build-isolation --editable .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/handleplan --create-home handleplan
COPY --from=built /opt/handleplan /opt/handleplan
ENV PATH=/opt/handleplan/bin:$PATH PYTHONUNBUFFERED=1 HANDLEPLAN_DATA=/var/lib/handleplan
USER handleplan
WORKDIR /var/lib/handleplan
# A volume for letters that is mounted here takes over this owner.
RUN mkdir -m 700 post
EXPOSE 8080
ENTRYPOINT ["handleplan"]
CMD ["web"]
