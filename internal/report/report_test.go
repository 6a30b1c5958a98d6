// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
)

func outputs(n int) []v1alpha1.Output {
	all := make([]v1alpha1.Output, 0, n)
	for i := range n {
		all = append(all, v1alpha1.Output{Name: fmt.Sprintf("outputs/%d", i), Type: "output", URL: strings.Repeat("u", 100), Size: 1, SHA256: strings.Repeat("a", 64)})
	}
	return all
}

func TestAReportIsReadAsItWasWritten(t *testing.T) {
	want := Report{
		Code: v1alpha1.CodeResultsUploadFailed, Message: "the store did not answer", Files: 2, Bytes: 7, VolumeFull: true,
		Manifest: &v1alpha1.Manifest{URL: "ipfs://m", SHA256: strings.Repeat("b", 64), Files: 2, Bytes: 7}, Outputs: outputs(2),
		Algorithms: []string{strings.Repeat("a", 64), ""},
	}
	path := filepath.Join(t.TempDir(), "termination-log")
	if err := Write(path, want); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(string(b))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

func TestAReportIsMadeToFit(t *testing.T) {
	t.Run("outputs are left off from the end", func(t *testing.T) {
		b, err := Encode(Report{Outputs: outputs(32)})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(string(b))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.Outputs); n == 0 || n == 32 || got.Outputs[0].Name != "outputs/0" {
			t.Errorf("%d outputs are left: %v", n, got.Outputs)
		}
	})
	t.Run("a long message is cut between characters", func(t *testing.T) {
		b, err := Encode(Report{Message: strings.Repeat("ä", 1000)})
		if err != nil {
			t.Fatal(err)
		}
		var r Report
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Message) > 512 || !utf8.ValidString(r.Message) || r.Message == "" {
			t.Errorf("the message is %d bytes: %q", len(r.Message), r.Message)
		}
	})
	t.Run("the message outlives the algorithms", func(t *testing.T) {
		b, err := Encode(Report{Message: strings.Repeat("<", 1000), Algorithms: slices.Repeat([]string{strings.Repeat("a", 64)}, 16)})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Decode(string(b)); err != nil || len(got.Message) != 512 || len(got.Algorithms) > 0 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("what is too long without outputs is an error", func(t *testing.T) {
		if _, err := Encode(Report{Manifest: &v1alpha1.Manifest{URL: strings.Repeat("u", 5000)}}); err == nil {
			t.Error("it was encoded")
		}
	})
}

func TestAMessageIsOneLineOfPrintableCharacters(t *testing.T) {
	r, err := Decode(`{"message":"a\u0000b\nc\u001b[31md\u007f"}`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "a b c [31md "; r.Message != want {
		t.Errorf("got %q, want %q", r.Message, want)
	}
}

func TestWhatIsNoWholeReportIsNotRead(t *testing.T) {
	long := func(field string, n int) string {
		return fmt.Sprintf(`{"outputs":[{"name":"n","type":"output","size":1,%q:%q}]}`, field, strings.Repeat("x", n))
	}
	for name, message := range map[string]string{
		"nothing":                               "",
		"a text":                                "out of memory",
		"half of one":                           `{"code":31,"message":"the`,
		"one with an unknown field":             `{"code":31,"shell":"rm"}`,
		"one with something behind it":          `{"code":31} {"code":0}`,
		"a list":                                `[]`,
		"a code that is no number":              `{"code":"31"}`,
		"more than a kubelet keeps":             `{"message":"` + strings.Repeat("x", MaxBytes) + `"}`,
		"an output with a long name":            long("name", 1025),
		"an output with a long type":            long("type", 33),
		"an output with a long sha256":          long("sha256", 65),
		"a manifest with a long sha256":         `{"manifest":{"url":"u","sha256":"` + strings.Repeat("x", 65) + `","files":1,"bytes":1}}`,
		"a sha256 of an algorithm that is none": `{"algorithms":["` + strings.Repeat("A", 64) + `"]}`,
		"a sha256 of an algorithm with more":    `{"algorithms":["` + strings.Repeat("a", 64) + `\n"]}`,
		"more algorithms than there are stages": `{"algorithms":[` + strings.TrimSuffix(strings.Repeat(`"",`, 17), ",") + `]}`,
		"more outputs than a status holds":      `{"outputs":[` + strings.TrimSuffix(strings.Repeat(`{"name":"n","type":"o","size":1},`, 33), ",") + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := Decode(message); err == nil {
				t.Errorf("it was read as %+v", r)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"code":31,"message":"an input could not be fetched"}`)
	f.Add(`{"outputs":[{"name":"a","type":"output","size":1}],"manifest":{"url":"u","sha256":"s","files":1,"bytes":1}}`)
	f.Add(`{"algorithms":["","` + strings.Repeat("a", 64) + `"],"message":"\u202e\u0000"}`)
	f.Fuzz(func(t *testing.T, message string) {
		r, err := Decode(message)
		if err != nil {
			return
		}
		if _, err := Encode(r); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
		if len(r.Message) > 512 || !utf8.ValidString(r.Message) {
			t.Errorf("the message is not fit to be shown: %q", r.Message)
		}
	})
}
