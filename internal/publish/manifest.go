// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"sort"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// Published is what is told of a file that has been uploaded.
type Published struct {
	Path   string `json:"path"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	URL    string `json:"url"`
}

type totals struct {
	Files   int64 `json:"files"`
	Bytes   int64 `json:"bytes"`
	Skipped int64 `json:"skipped"`
}

// manifest is the list of everything that was published. It has no times in it: publishing again must give the same. With
// many files it is too large for the memory, so that it is never there as a whole: it is written page by page as it is
// read.
type manifest struct {
	found  Found
	placed Placed
	totals totals
	// ends are where each page ends.
	ends []int64
}

// pageEntries are how many files or skipped entries stand on a page.
const pageEntries = 64

func newManifest(found Found, placed Placed) (*manifest, error) {
	m := &manifest{found: found, placed: placed}
	m.totals = totals{Files: int64(len(found.Files)), Skipped: int64(len(found.Skipped))}
	for _, file := range found.Files {
		m.totals.Bytes += file.Size
	}
	end := int64(0)
	for n := range m.pages() {
		page, err := m.page(n)
		if err != nil {
			return nil, fmt.Errorf("encode the manifest: %w", err)
		}
		end += int64(len(page))
		m.ends = append(m.ends, end)
	}
	return m, nil
}

// file is the manifest as one more file to upload.
func (m *manifest) file() File {
	return File{Name: contract.ManifestFile, Type: TypeOutput, Size: m.ends[len(m.ends)-1], Open: func() (Content, error) {
		return readOnly{m}, nil
	}}
}

// published is what is told of one file.
func (m *manifest) published(n int) Published {
	file := m.found.Files[n]
	return Published{
		Path: file.Name, Type: file.Type, Size: file.Size, SHA256: hex.EncodeToString(m.placed.Digests[n][:]), URL: m.placed.URL(file.Name),
	}
}

// pages are those of files, those of skipped entries, and the last one. Of the first two there is at least one.
func (m *manifest) pages() int { return pagesOf(m.found.Files) + pagesOf(m.found.Skipped) + 1 }

func pagesOf[T any](list []T) int { return max(1, (len(list)+pageEntries-1)/pageEntries) }

func (m *manifest) page(n int) ([]byte, error) {
	files := pagesOf(m.found.Files)
	skipped := pagesOf(m.found.Skipped)
	switch {
	case n < files:
		return listPage("{\n  \"files\": [", n, len(m.found.Files), func(i int) any { return m.published(i) })
	case n < files+skipped:
		return listPage("  \"skipped\": [", n-files, len(m.found.Skipped), func(i int) any { return m.found.Skipped[i] })
	}
	b, err := json.Marshal(m.totals)
	return fmt.Appendf(nil, "  \"totals\": %s\n}\n", b), err
}

// listPage is one page of a list: the first one has the list's opening before it, and the last one its end after it.
func listPage(opening string, page, length int, entry func(int) any) ([]byte, error) {
	var b bytes.Buffer
	if page == 0 {
		b.WriteString(opening)
	}
	for i := page * pageEntries; i < min(length, (page+1)*pageEntries); i++ {
		line, err := json.Marshal(entry(i))
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		b.Write(line)
	}
	if (page+1)*pageEntries >= length {
		if length > 0 {
			b.WriteString("\n  ")
		}
		b.WriteString("],\n")
	}
	return b.Bytes(), nil
}

// ReadAt writes the pages that it is asked for.
func (m *manifest) ReadAt(p []byte, offset int64) (int, error) {
	read := 0
	first := sort.Search(len(m.ends), func(n int) bool { return m.ends[n] > offset })
	for n := first; n < len(m.ends) && read < len(p); n++ {
		page, err := m.page(n)
		if err != nil {
			return read, err
		}
		begin := m.ends[n] - int64(len(page))
		read += copy(p[read:], page[offset+int64(read)-begin:])
	}
	if read < len(p) {
		return read, io.EOF
	}
	return read, nil
}
