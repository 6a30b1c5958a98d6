#!/usr/bin/env bash
# Runs the tests of internal/publish and internal/configure against the IPFS node and the S3 server of the cluster.
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
export TEST_IPFS_URL TEST_IPFS_GATEWAY TEST_S3_ENDPOINT TEST_S3_ACCESS_KEY TEST_S3_SECRET_KEY
go test -count=1 ./internal/publish/... ./internal/configure/...
