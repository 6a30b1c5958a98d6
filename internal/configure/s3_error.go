// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
)

// errorCode is what may be shown of a server's answer.
var errorCode = regexp.MustCompile(`^[A-Za-z0-9.]{1,64}$`)

// storeError says what a store has answered by its code only: the rest of the SDK's words is of no use to consumers, and
// may have keys and addresses in it.
func storeError(err error) error {
	var refused *guard.RefusedError
	var response *awshttp.ResponseError
	var answer smithy.APIError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, context.Canceled):
		return err
	case !errors.As(err, &response):
		return download.Again(fmt.Errorf("the store cannot be reached: %w", innermost(err)), 0)
	}
	status := response.HTTPStatusCode()
	if status == http.StatusPreconditionFailed || status == http.StatusRequestedRangeNotSatisfiable {
		return download.ErrChanged
	}
	told := fmt.Errorf("the store answered %d %s", status, http.StatusText(status))
	if errors.As(err, &answer) && errorCode.MatchString(answer.ErrorCode()) {
		told = fmt.Errorf("%w: %s", told, answer.ErrorCode())
	}
	switch {
	case status == http.StatusMovedPermanently || status == http.StatusTemporaryRedirect:
		return fmt.Errorf("%w: the bucket is in another region, which AWS_REGION of the Secret must name", told)
	case passes(status):
		return download.Again(told, retryAfter(response.HTTPResponse().Header.Get("Retry-After"), time.Now()))
	}
	return told
}
