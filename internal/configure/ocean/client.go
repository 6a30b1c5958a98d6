// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package ocean

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/sync/singleflight"

	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/notify/ethkey"
)

// maxAnswer bounds what is read of a DDO or of what a provider says of itself.
const maxAnswer = 4 << 20

// Client talks to metadata services and providers.
type Client struct {
	// HTTP makes the requests.
	HTTP *http.Client
	// Providers are those that signed addresses may go to: scheme, host and port.
	Providers []string
	// Key signs. If there is none, or none that can be used, KeyProblem says so.
	Key        ethkey.Key
	KeyProblem error
	// Now is the clock that nonces come from.
	Now func() time.Time

	signing sync.Mutex
	nonce   int64

	// asking lets those who want the same DDO at the same time ask for it once.
	asking singleflight.Group
	mu     sync.Mutex
	ddos   map[string]DDO
}

// StatusError is an answer that says no.
type StatusError struct {
	Status int
	// Header may ask to wait.
	Header http.Header
	who    string
	why    string
}

// Error has the reason that the server gives, if it is fit to be shown.
func (e *StatusError) Error() string {
	told := fmt.Sprintf("the %s answered %d %s", e.who, e.Status, http.StatusText(e.Status))
	if e.why == "" {
		return told
	}
	return told + ": " + e.why
}

// Nonce says that the refusal is about the nonce, which another one may cure: someone else has used the key meanwhile.
func (e *StatusError) Nonce() bool { return strings.Contains(strings.ToLower(e.why), "nonce") }

// Refusal reads why a provider says no.
func Refusal(response *http.Response) *StatusError { return refusal("provider", response) }

func refusal(who string, response *http.Response) *StatusError {
	text, _ := io.ReadAll(io.LimitReader(response.Body, 4096))
	var said struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
	}
	why := ""
	if json.Unmarshal(text, &said) == nil {
		why = said.Message
		_ = json.Unmarshal(said.Error, &why) // It may be an object, which is not for people.
	}
	return &StatusError{Status: response.StatusCode, Header: response.Header, who: who, why: shown(why)}
}

// shown is what is fit to be shown of a text: one short line without addresses' queries.
func shown(text string) string {
	text = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, redact.Text(text))
	return fmt.Sprintf("%.200s", strings.TrimSpace(text))
}

// get asks for JSON.
func (c *Client) get(ctx context.Context, who, method, address string, body io.Reader, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return fmt.Errorf("the address of the %s cannot be used", who)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "operator-engine")
	response, err := c.HTTP.Do(request)
	if err != nil {
		return &RequestError{who, err}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return refusal(who, response)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return &RequestError{who, err}
	case len(text) > maxAnswer:
		return &AnswerError{who, "is too large"}
	}
	if err := json.Unmarshal(text, into); err != nil {
		return &AnswerError{who, "is not what it should be"}
	}
	return nil
}

// RequestError is a question that got no answer, or half of one.
type RequestError struct {
	Who string
	Err error
}

// Error has all that net/http says.
func (e *RequestError) Error() string { return fmt.Sprintf("ask the %s: %v", e.Who, e.Err) }

// Unwrap is what net/http returned.
func (e *RequestError) Unwrap() error { return e.Err }

// AnswerError is an answer that makes no sense.
type AnswerError struct{ who, what string }

// Error says of whom.
func (e *AnswerError) Error() string { return fmt.Sprintf("the answer of the %s %s", e.who, e.what) }
