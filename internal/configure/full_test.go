// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// small is a lab whose volume holds no more than so much.
func small(t *testing.T, size string) *lab {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may mount a file system with a limit")
	}
	l := newLab(t)
	if err := unix.Mount("tmpfs", l.volume, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(l.volume, unix.MNT_DETACH) })
	return l
}

func TestAVolumeThatIsTooSmallIsNamedAsTheReason(t *testing.T) {
	const want = "the data volume is full, raise volumeSize"
	t.Run("for code that stands in the document", func(t *testing.T) {
		r := small(t, "1m").run(t, fmt.Sprintf(`{"spec":{"stages":[{"name":"s","algorithm":{"rawCode":%q}}]}}`, strings.Repeat("x", 2<<20)))
		if r.Code != v1alpha1.CodeAlgorithmFetchFailed || !strings.Contains(r.Message, want) {
			t.Errorf("got %d %q", r.Code, r.Message)
		}
	})
	t.Run("for a file of a known size, before it is sent", func(t *testing.T) {
		books := &library{content: manyBytes(6 * mebi), headers: map[string]string{"ETag": `"abc"`}}
		r := small(t, "5m").run(t, oneInput(books.serve(t).URL))
		if r.Code != v1alpha1.CodeInputFailed || !strings.Contains(r.Message, want+": the file has 6291456 bytes, and the volume has room for ") {
			t.Errorf("got %d %q", r.Code, r.Message)
		}
	})
	t.Run("for a file of an unknown size, along with it", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for range 6 {
				_, _ = w.Write(manyBytes(mebi))
			}
		}))
		t.Cleanup(server.Close)
		l := small(t, "5m")
		r := l.run(t, oneInput(server.URL))
		if r.Code != v1alpha1.CodeInputFailed || !strings.Contains(r.Message, want) {
			t.Errorf("got %d %q", r.Code, r.Message)
		}
	})
}

func TestALimitOfTheProvidersIsKept(t *testing.T) {
	l, books := newLab(t), &library{content: manyBytes(mebi)}
	l.o.MaxBytes = mebi - 1
	r := l.run(t, oneInput(books.serve(t).URL))
	if want := "input a of stage s, file 0: the inputs and the code together are larger than the 1048575 bytes that the provider allows (INPUT_MAX_BYTES)"; r.Message != want {
		t.Errorf("got %q", r.Message)
	}
}
