// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package unixfs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

// book is a file of three levels: the root has a little of its own, and pieces of both forms below it.
func book(t *testing.T, s *shelf) (cid.Cid, string) {
	t.Helper()
	low := s.node(t, form{kind: typeFile, size: 9, sizes: []uint64{4, 5}, packed: true, links: []link{{id: s.leaf(t, "once")}, {id: s.leaf(t, " upon")}}})
	old := s.node(t, form{kind: typeFile, data: " a time", size: 7})
	root := s.node(t, form{kind: typeFile, data: "well, ", size: 22, sizes: []uint64{9, 7}, links: []link{{id: low}, {id: old}}})
	return root, "well, once upon a time"
}

func read(s *shelf, id cid.Cid, from int64) (string, error) {
	f, err := Get(s.get).Open(context.Background(), id, from)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return string(b), err
}

func TestAFileIsReadFromAnyByteOn(t *testing.T) {
	s := newShelf()
	root, want := book(t, s)
	for from := range len(want) + 1 {
		if got, err := read(s, root, int64(from)); err != nil || got != want[from:] {
			t.Errorf("from %d: got %q %v", from, got, err)
		}
	}
	t.Run("without the blocks before it", func(t *testing.T) {
		s.got = 0
		if got, err := read(s, root, 15); err != nil || got != " a time" || s.got != 2 {
			t.Errorf("got %q %v from %d blocks", got, err, s.got)
		}
	})
	t.Run("and closed before its end", func(t *testing.T) {
		f, err := Get(s.get).Open(t.Context(), root, 0)
		if err != nil || f.Size != int64(len(want)) {
			t.Fatalf("%v", err)
		}
		_ = f.Close()
	})
}

