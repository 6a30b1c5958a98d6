package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/florianl/go-nfqueue"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// patience is how long a packet is kept for its pod to become known. Then it is dropped, and sent anew.
const patience = 5 * time.Second

// byAddress is the name of the index of pods.
const byAddress = "operator-engine-address"

// hold keeps the first packet of a connection until the API server knows whose address it comes from. That may be later than
// the pod's first instruction, and a pod that nobody knows is judged by no policy. Network plugins that give pods their
// addresses themselves need no such thing.
type hold struct {
	pods cache.Indexer

	mu      sync.Mutex
	changed chan struct{} // closed at the next change
}

// newHold makes one. The informer must not have been started.
func newHold(pods cache.SharedIndexInformer) (*hold, error) {
	h := &hold{pods: pods.GetIndexer(), changed: make(chan struct{})}
	if err := pods.AddIndexers(cache.Indexers{byAddress: addresses}); err != nil {
		return nil, fmt.Errorf("index pods by address: %w", err)
	}
	_, err := pods.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { h.tell() },
		UpdateFunc: func(any, any) { h.tell() },
	})
	if err != nil {
		return nil, fmt.Errorf("hear of pods: %w", err)
	}
	return h, nil
}

func addresses(object any) ([]string, error) {
	pod, ok := object.(*corev1.Pod)
	if !ok || pod.Spec.HostNetwork {
		return nil, nil
	}
	var all []string
	for _, ip := range pod.Status.PodIPs {
		all = append(all, ip.IP)
	}
	return all, nil
}

func (h *hold) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *hold) next() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed
}

func (h *hold) knows(address string) bool {
	pods, err := h.pods.ByIndex(byAddress, address)
	return err == nil && len(pods) > 0
}

// await tells whether a pod with the address came to be known in time.
func (h *hold) await(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		changed := h.next()
		if h.knows(address) {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// serve answers for the packets of its queue until the context ends. None waits for another's pod.
func (h *hold) serve(ctx context.Context) error {
	queue, err := nfqueue.Open(&nfqueue.Config{
		NfQueue: holdQueue, Flags: nfqueue.NfQaCfgFlagGSO, MaxPacketLen: 64, MaxQueueLen: 1024, Copymode: nfqueue.NfQnlCopyPacket,
		WriteTimeout: 100 * time.Millisecond,
	})
	if err != nil {
		return fmt.Errorf("open a queue of packets: %w", err)
	}
	answer := func(id uint32, verdict int) {
		if err := queue.SetVerdict(id, verdict); err != nil && ctx.Err() == nil {
			klog.ErrorS(err, "Could not answer for a packet")
		}
	}
	take := func(a nfqueue.Attribute) int {
		from := source(a.Payload)
		if h.knows(from) {
			answer(*a.PacketID, nfqueue.NfAccept)
			return 0
		}
		go func() {
			began := time.Now()
			if h.await(ctx, from) {
				klog.InfoS("Kept a packet until its pod was known", "address", from, "for", time.Since(began))
				answer(*a.PacketID, nfqueue.NfAccept)
				return
			}
			klog.InfoS("Dropped a packet of no pod", "address", from)
			answer(*a.PacketID, nfqueue.NfDrop)
		}()
		return 0
	}
	if err := queue.RegisterWithErrorFunc(ctx, take, func(error) int { return 0 }); err != nil {
		return fmt.Errorf("read a queue of packets: %w", err)
	}
	return nil
}

// source is where an IPv4 packet comes from. Rules lead no others here.
func source(packet *[]byte) string {
	const at, end = 12, 16
	if packet == nil || len(*packet) < end {
		return ""
	}
	return netip.AddrFrom4([4]byte((*packet)[at:end])).String()
}

// served waits until somebody has opened the queues. The kernel lists them, one a line, beginning with its number.
func served(ctx context.Context, queues ...int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		list, err := os.ReadFile("/proc/net/netfilter/nfnetlink_queue")
		if err != nil {
			return fmt.Errorf("read which queues are served: %w", err)
		}
		var open []string
		for line := range strings.Lines(string(list)) {
			if words := strings.Fields(line); len(words) > 0 {
				open = append(open, words[0])
			}
		}
		if !slices.ContainsFunc(queues, func(q int) bool { return !slices.Contains(open, strconv.Itoa(q)) }) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("wait until the queues %v are served: %w", queues, ctx.Err())
		}
	}
}
