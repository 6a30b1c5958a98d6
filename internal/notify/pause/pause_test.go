// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package pause

import (
	"fmt"
	"testing"
	"time"
)

func TestPausesDoubleUpToAnHour(t *testing.T) {
	for attempts, middle := range map[int32]time.Duration{
		1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second, 6: 160 * time.Second, 10: 2560 * time.Second,
		11: 50 * time.Minute, 40: 50 * time.Minute, 1 << 30: 50 * time.Minute,
	} {
		for id := range 500 {
			got := Default().After(fmt.Sprint(id, "-start"), attempts)
			if got < middle*8/10 || got > middle*12/10 || got > time.Hour {
				t.Fatalf("after %d attempts: %s is not within a fifth of %s", attempts, got, middle)
			}
		}
	}
}

func TestNoticesThatFailedTogetherDoNotComeBackTogether(t *testing.T) {
	for _, attempts := range []int32{1, 5, 30} {
		early, late, apart := 0, 0, map[time.Duration]bool{}
		middle := Default().After("", attempts) // any of them tells the size
		for id := range 1000 {
			got := Default().After(fmt.Sprint(id), attempts)
			apart[got] = true
			if got < middle {
				early++
			}
			if got > middle {
				late++
			}
		}
		if len(apart) < 300 || early == 0 || late == 0 {
			t.Errorf("after %d attempts: %d pauses differ, %d are earlier and %d later than one of them", attempts, len(apart), early, late)
		}
	}
}

func TestTheSameNoticePausesForTheSameTime(t *testing.T) {
	const want = 4115 * time.Millisecond
	for range 3 {
		if got := Default().After("0b9f6f1e-3c1f-4a55-8a0e-6d1f0f6a7d11-start", 1); got != want {
			t.Errorf("got %s, want %s: an operator of another version would pause otherwise", got, want)
		}
	}
}

func TestAScheduleMayBeShort(t *testing.T) {
	s := Schedule{First: time.Second, Longest: time.Second}
	for attempts := range int32(50) {
		if got := s.After("a", attempts); got < 600*time.Millisecond || got > time.Second {
			t.Errorf("after %d attempts: %s", attempts, got)
		}
	}
}

func TestNext(t *testing.T) {
	last := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	pause := Default().After("a", 2)
	for name, tc := range map[string]struct {
		wait, left, want time.Duration
		again            bool
	}{
		"a pause is waited":                         {0, time.Hour, pause, true},
		"a receiver's longer wish is granted":       {time.Minute, time.Hour, time.Minute, true},
		"a receiver's shorter wish is not":          {time.Second, time.Hour, pause, true},
		"the last attempt falls on the end":         {0, time.Second, time.Second, true},
		"a wish does not reach beyond the end":      {2 * time.Hour, time.Hour, time.Hour, true},
		"an attempt at the end was the last":        {0, 0, 0, false},
		"an attempt beyond the end was the last":    {time.Minute, -time.Second, 0, false},
		"an end that is never reached bounds not":   {0, 1000 * time.Hour, pause, true},
		"a wish of nothing is no wish":              {0, 24 * time.Hour, pause, true},
		"a wish that has passed already is no wish": {-time.Minute, time.Hour, pause, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, again := Default().Next(Attempts{ID: "a", Count: 2, Last: last, Wait: tc.wait, End: last.Add(tc.left)})
			if again != tc.again || (again && got.Sub(last) != tc.want) {
				t.Errorf("got %s later, %v; want %s, %v", got.Sub(last), again, tc.want, tc.again)
			}
		})
	}
}

func TestADayTakesFewAttempts(t *testing.T) {
	last := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a := Attempts{ID: "b-stop", Count: 1, Last: last, End: last.Add(24 * time.Hour)}
	for {
		next, again := Default().Next(a)
		if !again {
			break
		}
		if !next.After(a.Last) || next.After(a.End) {
			t.Fatalf("attempt %d at %s is not between the last at %s and the end at %s", a.Count+1, next, a.Last, a.End)
		}
		a.Last, a.Count = next, a.Count+1
	}
	if !a.Last.Equal(a.End) || a.Count < 35 || a.Count > 45 {
		t.Errorf("%d attempts, the last at %s", a.Count, a.Last)
	}
}
