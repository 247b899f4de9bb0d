# syntax=docker/dockerfile:1
# The sign-in API. The image runs as the user `node`, on a file system that may be read-only; see docs/operations.md.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY libs/sms/package.json libs/sms/
COPY libs/database/package.json libs/database/
COPY libs/signed-in/package.json libs/signed-in/
COPY apps/auth/package.json apps/auth/
COPY apps/testbed/package.json apps/testbed/
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY apps apps
RUN npm exec -- tsc -b apps/auth/tsconfig.build.json

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY libs/sms/package.json libs/sms/
COPY libs/database/package.json libs/database/
COPY libs/signed-in/package.json libs/signed-in/
COPY apps/auth/package.json apps/auth/
# Without the testbed: nothing that stands in for a provider belongs into production.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts \
    -w @standby/auth -w @standby/sms -w @standby/database -w @standby/signed-in

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /app/libs/sms/dist libs/sms/dist
COPY --from=build /app/libs/database/dist libs/database/dist
COPY --from=build /app/libs/signed-in/dist libs/signed-in/dist
COPY --from=build /app/apps/auth/dist apps/auth/dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process that signals reach.
CMD ["node", "apps/auth/dist/main.js"]
