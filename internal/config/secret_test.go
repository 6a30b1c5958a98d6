// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestNoWayOfPrintingShowsASecret(t *testing.T) {
	const hush = "hush-hush"
	s := NewSecret(hush)
	holders := []any{
		s, &s, []Secret{s}, map[string]Secret{"k": s}, struct{ S Secret }{s}, struct{ s Secret }{s}, struct{ s *Secret }{&s},
	}
	verbs := []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"}
	var all strings.Builder
	for _, h := range holders {
		for _, verb := range verbs {
			fmt.Fprintf(&all, verb+"\n", h)
		}
		if b, err := json.Marshal(h); err == nil {
			all.Write(b)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("A", "secret", h)
		slog.New(slog.NewTextHandler(&log, nil)).Info("A", "secret", h)
		all.Write(log.Bytes())
	}
	for _, form := range []string{hush, fmt.Sprintf("%x", hush), fmt.Sprintf("%X", hush), fmt.Sprintf("%d", []byte(hush))} {
		if strings.Contains(all.String(), form) {
			t.Errorf("the secret shows as %q", form)
		}
	}
	if !strings.Contains(all.String(), redacted) {
		t.Error("nothing tells that there is a secret")
	}
}

func TestAnEmptySecretIsNone(t *testing.T) {
	if s := NewSecret(""); s.IsSet() || s.String() != "" || s.Reveal() != "" {
		t.Errorf("got %+v", s)
	}
	if s := NewSecret("a"); !s.IsSet() || s.Reveal() != "a" || !s.Equal(NewSecret("a")) || s.Equal(NewSecret("b")) {
		t.Error("a secret does not hold its value")
	}
}

func TestNoErrorShowsASecret(t *testing.T) {
	const hush = "hush-hush"
	vars := map[string]string{}
	for _, group := range Variables() {
		for _, v := range group.Variables {
			vars[v.Name] = "not valid at all"
			if v.Secret || strings.HasSuffix(v.Name, "_URL") {
				vars[v.Name] = hush
			}
		}
	}
	vars["NOTIFY_START_URL"] = "ftp://" + hush
	_, err := Load(environment(vars))
	if err == nil || strings.Contains(err.Error(), hush) {
		t.Errorf("got %v", err)
	}
}
