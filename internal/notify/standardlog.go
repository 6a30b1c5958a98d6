// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"fmt"
	"io"
)

// unsolicited is where net/http begins to write whatever a server said beyond its answer into Go's standard log.
const unsolicited = "Unsolicited response received on idle HTTP channel"

// StandardLog is a writer for Go's standard log (log.SetOutput), which nothing but a few corners of libraries writes to. A
// receiver that repeats a notice after the end of its answer would have net/http write it there, with the job's secret in
// it, and there is no way to tell net/http not to. Everything else is passed on.
func StandardLog(w io.Writer) io.Writer { return standardLog{w} }

type standardLog struct{ to io.Writer }

// Write gets whole lines: the log package hands over one message at a time.
func (s standardLog) Write(line []byte) (int, error) {
	if at := bytes.Index(line, []byte(unsolicited)); at >= 0 {
		_, err := fmt.Fprintf(s.to, "%s%s; what it said is not shown\n", line[:at], unsolicited)
		return len(line), err
	}
	return s.to.Write(line)
}
