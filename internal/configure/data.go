// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
)

// Data fetches what stands in the address itself (RFC 2397).
type Data struct{}

// Find decodes the address.
func (Data) Find(_ context.Context, source Source) ([]download.Part, error) {
	kind, text, found := strings.Cut(source.URL.Opaque, ",")
	if !found {
		return nil, errors.New("its address must have a comma before the content, as in data:text/plain,hello")
	}
	content, err := url.PathUnescape(text)
	if err != nil {
		return nil, errors.New("the content in its address must be percent-encoded")
	}
	if strings.HasSuffix(kind, ";base64") {
		// Some leave off what fills the last four up.
		b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(content, "="))
		if err != nil {
			return nil, errors.New("the content in its address must be base64")
		}
		content = string(b)
	}
	return []download.Part{{
		ID: identity(kindData, content),
		Open: func(_ context.Context, want download.Span) (*download.Content, error) {
			rest := []byte(content)[min(want.From, int64(len(content))):]
			return &download.Content{
				Body: io.NopCloser(bytes.NewReader(rest)), From: want.From, Size: int64(len(content)), Version: "it cannot change",
			}, nil
		},
	}}, nil
}
