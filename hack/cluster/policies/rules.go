package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/google/nftables"
)

// rules lead what begins a connection to or from a pod into the queues.
type rules struct{ bridge, subnet string }

// bridged is whether rules see what pods of the bridge send to each other by IPv6. The cluster has it at 0.
const bridged = "/proc/sys/net/bridge/bridge-nf-call-ip6tables"

// chain is one of ours, in the table mangle: what is in it, and what leads there.
type chain struct {
	program, name string
	rules, jumps  [][]string
}

// chains begin with KUBE-, so that `cluster down` takes them away, too. Traffic among pods passes through them because of
// bridge netfilter, and after a service's address has been replaced. What a pod sends to the node passes through INPUT.
func (r rules) chains() []chain {
	known := []string{"-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "RETURN"}
	return []chain{
		{"iptables", "KUBE-POLICIES-HOLD", [][]string{known, queue(holdQueue)}, [][]string{{"PREROUTING", "-i", r.bridge, "-s", r.subnet}}},
		{"iptables", "KUBE-POLICIES-JUDGE", [][]string{known, queue(judgeQueue)}, [][]string{
			{"INPUT", "-i", r.bridge, "-s", r.subnet}, {"FORWARD", "-i", r.bridge, "-s", r.subnet}, {"FORWARD", "-o", r.bridge, "-d", r.subnet},
		}},
		// The cluster gives pods no address of IPv6, but the kernel gives each one on its link. Nobody knows whose is which.
		{"ip6tables", "KUBE-POLICIES-LINK", [][]string{{"-p", "ipv6-icmp", "-j", "RETURN"}, {"-j", "DROP"}}, [][]string{
			{"INPUT", "-i", r.bridge}, {"FORWARD", "-i", r.bridge},
		}},
	}
}

// queue has packets pass where nobody serves the queue: a program that was killed leaves the cluster as it was without.
func queue(number int) []string {
	return []string{"-j", "NFQUEUE", "--queue-num", strconv.Itoa(number), "--queue-bypass"}
}

// add makes the chains and leads to them.
func (r rules) add() error {
	for _, c := range r.chains() {
		all := [][]string{{"-N", c.name}}
		for _, rule := range c.rules {
			all = append(all, append([]string{"-A", c.name}, rule...))
		}
		for _, jump := range c.jumps {
			all = append(all, append(append([]string{"-I"}, jump...), "-j", c.name))
		}
		for _, args := range all {
			if err := mangle(c.program, args...); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(bridged, []byte("1"), 0o644)
}

// clean takes away what is there of the rules, and the table of kube-network-policies.
func (r rules) clean() error {
	var errs []error
	for _, c := range r.chains() {
		if mangle(c.program, "-S", c.name) != nil {
			continue
		}
		for _, jump := range c.jumps {
			rule := append(jump, "-j", c.name)
			for mangle(c.program, append([]string{"-C"}, rule...)...) == nil {
				if err := mangle(c.program, append([]string{"-D"}, rule...)...); err != nil {
					return err
				}
			}
		}
		errs = append(errs, mangle(c.program, "-F", c.name), mangle(c.program, "-X", c.name))
	}
	return errors.Join(append(errs, cleanTable(), os.WriteFile(bridged, []byte("0"), 0o644))...)
}

func mangle(program string, args ...string) error {
	if out, err := exec.Command(program, append([]string{"-w", "-t", "mangle"}, args...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
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
