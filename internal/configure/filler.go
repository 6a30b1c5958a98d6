// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/oceanprotocol/operator-engine/internal/configure/download"
)

// filler puts items on the volume.
type filler struct {
	volume   *volume
	engine   *download.Engine
	fetchers Fetchers
	ddos     Describer
	backoff  download.Backoff
	log      *slog.Logger
}

// put brings one item onto the volume, whatever it takes.
func (f *filler) put(ctx context.Context, it item) (outcome, error) {
	switch {
	case it.problem != nil:
		return outcome{}, it.problem
	case it.ddo != nil:
		return f.describe(ctx, it)
	case it.source == nil:
		return f.write(it, it.inline)
	}
	parts, err := f.find(ctx, it)
	if err != nil {
		return outcome{}, err
	}
	return f.fetch(ctx, it, parts)
}

// write puts what is there already into its file.
func (f *filler) write(it item, content []byte) (outcome, error) {
	done, err := f.volume.write(it.path, it.mode, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(content))
		return err
	})
	if err != nil {
		return outcome{}, download.OnVolume(err)
	}
	f.log.Info("Wrote", "what", it.what, "file", it.path, "bytes", done.bytes, "sha256", done.sha256)
	return outcome{files: 1, bytes: done.bytes, sums: it.sums(done.sha256)}, nil
}

// Describer finds the DDO of an asset, as JSON.
type Describer interface {
	Describe(ctx context.Context, metadata, did string) ([]byte, error)
}

// describe writes an asset's DDO. Algorithms may look into it, but most need not, so it is no failure that there is none.
func (f *filler) describe(ctx context.Context, it item) (outcome, error) {
	var ddo []byte
	err := f.again(ctx, it, func() (err error) {
		ddo, err = f.ddos.Describe(ctx, it.ddo.Metadata, it.ddo.DID)
		return err
	})
	if err != nil {
		f.log.Warn("Could not find a DDO", "what", it.what, "error", err)
		return outcome{}, nil
	}
	return f.write(it, ddo)
}

// again does something until it works, or cannot.
func (f *filler) again(ctx context.Context, it item, do func() error) error {
	return f.backoff.Retry(ctx, func(wait time.Duration, after error) {
		f.log.Warn("Will try again", "what", it.what, "in", wait, "after", after)
	}, func() (bool, error) { return false, do() })
}

// find asks what the source consists of.
func (f *filler) find(ctx context.Context, it item) (parts []download.Part, err error) {
	fetcher, ok := f.fetchers[it.source.Kind]
	if !ok {
		return nil, fmt.Errorf("the provider has not set up how to fetch addresses of the kind %q", it.source.Kind)
	}
	f.log.Info("Fetching", "what", it.what, "from", it.source.String())
	err = f.again(ctx, it, func() error {
		parts, err = fetcher.Find(ctx, *it.source)
		return err
	})
	if err == nil {
		err = checkTree(parts)
	}
	if err == nil && it.source.SHA256 != "" && parts[0].Path != "" {
		err = errors.New("it is a folder, which has no sha256: leave that out, or name one file")
	}
	if err != nil {
		return nil, err
	}
	if err := f.volume.makeFolders(subfolders(it.path, parts)); err != nil {
		return nil, download.OnVolume(err)
	}
	return parts, nil
}

// fetch downloads the parts of an item. The first that fails ends the others: the item is of no use without it.
func (f *filler) fetch(ctx context.Context, it item, parts []download.Part) (outcome, error) {
	results := make([]download.Result, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(Connections)
	for i, part := range parts {
		group.Go(func() (err error) {
			results[i], err = f.part(ctx, it, part)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return outcome{}, err
	}
	all := outcome{files: int64(len(parts))}
	for i, r := range results {
		all.bytes += r.Bytes
		all.sums = append(all.sums, it.sums(r.SHA256, parts[i].Path)...)
	}
	return all, nil
}

func (f *filler) part(ctx context.Context, it item, part download.Part) (download.Result, error) {
	want := download.Want{What: it.what, Path: path.Join(it.path, part.Path), Mode: it.mode, SHA256: it.source.SHA256}
	began := time.Now()
	done, err := f.engine.Put(ctx, part, want)
	switch {
	case err != nil:
	case done.Requests == 0:
		f.log.Info("Kept, as an earlier attempt had fetched it", "what", it.what, "file", want.Path, "bytes", done.Bytes, "sha256", done.SHA256)
	default:
		f.log.Info("Fetched", "what", it.what, "file", want.Path, "bytes", done.Bytes, "sha256", done.SHA256,
			"seconds", time.Since(began).Round(time.Millisecond).Seconds(), "requests", done.Requests)
	}
	return done, err
}