func TestNothingIsBelievedThatDoesNotMatchItsCID(t *testing.T) {
	for n := range 5 {
		s := newShelf()
		root, want := book(t, s)
		ids := make([]cid.Cid, 0, len(s.blocks))
		for id := range s.blocks {
			ids = append(ids, id)
		}
		slices.SortFunc(ids, func(a, b cid.Cid) int { return strings.Compare(a.KeyString(), b.KeyString()) })
		block := slices.Clone(s.blocks[ids[n]])
		block[len(block)-1] ^= 1
		s.blocks[ids[n]] = block
		if got, err := read(s, root, 0); !errors.Is(err, ErrBlock) || !strings.HasPrefix(want, got) {
			t.Errorf("block %d: got %q %v", n, got, err)
		}
	}
	t.Run("nor what is too short to prove anything", func(t *testing.T) {
		sum, err := multihash.Sum([]byte("x"), multihash.SHA2_256, 8)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := read(newShelf(), cid.NewCidV1(cid.Raw, sum), 0); err == nil || !strings.Contains(err.Error(), "too short a hash") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("and what stands in the CID is not asked for", func(t *testing.T) {
		sum, err := multihash.Sum([]byte("hello"), multihash.IDENTITY, -1)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(newShelf(), cid.NewCidV1(cid.Raw, sum), 0); err != nil || got != "hello" {
			t.Errorf("got %q %v", got, err)
		}
	})
}

func TestADirectoryIsListedWhateverItsForm(t *testing.T) {
	s := newShelf()
	root, want := book(t, s)
	deep := s.node(t, form{kind: typeDirectory, links: []link{{root, "book"}, {s.leaf(t, "x"), "x"}}})
	shard := s.node(t, form{kind: typeShard, fanout: 256, links: []link{
		{s.leaf(t, "1"), "0Aone"}, {s.node(t, form{kind: typeShard, fanout: 256, links: []link{{deep, "77deep"}, {s.leaf(t, "2"), "FFtwo"}}}), "1B"},
	}})
	top := s.node(t, form{kind: typeDirectory, links: []link{{shard, "many"}, {s.leaf(t, "y"), "y"}}})
	get := Get(s.get)
	list := func(id cid.Cid) []string {
		files, err := get.Files(t.Context(), id, 100)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range files {
			names = append(names, f.Path)
		}
		slices.Sort(names)
		return names
	}
	if diff := cmp.Diff([]string{"many/deep/book", "many/deep/x", "many/one", "many/two", "y"}, list(top)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{""}, list(root)); diff != "" {
		t.Errorf("a file by itself: %s", diff)
	}
	id, err := get.Resolve(t.Context(), top, []string{"many", "deep", "book"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(s, id, 0); err != nil || got != want {
		t.Errorf("got %q %v", got, err)
	}
	if _, err := get.Resolve(t.Context(), top, []string{"many", "none"}); err == nil || err.Error() != `there is no "none" in it` {
		t.Errorf("got %v", err)
	}
	if _, err := get.Files(t.Context(), top, 4); !errors.Is(err, ErrTooMany) {
		t.Errorf("got %v", err)
	}
}

func TestTreesThatMakeNoSense(t *testing.T) {
	s := newShelf()
	leaf := s.leaf(t, "four")
	link1 := []link{{leaf, "a"}}
	chain := s.node(t, form{kind: typeFile, size: 4, sizes: []uint64{4}, links: link1})
	for range maxDepth + 1 {
		chain = s.node(t, form{kind: typeFile, size: 4, sizes: []uint64{4}, links: []link{{chain, ""}}})
	}
	for name, id := range map[string]cid.Cid{
		"pieces without sizes":              s.node(t, form{kind: typeFile, size: 4, links: link1}),
		"a size that is not its pieces'":    s.node(t, form{kind: typeFile, size: 5, sizes: []uint64{4}, links: link1}),
		"a piece that is larger than said":  s.node(t, form{kind: typeFile, size: 3, sizes: []uint64{3}, links: link1}),
		"a piece that is smaller than said": s.node(t, form{kind: typeFile, size: 5, sizes: []uint64{5}, links: link1}),
		"sizes that overflow":               s.node(t, form{kind: typeFile, size: 4, sizes: []uint64{1 << 63, 1<<63 + 4}, links: []link{{leaf, ""}, {leaf, ""}}}),
		"pieces within pieces without end":  chain,
		"a directory as a piece":            s.node(t, form{kind: typeFile, size: 4, sizes: []uint64{4}, links: []link{{s.node(t, form{kind: typeDirectory}), ""}}}),
		"a directory":                       s.node(t, form{kind: typeDirectory}),
		"no node at all":                    s.put(t, cid.DagProtobuf, []byte("\xff\xff")),
		"another codec":                     s.put(t, cid.DagCBOR, []byte("\xa0")),
		"a link that leads nowhere":         s.put(t, cid.DagProtobuf, []byte{0x12, 0x00}),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := read(s, id, 0); err == nil {
				t.Errorf("got %q", got)
			}
		})
	}
	for name, tc := range map[string]struct {
		id   cid.Cid
		want string
	}{
		"a link":                     {s.node(t, form{kind: typeDirectory, links: []link{{s.node(t, form{kind: typeSymlink, data: "/etc"}), "l"}}}), "l: it is a symbolic link"},
		"a name that climbs":         {s.node(t, form{kind: typeDirectory, links: []link{{leaf, ".."}}}), `".." in it cannot be the name of a file`},
		"a name with a slash":        {s.node(t, form{kind: typeDirectory, links: []link{{leaf, "a/b"}}}), `"a/b" in it cannot be the name of a file`},
		"a name that is empty":       {s.node(t, form{kind: typeDirectory, links: []link{{leaf, ""}}}), `"" in it cannot be the name of a file`},
		"a shard without a fanout":   {s.node(t, form{kind: typeShard, links: link1}), "neither a file nor a directory"},
		"a shard with short names":   {s.node(t, form{kind: typeShard, fanout: 256, links: link1}), "neither a file nor a directory"},
		"a shard with another below": {s.node(t, form{kind: typeShard, fanout: 16, links: link1}), "neither a file nor a directory"},
		"a block that is missing":    {s.node(t, form{kind: typeDirectory, links: []link{{cid.MustParse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"), "m"}}}), "m: there is no such block"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Get(s.get).Files(t.Context(), tc.id, 100); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
	t.Run("a directory within directories without end", func(t *testing.T) {
		id := s.node(t, form{kind: typeDirectory})
		for n := range maxDepth + 2 {
			id = s.node(t, form{kind: typeDirectory, links: []link{{id, fmt.Sprint(n)}}})
		}
		if _, err := Get(s.get).Files(t.Context(), id, 100); err == nil || !strings.Contains(err.Error(), "too deep") {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzANodeOfAnyBytesIsReadOrRefused(f *testing.F) {
	f.Add([]byte{0x0a, 0x02, 0x08, 0x02})
	f.Add([]byte{0x12, 0x04, 0x0a, 0x02, 0x01, 0x55, 0x0a, 0x04, 0x08, 0x02, 0x22, 0x00})
	f.Fuzz(func(t *testing.T, block []byte) {
		n, err := decode(block)
		if err == nil && n.kind == typeFile && len(n.sizes) != len(n.links) {
			t.Errorf("%d sizes for %d links", len(n.sizes), len(n.links))
		}
	})
}
