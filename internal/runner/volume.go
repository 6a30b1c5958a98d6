// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"os"
	"syscall"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// tooLittle is what is left on a volume on which nothing can be written any more: file systems keep the last blocks back.
const tooLittle = 64 << 10

// blameVolume says so if the command failed and the volume is full, on which its outputs and its log lie: the log may lack
// the very line that would tell. No exit code of a command means that, so it goes to the operator as a report.
func (e *ending) blameVolume(folder, terminationLog string) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil || e.code == 0 || !full(fs) {
		return
	}
	e.say("the volume of the outputs is full")
	if err := os.WriteFile(terminationLog, []byte(contract.DiskFullReport), 0o644); err != nil {
		e.say("could not report that: %v", err)
	}
}

// full tells that a file system has no room for data, or for one more file. Some do not count the one or the other.
func full(fs syscall.Statfs_t) bool {
	return fs.Blocks > 0 && fs.Bavail*uint64(fs.Bsize) < tooLittle || fs.Files > 0 && fs.Ffree == 0
}
