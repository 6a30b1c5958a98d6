// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"

	"github.com/oceanprotocol/operator-engine/internal/contract"
)

// s5cmd is the other tool for S3.
func (l *lab) s5cmd(args ...string) *exec.Cmd {
	command := exec.Command("s5cmd", append([]string{"--log=error", "--endpoint-url=" + l.store}, args...)...)
	command.Env = append(os.Environ(), "AWS_ACCESS_KEY_ID="+accessKey, "AWS_SECRET_ACCESS_KEY="+secretKey, "AWS_REGION=us-east-1")
	return command
}

// fromStore fetches a tree of one file from a bucket.
func (l *lab) fromStore(name string, t tree) work {
	address := "s3://" + bucket + "/" + name
	other := fetcher{"s5cmd", func(l *lab, addresses []string, folder string) (*exec.Cmd, error) {
		return l.s5cmd("cp", addresses[0], folder+"/"), nil
	}}
	w := work{name: name, bytes: t.bytes(), tools: []tool{
		l.configure(t, t.within(address), "INPUT_S3_ENDPOINT_URL="+l.store, "INPUT_S3_REGION=us-east-1",
			contract.EnvAccount(0, contract.AccountKeyID)+"="+accessKey, contract.EnvAccount(0, contract.AccountSecret)+"="+secretKey),
		l.other(t, t.within(address), other),
	}}
	for i, tool := range w.tools {
		begin := tool.begin
		w.tools[i].begin = func() (*exec.Cmd, error) {
			if err := l.s5cmd("cp", "--if-size-differ", filepath.Join(t.root, t.files[0]), address+"/").Run(); err != nil {
				return nil, err
			}
			return begin()
		}
	}
	return w
}

// toStore uploads a volume with a tree to a bucket.
func (l *lab) toStore(name, volume string, t tree) work {
	env := []string{
		"AWS_ENDPOINT_URL=" + l.store, "AWS_REGION=us-east-1", "AWS_BUCKET_OUTPUT=" + bucket,
		"AWS_ACCESS_KEY_ID=" + accessKey, "AWS_SECRET_ACCESS_KEY=" + secretKey,
	}
	stored := filepath.Join(l.stored(), bucket)
	return work{name: name, bytes: t.bytes(), tools: []tool{
		l.uploader("publish", t, stored, func(o ours) (*exec.Cmd, error) { return o.publish(env...) }, volume),
		l.uploader("s5cmd", t, stored, func(o ours) (*exec.Cmd, error) {
			return l.s5cmd("cp", t.root+"/", "s3://"+bucket+"/"+filepath.Base(o.scratch)+"/"), nil
		}, volume),
	}}
}

// uploader uploads a tree to where it can be seen in a folder of the bucket's, of the scratch folder's name.
func (l *lab) uploader(name string, t tree, stored string, command func(ours) (*exec.Cmd, error), volume string) tool {
	var scratch string
	return tool{
		name: name,
		begin: func() (made *exec.Cmd, err error) {
			if scratch, err = l.scratch(); err != nil {
				return nil, err
			}
			return command(ours{volume, scratch})
		},
		end: func() error {
			uploaded := filepath.Join(stored, filepath.Base(scratch))
			if err := t.isBelow(uploaded); err != nil {
				return err
			}
			if err := os.RemoveAll(uploaded); err != nil {
				return err
			}
			return os.RemoveAll(scratch)
		},
	}
}
