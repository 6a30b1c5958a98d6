// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ErrChanged says that the source has another content than the one that was wanted. A part may answer with it, too.
var ErrChanged = errors.New("the content changed while it was downloaded")

// round reads until everything is there or something goes wrong. What has come in until then is kept for the next round,
// if the source can tell that it is still of the same content.
func (f *file) round(ctx context.Context) (further bool, err error) {
	if f.begun && f.version == "" {
		if err := f.reset(); err != nil {
			return false, err
		}
	}
	err = f.read(ctx)
	// More than ever before: a content that changes all the time, or a source that always breaks at the same place, does not
	// get any further.
	if there := f.chart.there(); f.version != "" && there > f.furthest {
		further, f.furthest = true, there
	}
	switch {
	case err == nil:
		return further, f.finish()
	case errors.Is(err, ErrChanged):
		if failed := f.reset(); failed != nil {
			return false, failed
		}
		return false, Again(err, 0)
	}
	return further, err
}

// read opens a first connection, which reads to the end or to where another has begun, and lets others join it.
func (f *file) read(ctx context.Context) error {
	at, ok := f.chart.claim(segmentLeast)
	if !ok {
		return nil
	}
	team := f.gather(ctx)
	content, err := f.ask(team.ctx, Span{From: at.from, To: End, Version: f.version})
	if err != nil {
		f.chart.giveBack(at)
		return team.end(err)
	}
	at, err = f.accept(content, at)
	if err == nil {
		if content.Ranges && f.version != "" && f.size >= 0 && !f.wholeOnly.Load() {
			team.invite()
		}
		err = f.stream(content.Body, at)
	}
	_ = content.Body.Close()
	if err == nil {
		err = f.segments(team.ctx)
	}
	if err = team.end(err); err != nil {
		return err
	}
	return f.segments(ctx) // What the others gave back.
}

func (f *file) ask(ctx context.Context, span Span) (*Content, error) {
	f.requests.Add(1)
	return f.part.Open(ctx, span)
}

// accept compares what the source offers with what is there, and returns where to begin with it.
func (f *file) accept(content *Content, at region) (region, error) {
	same := content.Version == f.version && content.From == at.from && (f.size < 0 || content.Size == f.size)
	if !f.begun {
		same = content.From == at.from
	}
	if !same {
		f.chart.giveBack(at)
		if content.From != 0 {
			return region{}, ErrChanged
		}
		if err := f.reset(); err != nil {
			return region{}, err
		}
		at, _ = f.chart.claim(segmentLeast)
	}
	var err error
	if !f.begun {
		err = f.begin(content.Size, content.Version)
	} else {
		err = f.learn(content.Size)
	}
	if err != nil {
		f.chart.giveBack(at)
		return region{}, err
	}
	if f.size >= 0 {
		at.to = max(min(at.to, f.size), at.from)
	}
	return at, nil
}

// stream reads on as long as nobody has begun with what comes next.
func (f *file) stream(body io.Reader, at region) error {
	for {
		n, err := f.copy(body, at)
		rest := region{at.from + n, at.to}
		if errors.Is(err, io.EOF) && f.size < 0 {
			return f.ended(rest)
		}
		if err != nil {
			f.chart.giveBack(rest)
			return f.broken(err)
		}
		next, ok := f.chart.claimAt(at.to, f.chart.segment())
		if !ok {
			return nil
		}
		at = next
	}
}

// ended is how a file of unknown size shows it.
func (f *file) ended(rest region) error {
	f.chart.giveBack(rest)
	f.size = rest.from
	f.chart.cut(f.size)
	return nil
}

// segments asks for one piece after the other, until there is none that nobody has begun with.
func (f *file) segments(ctx context.Context) error {
	for {
		at, ok := f.chart.claim(f.chart.segment())
		if !ok {
			return nil
		}
		n, err := f.segment(ctx, at)
		if err != nil {
			f.chart.giveBack(region{at.from + n, at.to})
			return err
		}
	}
}

func (f *file) segment(ctx context.Context, at region) (int64, error) {
	content, err := f.ask(ctx, Span{From: at.from, To: at.to, Version: f.version})
	if err != nil {
		return 0, err
	}
	defer content.Body.Close()
	if content.Version != f.version || content.Size != f.size {
		return 0, ErrChanged
	}
	if content.From != at.from {
		f.wholeOnly.Store(true)
		return 0, Again(errors.New("the server was asked for a part of the file and sent the whole"), 0)
	}
	n, err := f.copy(content.Body, at)
	if err != nil {
		return n, f.broken(err)
	}
	return n, nil
}

// broken is an error of copy: the volume's, or one of the body, which another try may cure.
func (f *file) broken(err error) error {
	var failed *writeError
	if errors.As(err, &failed) {
		return failed
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return Again(fmt.Errorf("the download broke off after %d bytes: %w", f.chart.there(), err), 0)
}
