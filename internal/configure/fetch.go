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
	"syscall"
	"time"

	"github.com/oceanprotocol/operator-engine/internal/pause"
)

// filler puts items on the volume.
type filler struct {
	volume   *volume
	fetchers Fetchers
	backoff  Backoff
	// tell is how often a long download says how far it has come.
	tell time.Duration
	log  *slog.Logger
}

// errVolume marks failures to write, which no other try and no other source would cure.
var errVolume = errors.New("write to the volume")

// put brings one item onto the volume, whatever it takes.
func (f *filler) put(ctx context.Context, it item) (written, error) {
	switch {
	case it.problem != nil:
		return written{}, it.problem
	case it.source == nil:
		done, err := f.volume.write(it.path, it.mode, "", func(w io.Writer) error {
			_, err := io.Copy(w, bytes.NewReader(it.inline))
			return err
		})
		if err != nil {
			return written{}, onVolume(err)
		}
		f.log.Info("Wrote", "what", it.what, "file", it.path, "bytes", done.bytes, "sha256", done.sha256)
		return done, nil
	}
	if done, ok := f.volume.has(it.path, it.source.SHA256); ok {
		f.log.Info("Kept, as an earlier attempt had fetched it", "what", it.what, "file", it.path, "bytes", done.bytes, "sha256", done.sha256)
		return done, nil
	}
	return f.fetch(ctx, it)
}

// fetch tries until it works, or cannot.
func (f *filler) fetch(ctx context.Context, it item) (written, error) {
	fetcher, ok := f.fetchers[it.source.URL.Scheme]
	if !ok {
		return written{}, fmt.Errorf("addresses of the kind %q cannot be fetched by this version", it.source.URL.Scheme)
	}
	f.log.Info("Fetching", "what", it.what, "from", it.source.String())
	for try := 1; ; try++ {
		done, err := f.try(ctx, fetcher, it)
		if ctx.Err() != nil {
			return written{}, context.Cause(ctx)
		}
		if err == nil {
			f.log.Info("Fetched", "what", it.what, "file", it.path, "bytes", done.bytes, "sha256", done.sha256)
			return done, nil
		}
		asked, again := curable(err)
		if !again {
			return written{}, err
		}
		if try == f.backoff.Tries {
			return written{}, fmt.Errorf("%w (tried %d times)", err, try)
		}
		wait := f.backoff.wait(try, asked)
		f.log.Warn("Will try again", "what", it.what, "in", wait, "after", err)
		if err := pause.For(ctx, wait); err != nil {
			return written{}, err
		}
	}
}

// try fetches once, from the first byte.
func (f *filler) try(ctx context.Context, fetcher Fetcher, it item) (written, error) {
	content, err := fetcher.Open(ctx, *it.source)
	if err != nil {
		return written{}, err
	}
	defer content.Body.Close()
	body := &progress{body: content.Body, size: content.Size}
	defer f.follow(it.what, body)()
	done, err := f.volume.write(it.path, it.mode, it.source.SHA256, func(w io.Writer) error {
		_, err := io.Copy(w, body)
		return err
	})
	switch {
	case err == nil, errors.Is(err, errChecksum):
		return done, err
	case body.err != nil:
		return written{}, tryAgain(fmt.Errorf("the download broke off after %d bytes: %w", body.got.Load(), body.err), 0)
	}
	return written{}, onVolume(err)
}

// onVolume is an error of the volume's. That it is full is the only one that a consumer can do something about.
func onVolume(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("the data volume is full, raise volumeSize: %w", err)
	}
	return fmt.Errorf("%w: %w", errVolume, err)
}
