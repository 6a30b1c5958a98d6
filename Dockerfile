# The same image as `make image` builds without a container daemon (hack/image/pack.go): four static programs,
# certificates and an unprivileged user, nothing else. Both stand here and there; change them together.
#
#   docker build --build-arg VERSION="$(cat VERSION)" -t operator-engine:"$(cat VERSION)" .

FROM golang:1.26 AS build
ARG VERSION
ENV CGO_ENABLED=0 GOOS=linux GOTOOLCHAIN=local
WORKDIR /src

# Modules first: they change less often than the code.
COPY go.mod go.sum ./
RUN go mod download

COPY api ./api
COPY cmd ./cmd
COPY internal ./internal
RUN mkdir -p /image/etc/ssl/certs && mkdir -m 1777 /image/tmp
RUN go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X github.com/oceanprotocol/operator-engine/internal/version.Version=${VERSION:?give it: --build-arg VERSION=...}" \
    -o /image/ ./cmd/manager ./cmd/configure ./cmd/publish ./cmd/runner
RUN cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
    && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n' >/image/etc/passwd \
    && printf 'root:x:0:\nnonroot:x:65532:\n' >/image/etc/group \
    && chmod 0755 /image/manager /image/configure /image/publish /image/runner \
    && chmod 0644 /image/etc/passwd /image/etc/group /image/etc/ssl/certs/ca-certificates.crt

FROM scratch
ARG VERSION
LABEL org.opencontainers.image.title="operator-engine" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/oceanprotocol/operator-engine"
COPY --from=build /image/ /
USER 65532:65532
WORKDIR /
ENTRYPOINT ["/manager"]
