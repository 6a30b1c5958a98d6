// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTheContractsVectorIsWhatIsSent(t *testing.T) {
	key, n := mustKey(t), testNotice()
	body, err := n.Job.Body(key)
	must(t, err)
	headers, err := n.headers(key, time.Unix(1_790_000_000, 0), body)
	must(t, err)
	var want strings.Builder
	for _, name := range []string{HeaderID, HeaderTimestamp, HeaderSignature, HeaderEvent, HeaderCode, HeaderStart} {
		fmt.Fprintf(&want, "%s: %s\n", name, headers.Get(name))
	}
	fmt.Fprintf(&want, "\n%s\n", body)
	page, err := os.ReadFile("../../docs/contracts.md")
	must(t, err)
	if !strings.Contains(string(page), "```\n"+want.String()+"```\n") {
		t.Errorf("docs/contracts.md lacks this vector:\n%s", want.String())
	}
}
