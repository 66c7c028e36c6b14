# The release that `cargo xtask build` made, on a bare system.
FROM debian:bookworm-slim
RUN useradd --system --create-home --home-dir /var/lib/sunnyside sunnyside
COPY dist /opt/sunnyside
USER sunnyside
WORKDIR /var/lib/sunnyside
ENV APP_ENV=production
EXPOSE 8000
ENTRYPOINT ["/opt/sunnyside/sunnyside"]
CMD ["serve", "--host", "0.0.0.0"]
