// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package configure

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/report"
)

// web serves what the stories below fetch: every path answers with itself.
func web(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/missing") {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, r.URL.RequestURI())
	}))
	t.Cleanup(server.Close)
	return server
}

func TestRun(t *testing.T) {
	t.Run("a volume has all folders, files and modes", func(t *testing.T) {
		defer syscall.Umask(syscall.Umask(0o077)) // the modes must not depend on it
		l, server := newLab(t), web(t)
		r := l.run(t, fmt.Sprintf(`{"metadata":{"name":"w"},"spec":{"stages":[
			{"name":"clean","inputs":[{"id":"did:op:a1","files":[{"url":"%[1]s/x?t=1"},{"url":"%[1]s/y"}]}],
			 "algorithm":{"rawCode":"print(1)","customData":null},"compute":{"retries":1}},
			{"name":"count","inputs":[{"id":"previous","stage":"clean"}],
			 "algorithm":{"files":[{"url":"%[1]s/code"},{"url":"%[1]s/lib"}],"customData":{"b": 1,  "a":"<>"}}}]}}`, server.URL))
		algorithms := []string{sumOfText("print(1)"), sumOfText(sumOfText("/lib") + "  1\n" + sumOfText("/code") + "  algorithm\n")}
		if diff := cmp.Diff(report.Report{Algorithms: algorithms, Files: 5, Bytes: int64(len("/x?t=1" + "/y" + "print(1)" + "/code" + "/lib"))}, r); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		const file, code, folder, open = 0o644, 0o755, 0o755, 0o777
		want := map[string]fs.FileMode{
			"bin": folder, "bin/runner": code,
			"inputs": folder, "inputs/clean": folder, "inputs/clean/a1": folder, "inputs/clean/a1/0": file, "inputs/clean/a1/1": file,
			"inputs/clean/algoCustomData.json": file,
			"inputs/count":                     folder, "inputs/count/previous": folder, "inputs/count/algoCustomData.json": file,
			"transformations": folder, "transformations/clean": folder, "transformations/clean/algorithm": code,
			"transformations/count": folder, "transformations/count/algorithm": code, "transformations/count/1": code,
			"ddos": folder, "ddos/clean": folder, "ddos/count": folder,
		}
		for _, zone := range []string{"outputs", "logs"} {
			want[zone], want[zone+"/clean"], want[zone+"/count"] = folder, folder, folder
			for _, attempt := range []string{"clean/1", "clean/2", "clean/3", "clean/4", "count/1", "count/2", "count/3"} {
				want[zone+"/"+attempt] = open
			}
		}
		if diff := cmp.Diff(want, l.tree(t)); diff != "" {
			t.Errorf("the volume (-want +got):\n%s", diff)
		}
		for path, content := range map[string]string{
			"inputs/clean/a1/0": "/x?t=1", "inputs/clean/a1/1": "/y", "inputs/clean/algoCustomData.json": "null",
			"inputs/count/algoCustomData.json": `{"b": 1,  "a":"<>"}`, "transformations/clean/algorithm": "print(1)",
			"transformations/count/algorithm": "/code", "transformations/count/1": "/lib", "bin/runner": "the runner",
		} {
			if got := l.read(t, path); got != content {
				t.Errorf("%s holds %q, want %q", path, got, content)
			}
		}
	})
}

func TestRunAgain(t *testing.T) {
	t.Run("a second run over a half-filled volume makes it whole", func(t *testing.T) {
		l, server := newLab(t), web(t)
		document := fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"url":"%s/x"}]}],"algorithm":{}}]}}`, server.URL)
		l.run(t, document)
		for path, half := range map[string]string{"inputs/s/a/0": "/", "bin/.runner.part": "a longer half file", "bin/runner": ""} {
			if err := os.WriteFile(filepath.Join(l.volume, path), []byte(half), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		l.run(t, document)
		if l.read(t, "inputs/s/a/0") != "/x" || l.read(t, "bin/runner") != "the runner" {
			t.Errorf("the volume is not whole: %v", l.tree(t))
		}
		if _, left := l.tree(t)["bin/.runner.part"]; left {
			t.Error("the half file is still there")
		}
	})
}

func TestRunFailures(t *testing.T) {
	t.Run("every failure is logged and the first is reported", func(t *testing.T) {
		l, server := newLab(t), web(t)
		r := l.run(t, fmt.Sprintf(`{"spec":{"stages":[{"name":"s","inputs":[
			{"id":"a","files":[{"url":"%[1]s/fine"},{"url":"%[1]s/missing?token=s3cret"}]},
			{"id":"did:op:b","remote":{"serviceId":"1","txId":"0x1"}}],
			"algorithm":{"files":[{"url":"ftp://host/code"}]}}]}}`, server.URL))
		want := "input a of stage s, file 1: the server answered 404 Not Found (and 2 more failures)"
		if r.Code != v1alpha1.CodeInputFailed || r.Message != want {
			t.Errorf("got %d %q", r.Code, r.Message)
		}
		for _, line := range []string{"404 Not Found", "input did:op:b of stage s", "remote needs spec.metadataURI, where its DDO is found", `addresses of the kind \"ftp\"`} {
			if !strings.Contains(l.log.String(), line) {
				t.Errorf("the log lacks %q:\n%s", line, l.log)
			}
		}
		if strings.Contains(l.log.String(), "s3cret") {
			t.Errorf("the log has the query string:\n%s", l.log)
		}
		if l.read(t, "inputs/s/a/0") != "/fine" {
			t.Error("the others were not fetched")
		}
	})
	t.Run("a remote algorithm is a failure of the algorithm", func(t *testing.T) {
		r := newLab(t).run(t, `{"spec":{"stages":[{"name":"s","algorithm":{"remote":{"serviceId":"1","txId":"2"}}}]}}`)
		if r.Code != v1alpha1.CodeAlgorithmFetchFailed || !strings.HasPrefix(r.Message, "algorithm of stage s: ") {
			t.Errorf("got %d %q", r.Code, r.Message)
		}
	})
}

