// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package pause

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAPauseEndsByItself(t *testing.T) {
	if err := For(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
}

func TestAPauseEndsWithItsContextAndSaysWhy(t *testing.T) {
	why := errors.New("told to stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	if err := For(ctx, time.Hour); !errors.Is(err, why) {
		t.Errorf("it says %v", err)
	}
}
