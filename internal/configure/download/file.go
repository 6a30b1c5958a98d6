// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package download

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// file is one that is being downloaded, in rounds that come one after the other. Its own fields are changed only while a
// single connection is at work.
type file struct {
	*Engine
	part Part
	want Want

	name     string
	partFile *os.File
	// direct is the part file once more, past the page cache. It is nil where that cannot be or does not pay.
	direct  *os.File
	writing sync.Mutex
	journal *journal
	chart   *chart
	sum     *summing

	// begun says that size and version are those of some content. size is -1 as long as nobody knows it.
	begun   bool
	size    int64
	version string
	// budgeted is how much of the budget this file has taken.
	budgeted int64
	// resumed says that some of the part file is an earlier attempt's.
	resumed bool
	// furthest is the most that was ever there.
	furthest int64
	whole    bool
	result   Result
	shown    running
	// wholeOnly says that the source does not do what it promised about ranges.
	wholeOnly atomic.Bool
	brake     brake
	// requests is counted by all connections.
	requests atomic.Int64
}

// open opens the part file and finds out how much of it an earlier attempt has left.
func (e *Engine) open(part Part, want Want) (*file, error) {
	f := &file{Engine: e, part: part, want: want, name: partName(want.Path), size: -1}
	var err error
	if f.partFile, err = e.o.Root.OpenFile(f.name+".part", os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, OnVolume(fmt.Errorf("open the part file: %w", err))
	}
	h, done := recall(e.o.Root, f.name+".journal", part.ID, f.partFile)
	f.chart = newChart(done)
	f.sum = newSumming(f.partFile, f.chart.front, &f.brake)
	f.shown.what, f.shown.there = want.What, f.chart.there
	if len(done) > 0 {
		f.resumed, f.furthest = true, f.chart.there()
		e.o.Log.Info("Going on where an earlier attempt ended", "what", want.What, "bytes", f.chart.there(), "of", h.Size)
		err = f.begin(h.Size, h.Version)
	} else {
		err = f.empty()
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// begin makes room for content whose version and, mostly, size are known by now.
func (f *file) begin(size int64, version string) error {
	f.begun, f.version = true, version
	if err := f.learn(size); err != nil {
		return err
	}
	if size >= 0 && size < journalFrom {
		return nil
	}
	f.sum.follow()
	f.sum.nudge()
	if version == "" {
		return nil
	}
	var err error
	if f.resumed {
		f.journal, err = resumeJournal(f.o.Root, f.name+".journal")
	} else {
		f.journal, err = createJournal(f.o.Root, f.name+".journal", heading{ID: f.part.ID, Version: version, Size: size})
	}
	if err != nil {
		return OnVolume(err)
	}
	return nil
}

// learn takes note of the size as soon as it is known.
func (f *file) learn(size int64) error {
	if size < 0 || f.size >= 0 {
		return nil
	}
	if err := f.budget(size - f.budgeted); err != nil {
		return err
	}
	f.size = size
	f.shown.size.Store(size)
	f.chart.cut(size)
	if size < journalFrom {
		return nil
	}
	if err := reserve(f.partFile, size); err != nil {
		return OnVolume(err)
	}
	if f.o.Direct > 0 && size >= f.o.Direct {
		f.direct = f.openDirect()
	}
	return nil
}

func (f *file) budget(n int64) error {
	err := f.o.Budget.take(n)
	if err == nil {
		f.budgeted += n
	}
	return err
}

// reset throws everything away: the content has become another, or nothing tells that it has not.
func (f *file) reset() error {
	f.sum.stop()
	f.journal.close()
	_ = f.direct.Close() // It is in order that there is none.
	f.o.Budget.giveBack(f.budgeted)
	f.direct, f.journal, f.begun, f.size, f.version, f.budgeted, f.resumed = nil, nil, false, -1, "", 0, false
	f.chart.clear()
	f.sum = newSumming(f.partFile, f.chart.front, &f.brake)
	return f.empty()
}

// empty leaves nothing of what was in the part file, so that it can never be taken for what is to come.
func (f *file) empty() error {
	_ = f.o.Root.Remove(f.name + ".journal")
	if err := f.partFile.Truncate(0); err != nil {
		return OnVolume(fmt.Errorf("empty the part file: %w", err))
	}
	return nil
}

// finish gives the file its name, if it is what it should be.
func (f *file) finish() error {
	f.sum.stop()
	sum, err := f.sum.finish(f.size)
	if err != nil {
		return OnVolume(err)
	}
	if f.want.SHA256 != "" && f.want.SHA256 != sum {
		return f.differs(fmt.Errorf("%w: it is %s, not %s", ErrChecksum, sum, f.want.SHA256))
	}
	if err := f.rename(); err != nil {
		return OnVolume(err)
	}
	f.whole = true
	f.result = Result{Bytes: f.size, SHA256: sum, Requests: int(f.requests.Load())}
	if err := f.ledger.add(entry{Path: f.want.Path, ID: f.part.ID, SHA256: sum, Bytes: f.size}); err != nil {
		return OnVolume(err)
	}
	return nil
}

// differs makes sure that no later attempt goes on with wrong bytes. If some were an earlier attempt's, the fault may be
// theirs, and all of it is downloaded once more.
func (f *file) differs(err error) error {
	resumed := f.resumed
	if failed := f.reset(); failed != nil {
		return failed
	}
	if resumed {
		return Again(err, 0)
	}
	return err
}

func (f *file) rename() error {
	if err := f.partFile.Chmod(f.want.Mode); err != nil {
		return fmt.Errorf("set the file's mode: %w", err)
	}
	if err := f.partFile.Close(); err != nil {
		return fmt.Errorf("close the file: %w", err)
	}
	if err := f.o.Root.Rename(f.name+".part", f.want.Path); err != nil {
		return fmt.Errorf("give the file its name: %w", err)
	}
	return nil
}

// close leaves a part file behind only where a later attempt can go on with it.
func (f *file) close() {
	f.sum.stop()
	_ = f.direct.Close() // As above; and nothing is lost, as writing told all.
	_ = f.partFile.Close()
	remembered := f.journal != nil
	f.journal.close()
	if !f.whole {
		f.o.Budget.giveBack(f.budgeted)
	}
	if f.whole && remembered {
		_ = f.o.Root.Remove(f.name + ".journal")
	}
	if !f.whole && !remembered {
		_ = f.o.Root.Remove(f.name + ".part")
	}
}

func (f *file) tell(wait time.Duration, after error) {
	f.o.Log.Warn("Will try again", "what", f.want.What, "in", wait, "after", after)
}