func TestSecretAddress(t *testing.T) {
	document := `{"spec":{"stages":[{"name":"s","inputs":[{"id":"a","files":[{"urlFrom":{"name":"n","key":"k"}}]}],
		"algorithm":{"files":[{"urlFrom":{"name":"n","key":"code"}}]}}]}}`
	t.Run("it is taken from the environment and never said", func(t *testing.T) {
		l, server := newLab(t), web(t)
		l.env["URL_STAGE_0_INPUT_0_FILE_0"] = server.URL + "/s3cret/data\n"
		l.env["URL_STAGE_0_ALGORITHM_FILE_0"] = server.URL + "/s3cret/code"
		if r := l.run(t, document); r.Code != 0 || l.read(t, "inputs/s/a/0") != "/s3cret/data" {
			t.Errorf("got %+v", r)
		}
		if strings.Contains(l.log.String(), "s3cret") {
			t.Errorf("the log has the path:\n%s", l.log)
		}
	})
	t.Run("its failures do not say it either", func(t *testing.T) {
		for _, address := range []string{"http://127.0.0.1:1/s3cret", "s3cret", "http://s3cret host/", "gopher://x/s3cret"} {
			l := newLab(t)
			l.env["URL_STAGE_0_INPUT_0_FILE_0"], l.env["URL_STAGE_0_ALGORITHM_FILE_0"] = address, address
			r := l.run(t, document)
			if r.Code != v1alpha1.CodeInputFailed || strings.Contains(r.Message+l.log.String(), "s3cret") {
				t.Errorf("%s: got %+v, log:\n%s", address, r, l.log)
			}
		}
	})
	t.Run("a missing one names the Secret and the key", func(t *testing.T) {
		r := newLab(t).run(t, document)
		if want := "key k of Secret n is missing or empty"; !strings.Contains(r.Message, want) {
			t.Errorf("got %q", r.Message)
		}
	})
}

func TestParseDocument(t *testing.T) {
	stage := `{"spec":{"stages":[{"name":%q,"inputs":[{"id":%q,"stage":"x"},{"id":%q,"stage":"x"}]}]}}`
	for name, document := range map[string]string{
		"no stages":                          `{"spec":{}}`,
		"no JSON":                            `{`,
		"a stage that climbs":                fmt.Sprintf(stage, "..", "a", "b"),
		"a stage with a slash":               fmt.Sprintf(stage, "a/b", "a", "b"),
		"an input that climbs":               fmt.Sprintf(stage, "s", "did:op:..", "b"),
		"an input with a slash":              fmt.Sprintf(stage, "s", "a/../../b", "b"),
		"a hidden input":                     fmt.Sprintf(stage, "s", ".0.part", "b"),
		"an empty input":                     fmt.Sprintf(stage, "s", "did:op:", "b"),
		"two inputs of one folder":           fmt.Sprintf(stage, "s", "did:op:a", "a"),
		"an input in custom data's place":    fmt.Sprintf(stage, "s", "algoCustomData.json", "b"),
		"an input with a NUL in its name":    fmt.Sprintf(stage, "s", "a\x00", "b"),
		"an input with a newline at its end": fmt.Sprintf(stage, "s", "a\n", "b"),
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			if _, err := ParseDocument([]byte(document)); err == nil {
				t.Error("it was accepted")
			}
		})
	}
	t.Run("attempts out of bounds are refused", func(t *testing.T) {
		for _, retries := range []int32{-5, 1 << 30} {
			if _, err := folders([]v1alpha1.Stage{{Name: "s", Compute: v1alpha1.Compute{Retries: retries}}}, 2); err == nil {
				t.Errorf("%d retries were accepted", retries)
			}
		}
	})
}
