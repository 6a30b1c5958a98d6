#!/usr/bin/env bash
# Runs the tests of internal/publish and internal/configure against the IPFS node and the S3 server of the cluster, and
# against a peer of an ipfs-cluster, which they start themselves and which keeps on that node what it is given.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
cd "$root"
reach kubo:5001 kubo:8080 s3:7070
TEST_IPFS_URL="http://${ways[kubo:5001]}"
TEST_IPFS_GATEWAY="http://${ways[kubo:8080]}"
TEST_S3_ENDPOINT="http://${ways[s3:7070]}"
TEST_S3_ACCESS_KEY=$(s3_key accessKey)
TEST_S3_SECRET_KEY=$(s3_key secretKey)
TEST_IPFS_PEER=$("$tool" cluster programs ipfs-cluster-service)/ipfs-cluster-service
export TEST_IPFS_URL TEST_IPFS_GATEWAY TEST_IPFS_PEER TEST_S3_ENDPOINT TEST_S3_ACCESS_KEY TEST_S3_SECRET_KEY
go test -count=1 "$@" ./internal/publish/... ./internal/configure/...
