#!/usr/bin/env bash
# Runs the tests of internal/publish against the IPFS node and the S3 server of the local cluster.
set -euo pipefail
# shellcheck source=hack/env.sh
. "$(dirname "$0")/env.sh"
cd "$root"
TEST_IPFS_URL="http://$(service kubo):5001"
TEST_S3_ENDPOINT="http://$(service s3):7070"
TEST_S3_ACCESS_KEY=$(s3_key accessKey)
TEST_S3_SECRET_KEY=$(s3_key secretKey)
export TEST_IPFS_URL TEST_S3_ENDPOINT TEST_S3_ACCESS_KEY TEST_S3_SECRET_KEY
go test -count=1 ./internal/publish/...
