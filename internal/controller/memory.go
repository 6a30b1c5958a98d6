// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"sync"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/oceanprotocol/operator-engine/api/v1alpha1"
	"github.com/oceanprotocol/operator-engine/internal/plan"
)

// memory is what the operator knows of a workflow beyond the caches. It saves calls and is never needed: a restarted
// operator without it comes to the same end.
type memory struct {
	mu    sync.Mutex
	known map[types.NamespacedName]*known
	// gone are deleted workflows whose end the provider's backend is still to be told of.
	gone map[types.UID]*v1alpha1.Workflow
}

type known struct {
	uid types.UID
	// written is the resource version of the operator's last status write.
	written string
	// last is the status as it was recorded or seen last: what notices were told stands in it.
	last v1alpha1.WorkflowStatus
	// refusal is what the API server answered to the last thing that was tried.
	refusal *plan.Refusal
	// shown are the children that the caches showed last; swept are those of them that were deleted since, though the
	// caches may go on showing them for a moment. One that appears later, as after another operator's late write, is not
	// among them.
	shown, swept map[types.UID]bool
}

// of gives what is known of a workflow; a new one of the same name starts anew.
func (m *memory) of(wf *v1alpha1.Workflow) *known {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[types.NamespacedName]*known{}
	}
	key := client.ObjectKeyFromObject(wf)
	if k := m.known[key]; k != nil && k.uid == wf.UID {
		return k
	}
	m.known[key] = &known{uid: wf.UID}
	return m.known[key]
}

// forget drops what is known of the workflow of a name, and tells which that was, unless its end is still to be told.
func (m *memory) forget(key types.NamespacedName) (uid types.UID, over bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.known[key]
	if k == nil {
		return "", false
	}
	delete(m.known, key)
	return k.uid, m.gone[k.uid] == nil
}

// lastOf is the last status of a workflow that is not there any more; an empty one if nobody here saw it.
func (m *memory) lastOf(key types.NamespacedName, uid types.UID) v1alpha1.WorkflowStatus {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k := m.known[key]; k != nil && k.uid == uid {
		return *k.last.DeepCopy()
	}
	return v1alpha1.WorkflowStatus{}
}

func (m *memory) goneOf(uid types.UID) *v1alpha1.Workflow {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.gone[uid]
}

// goneNamed are the deleted workflows of a name whose end is still to be told.
func (m *memory) goneNamed(key types.NamespacedName) []types.UID {
	m.mu.Lock()
	defer m.mu.Unlock()
	var uids []types.UID
	for uid, wf := range m.gone {
		if client.ObjectKeyFromObject(wf) == key {
			uids = append(uids, uid)
		}
	}
	return uids
}

func (m *memory) part(wf *v1alpha1.Workflow) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gone == nil {
		m.gone = map[types.UID]*v1alpha1.Workflow{}
	}
	m.gone[wf.UID] = wf
}

func (m *memory) parted(uid types.UID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.gone, uid)
}

// outdated tells that a view is older than the operator's own last write. Resource versions can be compared (KEP-5504).
func (m *memory) outdated(wf *v1alpha1.Workflow) bool {
	written := m.of(wf).written
	if written == "" {
		return false
	}
	order, err := resourceversion.CompareResourceVersion(wf.ResourceVersion, written)
	return err == nil && order < 0
}

// sees tells that a child is there and was not swept, and remembers it: Jobs as what every sweep takes, claims as what may
// be kept.
func (k *known) sees(child client.Object, job bool) bool {
	if k.swept[child.GetUID()] || !child.GetDeletionTimestamp().IsZero() {
		return false
	}
	k.shown[child.GetUID()] = job
	return true
}

// sweepDocument remembers that a document was deleted.
func (m *memory) sweepDocument(wf *v1alpha1.Workflow, uid types.UID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k := m.sweeping(wf); k != nil {
		k.swept[uid] = true
	}
}

// sweepChildren remembers that the children were deleted which the caches showed last.
func (m *memory) sweepChildren(wf *v1alpha1.Workflow, keepVolumes bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.sweeping(wf)
	if k == nil {
		return
	}
	for uid, job := range k.shown {
		if job || !keepVolumes {
			k.swept[uid] = true
		}
	}
}

// sweeping is where to remember what was deleted of a workflow. What was left of one that is not there any more is nothing to
// remember: another of its name may be.
func (m *memory) sweeping(wf *v1alpha1.Workflow) *known {
	k := m.known[client.ObjectKeyFromObject(wf)]
	if k == nil || k.uid != wf.UID {
		return nil
	}
	if k.swept == nil {
		k.swept = map[types.UID]bool{}
	}
	return k
}
