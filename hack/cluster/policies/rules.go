package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/google/nftables"
)

// The chains of ours, in the table mangle. What begins with KUBE- is also taken away by `cluster down`.
const (
	holdChain  = "KUBE-POLICIES-HOLD"
	judgeChain = "KUBE-POLICIES-JUDGE"
)

// rules lead what begins a connection to or from a pod into the queues.
type rules struct{ bridge, subnet string }

// jumps are the rules outside of our chains. Traffic among pods of the bridge passes there because of bridge netfilter, and
// after a service's address has been replaced. What a pod sends to the node itself passes through INPUT.
func (r rules) jumps() [][]string {
	return [][]string{
		{"PREROUTING", "-i", r.bridge, "-s", r.subnet, "-j", holdChain},
		{"INPUT", "-i", r.bridge, "-s", r.subnet, "-j", judgeChain},
		{"FORWARD", "-i", r.bridge, "-s", r.subnet, "-j", judgeChain},
		{"FORWARD", "-o", r.bridge, "-d", r.subnet, "-j", judgeChain},
	}
}

// add makes the chains and leads to them. Where nobody serves a queue, packets pass: a program that was killed leaves a
// cluster as it was without.
func (r rules) add() error {
	for chain, queue := range map[string]int{holdChain: holdQueue, judgeChain: judgeQueue} {
		for _, args := range [][]string{
			{"-N", chain},
			{"-A", chain, "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "RETURN"},
			{"-A", chain, "-j", "NFQUEUE", "--queue-num", strconv.Itoa(queue), "--queue-bypass"},
		} {
			if err := iptables(args...); err != nil {
				return err
			}
		}
	}
	for _, jump := range r.jumps() {
		if err := iptables(append([]string{"-I"}, jump...)...); err != nil {
			return err
		}
	}
	return nil
}

// clean takes away what is there of the rules, and the table of kube-network-policies.
func (r rules) clean() error {
	for _, jump := range r.jumps() {
		for iptables(append([]string{"-C"}, jump...)...) == nil {
			if err := iptables(append([]string{"-D"}, jump...)...); err != nil {
				return err
			}
		}
	}
	var errs []error
	for _, chain := range []string{holdChain, judgeChain} {
		if iptables("-S", chain) == nil {
			errs = append(errs, iptables("-F", chain), iptables("-X", chain))
		}
	}
	return errors.Join(append(errs, cleanTable())...)
}

func iptables(args ...string) error {
	if out, err := exec.Command("iptables", append([]string{"-w", "-t", "mangle"}, args...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("iptables %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

func cleanTable() error {
	connection, err := nftables.New()
	if err != nil {
		return fmt.Errorf("speak to nftables: %w", err)
	}
	tables, err := connection.ListTablesOfFamily(nftables.TableFamilyINet)
	if err != nil {
		return fmt.Errorf("list tables: %w", err)
	}
	for _, t := range tables {
		if t.Name == table {
			connection.DelTable(t)
		}
	}
	if err := connection.Flush(); err != nil {
		return fmt.Errorf("delete table %s: %w", table, err)
	}
	return nil
}
