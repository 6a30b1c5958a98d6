// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

// duration is a Go duration such as 90s or 12h, or a bare number of seconds, within bounds.
func (r *reader) duration(name string, least, most time.Duration) time.Duration {
	d, err := parseDuration(r.text(name))
	if err != nil || d < least || d > most {
		r.wrong(name, fmt.Sprintf("a duration between %s and %s, such as 90s, 10m or 12h; a bare number is seconds",
			short(least), short(most)))
		return 0
	}
	return d
}

func parseDuration(s string) (time.Duration, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.ParseDuration(s)
	}
	if n > int64(math.MaxInt64/time.Second) || n < 0 {
		return 0, strconv.ErrRange
	}
	return time.Duration(n) * time.Second, nil
}

// short writes a duration without the zero parts at its end: 10m, not 10m0s.
func short(d time.Duration) string {
	s := d.String()
	s = strings.TrimSuffix(s, "m0s") + map[bool]string{true: "m"}[strings.HasSuffix(s, "m0s")]
	return strings.TrimSuffix(s, "h0m") + map[bool]string{true: "h"}[strings.HasSuffix(s, "h0m")]
}

// number is a whole number within bounds.
func (r *reader) number(name string, least, most int32) int32 {
	n, err := strconv.ParseInt(r.text(name), 10, 32)
	if err != nil || int32(n) < least || int32(n) > most {
		r.wrong(name, fmt.Sprintf("a whole number between %d and %d", least, most))
		return 0
	}
	return int32(n)
}

// bytes is a quantity of at least one byte, such as 100Mi.
func (r *reader) bytes(name string) int64 {
	q, err := resource.ParseQuantity(r.text(name))
	if err != nil || q.Sign() <= 0 || q.Value() == math.MaxInt64 {
		r.wrong(name, "a number of bytes greater than zero, such as 100Mi")
		return 0
	}
	return q.Value()
}

// bytesOrNone is bytes, or 0 if nothing is set.
func (r *reader) bytesOrNone(name string) int64 {
	if r.text(name) == "" {
		return 0
	}
	return r.bytes(name)
}

// flag is a switch. Words that are neither on nor off are mistakes, so that a typing error switches nothing.
func (r *reader) flag(name string) bool {
	switch strings.ToLower(r.text(name)) {
	case "true", "t", "1", "yes", "y", "on":
		return true
	case "", "false", "f", "0", "no", "n", "off":
		return false
	}
	r.wrong(name, "true or false")
	return false
}

// address is an http or https URL without user information, or nil. Without a scheme it is taken for http, because the
// predecessor's settings were host:port.
func (r *reader) address(name string) *url.URL {
	value := r.text(name)
	if value == "" {
		return nil
	}
	u, ok := parseAddress(value)
	if !ok {
		r.wrong(name, "an http(s) URL such as http://ipfs:5001")
		return nil
	}
	if u.User != nil {
		r.mistakes.add(name, "a URL with a user name", "a URL without one: credentials have variables of their own")
		return nil
	}
	return u
}

func parseAddress(value string) (*url.URL, bool) {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.Fragment != "" {
		return nil, false
	}
	if strings.ContainsAny(u.Host, " \t\"'<>\\^`{|}") || strings.HasSuffix(u.Host, ":") || !mayResolve(u.Hostname()) {
		return nil, false
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, false
		}
	}
	return u, true
}

// mayResolve refuses a name that no DNS knows, as its parts are too long (RFC 1035, section 2.3.4): a key, put into an
// address's place by mistake.
func mayResolve(host string) bool {
	for part := range strings.SplitSeq(host, ".") {
		if len(part) > 63 {
			return false
		}
	}
	return true
}
