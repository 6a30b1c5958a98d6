// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func TestAVolumeThatIsTooSmallIsNamedAsTheReason(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may mount a file system with a limit")
	}
	l := newLab(t)
	if err := unix.Mount("tmpfs", l.volume, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(l.volume, unix.MNT_DETACH) })
	r := l.run(t, fmt.Sprintf(`{"spec":{"stages":[{"name":"s","algorithm":{"rawCode":%q}}]}}`, strings.Repeat("x", 2<<20)))
	if r.Code != v1alpha1.CodeAlgorithmFetchFailed || !strings.Contains(r.Message, "the data volume is full, raise volumeSize") {
		t.Errorf("got %d %q", r.Code, r.Message)
	}
}
