// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/configure/download"
	"github.com/oceanprotocol/operator-engine/internal/configure/guard"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// Connections is how many downloads, or parts of one, go on at a time: enough to hide a slow server's latency, and to fill
// a fast line with small files; few enough for a server to bear.
const Connections = 16

const (
	// Ample is how many bytes a second one connection must bring for a file to need no other: more than most servers and lines
	// give, and little less than a processor can decrypt and hash while others have work, too.
	Ample = 200e6
	// Direct is from which size on a file is not left in the page cache. That counts against the memory of configure's pod, so
	// that little of a larger one would stay there for the algorithm.
	Direct = 256 << 20
)

// Options are what to do and with what.
type Options struct {
	// Volume is where the data volume is mounted, Runner the program to put there.
	Volume, Runner string
	// SystemRetries is how many attempts more than its own retries a stage may be given.
	SystemRetries int32
	// Getenv finds the addresses that come from Secrets.
	Getenv func(string) string
	// Fetchers and Backoff are how files are got.
	Fetchers Fetchers
	Backoff  download.Backoff
	// Ample and Direct are those of downloads; 0 is never.
	Ample, Direct int64
	// DDOs finds the descriptions of assets.
	DDOs Describer
	// MaxBytes is how much all inputs and code together may have; 0 is no limit.
	MaxBytes int64
	// Tell is how often it is said how far the downloads have come.
	Tell time.Duration
	Log  *slog.Logger
}

// Run fills the volume and says how it went. It goes on after a failure, so that the log names all of them; the report
// names the first. An error means that there is nothing to say to the consumer: it was interrupted, or the volume is
// not to be used.
func Run(ctx context.Context, d Document, o Options) (report.Report, error) {
	volume, err := openVolume(o.Volume)
	if err != nil {
		return report.Report{}, err
	}
	defer volume.root.Close()
	stages := d.Workflow.Spec.Stages
	all, err := folders(stages, o.SystemRetries)
	if err != nil {
		return report.Report{}, err
	}
	if err := volume.makeFolders(all); err != nil {
		return report.Report{}, err
	}
	if err := volume.copyRunner(o.Runner, contract.RunnerFile); err != nil {
		return report.Report{}, err
	}
	o.Log.Info("Prepared the volume", "workflow", d.Workflow.Name, "stages", len(stages), "folders", len(all))
	return fill(ctx, volume, d, o)
}

// fill downloads everything, and returns only when it would outlive the machine.
func fill(ctx context.Context, v *volume, d Document, o Options) (report.Report, error) {
	list, stages := items(d, o.Getenv), d.Workflow.Spec.Stages
	engine, err := download.New(download.Options{
		Root: v.root, Connections: Connections, Ample: o.Ample, Direct: o.Direct, Backoff: o.Backoff, Budget: &download.Budget{Limit: o.MaxBytes}, Log: o.Log,
	})
	if err != nil {
		return report.Report{}, err
	}
	defer engine.Close()
	f := &filler{volume: v, engine: engine, fetchers: o.Fetchers, ddos: o.DDOs, backoff: o.Backoff, log: o.Log}
	quiet := f.follow(o.Tell)
	outcomes := f.putAll(ctx, list)
	quiet()
	if ctx.Err() != nil {
		return report.Report{}, fmt.Errorf("fetch inputs and code: %w", context.Cause(ctx))
	}
	if err := engine.Sync(); err != nil {
		return report.Report{}, err
	}
	r := summarise(list, outcomes)
	r.Algorithms = codeSums(stages, list, outcomes)
	return r, nil
}

// outcome is what became of one item.
type outcome struct {
	files, bytes int64
	sums         []codeSum
	err          error
}

func (f *filler) putAll(ctx context.Context, list []item) []outcome {
	outcomes := make([]outcome, len(list))
	var group errgroup.Group
	group.SetLimit(Connections)
	for i, it := range list {
		group.Go(func() error {
			done, err := f.put(ctx, it)
			done.err = err
			outcomes[i] = done
			if err != nil && ctx.Err() == nil {
				f.log.Error("Failed", append([]any{"what", it.what, "code", int(it.code), "error", err}, refusedAddress(err)...)...)
			}
			return nil // one failure does not keep the others from being found
		})
	}
	_ = group.Wait()
	return outcomes
}

// refusedAddress is for the log, which only the provider reads.
func refusedAddress(err error) []any {
	var refused *guard.RefusedError
	if errors.As(err, &refused) {
		return []any{"address", refused.Addr.String()}
	}
	return nil
}

// summarise makes the report: the first failure in the document's order, which is the same however the downloads ran.
func summarise(list []item, outcomes []outcome) report.Report {
	var r report.Report
	failures := 0
	for i, it := range list {
		switch o := outcomes[i]; {
		case o.err != nil && failures == 0:
			r.Code, r.Message = it.code, redact.Text(fmt.Sprintf("%s: %v", it.what, o.err))
			failures++
		case o.err != nil:
			failures++
		case it.counted:
			r.Files += o.files
			r.Bytes += o.bytes
		}
	}
	if failures > 1 {
		r.Message = fmt.Sprintf("%.400s (and %d more failures)", r.Message, failures-1)
	}
	return r
}

// VolumeReport is what is said when the volume could not be prepared.
func VolumeReport(err error) report.Report {
	return report.Report{Code: v1alpha1.CodeVolumeCreationFailed, Message: redact.Text(err.Error())}
}
