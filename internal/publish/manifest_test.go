// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAManifestOfAnyLength(t *testing.T) {
	for _, length := range []int{0, 1, pageEntries - 1, pageEntries, pageEntries + 1, 5*pageEntries + 3} {
		t.Run(fmt.Sprintf("of %d files and as many skipped entries reads as it was meant", length), func(t *testing.T) {
			want := document{Files: []Published{}, Skipped: []Skipped{}, Totals: totals{int64(length), int64(length), int64(length)}}
			found, placed := Found{}, Placed{URL: func(name string) string { return "u:" + name }}
			for n := range length {
				file := File{Name: fmt.Sprintf("outputs/%q<&>\u2028 %d", "ü", n), Type: TypeOutput, Size: 1}
				found.Files, placed.Digests = append(found.Files, file), append(placed.Digests, Digest{byte(n)})
				found.Skipped = append(found.Skipped, Skipped{file.Name, aLink})
				want.Files = append(want.Files, Published{file.Name, file.Type, 1, fmt.Sprintf("%02x%062x", n%256, 0), "u:" + file.Name})
				want.Skipped = append(want.Skipped, Skipped{file.Name, aLink})
			}
			m, err := newManifest(found, placed)
			if err != nil {
				t.Fatal(err)
			}
			content, err := contentOf(m.file())
			if err != nil {
				t.Fatal(err)
			}
			var got document
			if err := json.Unmarshal(content, &got); err != nil {
				t.Fatalf("%v in\n%s", err, content)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			s, err := open(m.file())
			if err != nil {
				t.Fatal(err)
			}
			for _, begin := range []int{0, 1, len(content) / 3, len(content) / 2, len(content) - 1} {
				for _, size := range []int{1, 100, 10_000} {
					size = min(size, len(content)-begin)
					part := make([]byte, size)
					if n, err := s.ReadAt(part, int64(begin)); n != size || err != nil || !bytes.Equal(part, content[begin:begin+size]) {
						t.Errorf("%d bytes from %d on: %d, %v, %q", size, begin, n, err, part)
					}
				}
			}
		})
	}
}
