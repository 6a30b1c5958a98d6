// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

// ample are limits that no test reaches by accident.
var ample = Limits{MaxBytes: 1 << 40, MaxFiles: 100_000}

// limited is what lies on a volume, and what is said of it.
type limited struct {
	name   string
	limits Limits
	make   func(t *testing.T, outputs string)
	want   string
}

func limitedVolumes() []limited {
	return []limited{
		{"as many bytes as are allowed, logs included, pass", Limits{6, 100}, func(t *testing.T, outputs string) {
			t.Helper()
			put(t, outputs, "a", "123")
		}, ""},
		{"one byte more does not", Limits{6, 100}, func(t *testing.T, outputs string) {
			t.Helper()
			put(t, outputs, "a", "1234")
		}, "outputs and logs are larger than 6 bytes: write less, or ask the provider to raise OUTPUT_MAX_BYTES"},
		{"a hole counts", Limits{1 << 40, 100}, func(t *testing.T, outputs string) {
			t.Helper()
			sparse(t, put(t, outputs, "a", ""), 1<<42)
		}, "larger than 1099511627776 bytes"},
		{"a link is counted and no size of it is", Limits{3, 100}, func(t *testing.T, outputs string) {
			t.Helper()
			if err := os.Symlink(put(t, outputs, "../../../large", "12345"), outputs+"/link"); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"as many entries as are allowed, folders included, pass", Limits{100, 4}, func(t *testing.T, outputs string) {
			t.Helper()
			put(t, outputs, "folder/a", "")
			put(t, outputs, "b", "")
		}, ""},
		{"one more does not", Limits{100, 4}, func(t *testing.T, outputs string) {
			t.Helper()
			put(t, outputs, "folder/a", "")
			put(t, outputs, "b", "")
			put(t, outputs, "c", "")
		}, "outputs and logs have more than 4 files and folders: write less, or ask the provider to raise OUTPUT_MAX_FILES"},
		{"names that would fill the memory do not", Limits{100, 2000}, func(t *testing.T, outputs string) {
			t.Helper()
			folder := strings.Repeat(strings.Repeat("f", 200)+"/", 4)
			for n := range 1500 {
				put(t, outputs, fmt.Sprint(folder, n), "")
			}
		}, "outputs and logs have names of more than 1048576 bytes together: write less, or ask the provider to raise OUTPUT_MAX_FILES"},
	}
}

func TestLimits(t *testing.T) {
	for _, tc := range limitedVolumes() {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			put(t, root, "logs/s/1/algorithm.log", "log")
			put(t, root, "outputs/s/1/.keep", "")
			if err := os.Remove(root + "/outputs/s/1/.keep"); err != nil {
				t.Fatal(err)
			}
			tc.make(t, root+"/outputs/s/1")
			_, err := Collect(openTestVolume(t, root), []Stage{{"s", 1}}, false, tc.limits)
			var tooMuch *TooMuchError
			if (tc.want == "") != (err == nil) || err != nil && (!errors.As(err, &tooMuch) || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("sizes never overflow", func(t *testing.T) {
		b := budget{limits: Limits{MaxBytes: 1 << 62}}
		for range 3 {
			_ = b.file(1 << 61)
		}
		if err := b.file(1<<63 - 1); err == nil || b.bytes != 1<<62 {
			t.Errorf("%d bytes, %v", b.bytes, err)
		}
	})
}

func TestOutputsThatAreTooLargeFailBeforeAnythingLeft(t *testing.T) {
	o, results, admin, _ := scene(t)
	o.Limits.MaxBytes = 16
	r, err := Run(t.Context(), o)
	if err == nil || r.Code != v1alpha1.CodeDiskQuotaExceeded || !strings.Contains(r.Message, "OUTPUT_MAX_BYTES") {
		t.Errorf("got %+v, %v", r, err)
	}
	if len(results.names) > 0 {
		t.Errorf("uploaded: %v", results.names)
	}
	if len(admin.names) != 2 {
		t.Errorf("the provider's own logs: %v", admin.names)
	}
}

// sparse makes a file of a size that it does not take up.
func sparse(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}
