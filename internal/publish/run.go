// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/contract"
	"github.com/oceanprotocol/operator-engine/internal/contract/redact"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// maxOutputs is how many files a report names at most, as many as a Workflow's status holds.
const maxOutputs = 32

// Options are what to publish and where to.
type Options struct {
	// Volume and AdminLogs are the folders where the two volumes are mounted.
	Volume, AdminLogs string
	Stages            []Stage
	// LogsOnly leaves the outputs out.
	LogsOnly bool
	Limits   Limits
	Targets  Targets
	Log      *slog.Logger
}

// Run publishes the results, then the manifest, and last the admin logs. What is wrong is in the report, for the
// consumer, and in the error; the error without a code in the report is an interruption. Admin logs that cannot be
// uploaded are only logged: the consumer's results are what was paid for, and the logs are still on their volume.
func Run(ctx context.Context, o Options) (report.Report, error) {
	r, err := publishResults(ctx, o)
	if err != nil {
		r = failure(ctx, err)
	}
	r.VolumeFull = full(o.Volume)
	publishAdminLogs(ctx, o)
	return r, err
}

func failure(ctx context.Context, err error) report.Report {
	r := report.Report{Code: v1alpha1.CodeResultsUploadFailed, Message: redact.Text(err.Error())}
	var read *ReadError
	var tooMuch *TooMuchError
	switch {
	case ctx.Err() != nil:
		r.Code = 0
	case errors.As(err, &tooMuch):
		r.Code = v1alpha1.CodeDiskQuotaExceeded
	case errors.As(err, &read):
		r.Code = v1alpha1.CodeResultsFetchFailed
	}
	return r
}

func publishResults(ctx context.Context, o Options) (report.Report, error) {
	volume, err := OpenVolume(o.Volume)
	if err != nil {
		return report.Report{}, &ReadError{"the volume", err}
	}
	defer volume.Close()
	found, err := Collect(volume, o.Stages, o.LogsOnly, o.Limits)
	if err != nil {
		return report.Report{}, err
	}
	for _, skipped := range found.Skipped {
		o.Log.Warn("Skipped", "file", skipped.Path, "reason", skipped.Reason)
	}
	o.Log.Info("Uploading", "files", len(found.Files), "skipped", len(found.Skipped))
	placed, err := o.Targets.Results.Upload(ctx, found.Files)
	if err != nil {
		return report.Report{}, err
	}
	m, err := newManifest(found, placed)
	if err != nil {
		return report.Report{}, err
	}
	for n := range found.Files {
		file := m.published(n)
		o.Log.Info("Uploaded", "file", file.Path, "bytes", file.Size, "sha256", file.SHA256)
	}
	return publishManifest(ctx, o, m)
}

// publishManifest uploads it last, so that where it is, all is.
func publishManifest(ctx context.Context, o Options, m *manifest) (report.Report, error) {
	placed, err := o.Targets.Results.Upload(ctx, []File{m.file()})
	if err != nil {
		return report.Report{}, err
	}
	if len(placed.Digests) != 1 {
		return report.Report{}, fmt.Errorf("upload %s: %d digests came back", contract.ManifestFile, len(placed.Digests))
	}
	url := placed.URL(contract.ManifestFile)
	o.Log.Info("Uploaded the manifest", "files", m.totals.Files, "bytes", m.totals.Bytes, "url", url)
	r := report.Report{
		Files: m.totals.Files, Bytes: m.totals.Bytes,
		Manifest: &v1alpha1.Manifest{
			URL: url, SHA256: hex.EncodeToString(placed.Digests[0][:]), Files: m.totals.Files, Bytes: m.totals.Bytes,
		},
	}
	for n := range min(len(m.found.Files), maxOutputs) {
		file := m.published(n)
		r.Outputs = append(r.Outputs, v1alpha1.Output{
			Name: file.Path, Type: file.Type, URL: file.URL, Size: file.Size, SHA256: file.SHA256,
		})
	}
	return r, nil
}

func publishAdminLogs(ctx context.Context, o Options) {
	if o.Targets.AdminLogs == nil {
		o.Log.Info("Admin logs stay on their volume, as there is no place set for them")
		return
	}
	if err := uploadAdminLogs(ctx, o); err != nil {
		o.Log.Error("Admin logs were not uploaded", "error", err)
		return
	}
	o.Log.Info("Uploaded the admin logs")
}

func uploadAdminLogs(ctx context.Context, o Options) error {
	volume, err := OpenVolume(o.AdminLogs)
	if err != nil {
		return err
	}
	defer volume.Close()
	files, err := adminLogs(volume)
	if err != nil {
		return err
	}
	_, err = o.Targets.AdminLogs.Upload(ctx, files)
	return err
}
