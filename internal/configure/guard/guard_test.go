// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestAddressesThatAreRefused(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1": "a loopback address", "127.255.255.254": "a loopback address", "::1": "a loopback address",
		"::ffff:127.0.0.1": "a loopback address", "::127.0.0.1": "a loopback address", "2002:7f00:1::": "a loopback address",
		"64:ff9b::7f00:1": "a loopback address",
		"169.254.1.2":     "a link-local address", "fe80::1": "a link-local address", "fe80::1%eth0": "a link-local address",
		"169.254.169.254": "the address of a cloud's metadata server", "::ffff:169.254.169.254": "the address of a cloud's metadata server",
		"64:ff9b::a9fe:a9fe": "the address of a cloud's metadata server", "fd00:ec2::254": "the address of a cloud's metadata server",
		"fd20:ce::254": "the address of a cloud's metadata server", "100.100.100.200": "the address of a cloud's metadata server",
		"168.63.129.16": "the address of a cloud's metadata server", "169.254.170.2": "the address of a cloud's metadata server",
		"0.0.0.0": "an unspecified address", "0.1.2.3": "an unspecified address", "::": "an unspecified address",
		"224.0.0.1": "a multicast or reserved address", "239.1.2.3": "a multicast or reserved address", "ff02::1": "a multicast or reserved address",
		"255.255.255.255": "a multicast or reserved address", "240.0.0.1": "a multicast or reserved address",
		"2001:0:7f00:1::": "a multicast or reserved address",
		"10.1.2.3":        "the address of a private network", "172.16.0.1": "the address of a private network", "172.31.255.255": "the address of a private network",
		"192.168.1.1": "the address of a private network", "100.64.0.1": "the address of a private network", "198.18.0.1": "the address of a private network",
		"fc00::1": "the address of a private network", "fdff::1": "the address of a private network", "::ffff:10.0.0.1": "the address of a private network",
	} {
		t.Run(addr, func(t *testing.T) {
			err := Guard{}.Check(netip.MustParseAddr(addr))
			var refused *RefusedError
			if !errors.As(err, &refused) || refused.kind != want {
				t.Fatalf("got %v, want %s", err, want)
			}
			if strings.Contains(err.Error(), addr) {
				t.Errorf("it tells the address: %v", err)
			}
		})
	}
}

func TestAddressesThatAreNot(t *testing.T) {
	for _, addr := range []string{
		"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.1.1", "8.8.8.8", "223.255.255.255",
		"2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::",
	} {
		if err := (Guard{}).Check(netip.MustParseAddr(addr)); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestNetworksThatTheProviderAllows(t *testing.T) {
	g := Guard{Allowed: prefixes("10.96.0.0/12", "127.0.0.0/8", "0.0.0.0/0", "::/0")}
	for _, addr := range []string{"10.96.0.1", "127.0.0.1", "::ffff:10.100.1.1", "fe80::1"} {
		if err := g.Check(netip.MustParseAddr(addr)); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
	t.Run("never open the metadata server", func(t *testing.T) {
		for _, addr := range []string{"169.254.169.254", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1"} {
			if g.Check(netip.MustParseAddr(addr)) == nil {
				t.Errorf("%s may be connected to", addr)
			}
		}
	})
	t.Run("open nothing but themselves", func(t *testing.T) {
		if (Guard{Allowed: prefixes("10.96.0.0/12")}).Check(netip.MustParseAddr("10.0.0.1")) == nil {
			t.Error("10.0.0.1 may be connected to")
		}
	})
}

func TestADialerLooksAtWhatANameResolvesTo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		_, err := Guard{}.Dialer(time.Second).DialContext(context.Background(), "tcp", host+":"+port)
		var refused *RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", host, err)
		}
	}
	conn, err := Guard{Allowed: prefixes("127.0.0.0/8")}.Dialer(time.Second).DialContext(context.Background(), "tcp", "localhost:"+port)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}
