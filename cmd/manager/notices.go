// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/oceanprotocol/operator-engine/internal/config"
	"github.com/oceanprotocol/operator-engine/internal/controller"
	"github.com/oceanprotocol/operator-engine/internal/courier"
	"github.com/oceanprotocol/operator-engine/internal/notify"
)

var keyBroken = prometheus.NewGauge(prometheus.GaugeOpts{
	Name: "operator_engine_key_broken",
	Help: "1 if the key for notices as it lies in its file cannot be used and the last good one stays in use, else 0.",
})

func init() { metrics.Registry.MustRegister(keyBroken) }

// addCourier makes whoever sends the notices, or nothing if nobody wants any.
func addCourier(mgr ctrl.Manager, settings config.Notify) (controller.Notices, error) {
	if !settings.StartURL.IsSet() && !settings.StopURL.IsSet() {
		return nil, checkKey(mgr.GetLogger().WithName("signer"), settings.KeyFile)
	}
	signer, err := openSigner(mgr, settings)
	if err != nil {
		return nil, err
	}
	sender := notify.NewSender(notify.Options{Signer: signer, Limit: settings.Timeout})
	c := courier.New(sender, settings, mgr.GetAPIReader(), clock.RealClock{})
	if err := mgr.Add(c); err != nil {
		return nil, fmt.Errorf("add the sending of notices: %w", err)
	}
	return c, nil
}

// checkKey finds a mistake in the key where no notices are sent: orders are signed with it, too. It need not be there.
func checkKey(log logr.Logger, path string) error {
	if path == "" {
		return nil
	}
	if file, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && file.Size() == 0 {
		return nil
	}
	signer, err := notify.OpenSigner(path, notify.KeyEvents{})
	if err != nil {
		return fmt.Errorf("OPERATOR_PRIVATE_KEY_FILE: %w", err)
	}
	log.Info("Orders are signed with the key in a file", "signer", signer.Key().Address())
	return nil
}

// openSigner reads the key, and follows the file that it stands in, if it does.
func openSigner(mgr ctrl.Manager, settings config.Notify) (*notify.Signer, error) {
	log := mgr.GetLogger().WithName("signer")
	if settings.KeyFile == "" {
		return notify.NewSigner(settings.PrivateKey)
	}
	signer, err := notify.OpenSigner(settings.KeyFile, notify.KeyEvents{
		Changed: func(address string) { log.Info("Signing with another key", "signer", address) },
		Kept: func(reason error) {
			keyBroken.Set(1)
			log.Error(reason, "The new key cannot be used; the last good one stays")
		},
		Healed: func() { keyBroken.Set(0) },
	})
	if err != nil {
		return nil, fmt.Errorf("OPERATOR_PRIVATE_KEY_FILE, which signs notices: %w", err)
	}
	log.Info("Signing with the key in a file", "signer", signer.Key().Address())
	if err := mgr.Add(signer); err != nil {
		return nil, fmt.Errorf("follow the key's file: %w", err)
	}
	return signer, nil
}
