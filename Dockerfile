# First the release, from these sources, by what a developer calls too: `cargo xtask build`.
FROM rust:1.96-bookworm AS build
WORKDIR /src
COPY . .
# Tools and compiled crates outlive a build; what the image takes is in dist/.
RUN --mount=type=cache,target=/root/.cache/sunnyside \
    --mount=type=cache,target=/usr/local/cargo/registry \
    apt-get update && cargo xtask build

# Then the release alone, on the same system without a compiler.
FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/sunnyside sunnyside
COPY --from=build /src/dist /opt/sunnyside
USER sunnyside
# Without DATABASE_URL the shop's database is an SQLite file here.
WORKDIR /var/lib/sunnyside
VOLUME /var/lib/sunnyside
ENV APP_ENV=production
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s CMD ["/opt/sunnyside/sunnyside", "health"]
ENTRYPOINT ["/opt/sunnyside/sunnyside"]
# It migrates, then listens on PORT, or 8000.
CMD ["serve", "--host", "0.0.0.0"]
