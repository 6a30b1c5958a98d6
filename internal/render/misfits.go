// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	kjson "sigs.k8s.io/json"
)

// misfits says which fields of a document have values that an object of its kind cannot hold. A decoder tells of the
// first only, and of a quantity or a time not even where it stands; so each value is decoded once more, alone at its place.
func misfits(document []byte, kind reflect.Type) ([]string, error) {
	var root any
	if err := kjson.UnmarshalCaseSensitivePreserveInts(document, &root); err != nil {
		return nil, fmt.Errorf("read it as JSON: %w", err)
	}
	m := &misfitter{kind: kind}
	m.look("", root, func(v any) any { return v })
	return m.found, nil
}

// misfitter goes through a document whose values are to fit into a kind of object.
type misfitter struct {
	kind  reflect.Type
	found []string
}

// look tries the value at a path, and then those in it. alone makes the document that has nothing but a value there.
func (m *misfitter) look(path string, value any, alone func(any) any) {
	switch v := value.(type) {
	case map[string]any:
		if m.fits(path, map[string]any{}, alone) {
			for _, key := range slices.Sorted(maps.Keys(v)) {
				m.look(strings.TrimPrefix(path+"."+key, "."), v[key], func(x any) any { return alone(map[string]any{key: x}) })
			}
		}
	case []any:
		if m.fits(path, []any{}, alone) {
			for i, item := range v {
				m.look(path+"["+itemName(item, i)+"]", item, func(x any) any { return alone([]any{x}) })
			}
		}
	default:
		m.fits(path, v, alone)
	}
}

func (m *misfitter) fits(path string, value any, alone func(any) any) bool {
	document, err := json.Marshal(alone(value))
	if err == nil {
		err = kjson.UnmarshalCaseSensitivePreserveInts(document, reflect.New(m.kind).Interface())
	}
	if err == nil {
		return true
	}
	m.found = append(m.found, path+": "+wanted(value, err))
	return false
}

// itemName is what a list's item is called in a path: its name if it has one, as containers do.
func itemName(item any, i int) string {
	if object, ok := item.(map[string]any); ok {
		if name, ok := object["name"].(string); ok {
			return name
		}
	}
	return fmt.Sprint(i)
}

// wanted says what should be there instead. Of the value itself only a quantity is shown: others may be secret.
func wanted(value any, err error) string {
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.Is(err, resource.ErrFormatWrong), errors.Is(err, resource.ErrNumeric), errors.Is(err, resource.ErrSuffix):
		return fmt.Sprintf("is %s: want a quantity, such as 500m, 2 or 1Gi", shown(value))
	case errors.As(err, &mistyped):
		return fmt.Sprintf("is %s: want %s", described(value), typeName(mistyped.Type))
	}
	return err.Error()
}

func shown(value any) string {
	if text, ok := value.(string); ok {
		return strconv.Quote(text)
	}
	return described(value)
}

// described is a value without what it holds.
func described(value any) string {
	switch value.(type) {
	case string:
		return "a text"
	case bool:
		return "a boolean"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	default:
		return "a number"
	}
}

// typeName is a type of Go in the words of YAML.
func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	default:
		return "a " + t.String()
	}
}
