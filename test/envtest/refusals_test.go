// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package envtest

import (
	"slices"
	"strings"
)

// refusal is what a good document becomes bad by: the value of one field, as YAML, or its absence. The answer must name
// the field and say the sentence.
type refusal struct{ name, field, value, says string }

const (
	absent      = ""
	shell       = "write sh -c '...' instead"
	lowerCase   = "image must be in lower case after its registry"
	beginning   = "entrypoint must begin with the command"
	expansion   = "entrypoint may use $NAME and ${NAME}: for any other expansion write sh -c '...' instead"
	noCode      = "entrypoint must not use $ALGO where there is no code: give rawCode, files or remote"
	noQuantity  = "must be a quantity that is not negative: write a number, perhaps with a unit, such as 500m, 2 or 1Gi"
	aboveLimit  = "a request must not be above its limit: lower the request or raise the limit"
	noTag       = "image must not have a tag or a digest in it: write the tag in tag, or the digest in checksum"
	noURL       = "url must begin with http://, https://, s3://, ipfs:// or data: and name a server, a bucket or a CID"
	oneSource   = "an input must have exactly one of files, remote and stage"
	oneAddress  = "a file must have exactly one of url, urlFrom and claim"
	oneCode     = "an algorithm must have at most one of rawCode, files and remote: leave the others out"
	earlier     = "an input's stage must name an earlier stage of this workflow"
	inputID     = "an input's id must be letters, digits, dots, dashes and underscores"
	algorithmID = "an algorithm's id must be letters, digits, dots, dashes and underscores"
	stageName   = "a stage's name must be lower-case letters, digits and dashes"
	secretName  = "the name of a Secret must be lower-case letters, digits, dashes and dots"
	jobNames    = "metadata.name must be at most 40 lower-case letters, digits and dashes"

	stage     = "spec.stages[0]"
	input     = stage + ".inputs[0]"
	file      = input + ".files[0]"
	remote    = stage + ".inputs[1].remote"
	algorithm = stage + ".algorithm"
	container = algorithm + ".container"
	compute   = stage + ".compute"
	resources = compute + ".resources"
	codeless  = "spec.stages[1].algorithm.container.entrypoint"
)

func long(n int) string { return strings.Repeat("a", n) }

func some(n int, what string) string { return "[" + strings.Repeat(what+",", n) + "]" }

func refusals() []refusal {
	return slices.Concat(runRefusals, stageRefusals(), inputRefusals(), algorithmRefusals(), computeRefusals)
}

var runRefusals = []refusal{
	{"a name that is too long", "metadata.name", long(41), jobNames},
	{"a name with a dot", "metadata.name", "a.b", jobNames},
	{"an owner that is too long", "spec.owner", long(129), "may not be more than 128"},
	{"an agreement that is too long", "spec.agreementId", long(257), "may not be more than 256"},
	{"a chain without a number", "spec.chainId", "polygon", "must be of type integer"},
	{"a chain of number zero", "spec.chainId", "0", "greater than or equal to 1"},
	{"a secret without a name", "spec.secretRef.name", absent, "Required value"},
	{"a secret's name that is empty", "spec.secretRef.name", `""`, "at least 1 chars long"},
	{"a secret's name in capitals", "spec.secretRef.name", "Mine", secretName},
	{"a secret's name that is too long", "spec.secretRef.name", long(254), "may not be more than 253"},
	{"a metadata service of an unknown scheme", "spec.metadataURI", "ipfs://a", "metadataURI must begin with http:// or https://"},
	{"a metadata service that is no server", "spec.metadataURI", "https://", "name a server"},
	{"a metadata service with a blank", "spec.metadataURI", "https://a b", "have no blanks"},
	{"a metadata service that is too long", "spec.metadataURI", "https://" + long(2048), "may not be more than 2048"},
	{"a volume of a size that is none", "spec.volumeSize", "large", noQuantity},
	{"a volume of no size", "spec.volumeSize", `"0"`, "volumeSize must be greater than zero, for example 1Gi"},
	{"a volume of no size, as a number", "spec.volumeSize", "0", "volumeSize must be greater than zero, for example 1Gi"},
	{"a volume of less than nothing", "spec.volumeSize", "-1Gi", noQuantity},
	{"a volume's size that is too long", "spec.volumeSize", `"` + strings.Repeat("1", 65) + `"`, "may not be more than 64"},
	{"a stop that is neither true nor false", "spec.stop", "now", "must be of type boolean"},
	{"a suspend that is neither true nor false", "spec.suspend", "1", "must be of type boolean"},
	{"a time to live below zero", "spec.ttlSecondsAfterFinished", "-1", "greater than or equal to 0"},
	{"a time to live of more than a year", "spec.ttlSecondsAfterFinished", "31536001", "less than or equal to 31536000"},
	{"a field that there is not", "spec.stagse", "[]", "unknown field"},
}

func stageRefusals() []refusal {
	return []refusal{
		{"no stages", "spec.stages", absent, "Required value"},
		{"an empty list of stages", "spec.stages", "[]", "should have at least 1 items"},
		{"too many stages", "spec.stages", some(17, "{name: a, algorithm: {container: {image: a, entrypoint: a}}}"), "must have at most 16 items"},
		{"two stages of one name", stage + ".name", "train", "two stages must not have the same name"},
		{"a stage without a name", stage + ".name", absent, "Required value"},
		{"a stage's name that is empty", stage + ".name", `""`, "at least 1 chars long"},
		{"a stage's name with a slash", stage + ".name", "a/b", stageName},
		{"a stage's name that ends in a dash", stage + ".name", "a-", stageName},
		{"a stage's name that is too long", stage + ".name", long(31), "may not be more than 30"},
		{"too many inputs", stage + ".inputs", some(33, "{id: a, stage: b}"), "must have at most 32 items"},
		{"a stage without an algorithm", algorithm, absent, "Required value"},
		{"two inputs of one folder", stage + ".inputs[1].id", "aaaa", "two inputs of a stage must not have the same id"},
	}
}

func inputRefusals() []refusal {
	return []refusal{
		{"an input without an id", input + ".id", absent, "Required value"},
		{"an input's id that is empty", input + ".id", `""`, "at least 1 chars long"},
		{"an input that climbs out of its folder", input + ".id", "../a", inputID},
		{"an input's id of another method", input + ".id", "did:web:a", inputID},
		{"an input's id that is too long", input + ".id", long(129), "may not be more than 128"},
		{"an input in the custom data's place", input + ".id", "algoCustomData.json", "an input's id must not be algoCustomData.json"},
		{"an input without a source", input + ".files", absent, oneSource},
		{"an input with two sources", input + ".stage", "clean", oneSource},
		{"an input from a stage that is not there", "spec.stages[1].inputs[0].stage", "nowhere", earlier},
		{"an input from its own stage", "spec.stages[1].inputs[0].stage", "train", earlier},
		{"an input from a stage without a name", "spec.stages[1].inputs[0].stage", `""`, "at least 1 chars long"},
		{"an input from a stage whose name is too long", "spec.stages[1].inputs[0].stage", long(31), "may not be more than 30"},
		{"an input of no files", input + ".files", "[]", "should have at least 1 items"},
		{"an input of too many files", input + ".files", some(257, "{url: 'https://a'}"), "must have at most 256 items"},
		{"a file without an address", file + ".url", absent, oneAddress},
		{"a file with two addresses", file + ".urlFrom", "{name: a, key: b}", oneAddress},
		{"a file with an address and a claim", file + ".claim", "{name: a, path: b}", oneAddress},
		{"a bucket without a name", file + ".url", "s3:///key", noURL},
		{"a CID that is missing", file + ".url", "ipfs://", noURL},
		{"a claim without a path", file + ".claim", "{name: a}", "Required value"},
		{"a claim without a name", file + ".claim", "{path: a}", "Required value"},
		{"headers without a key", file + ".headersFrom", "{name: a}", "Required value"},
		{"credentials without a name", file + ".credentialsFrom", "{}", "Required value"},
		{"an address that is empty", file + ".url", `""`, "at least 1 chars long"},
		{"an address of an unknown scheme", file + ".url", "file:///etc/passwd", noURL},
		{"an address without a scheme", file + ".url", "example.com/a", noURL},
		{"an address without a server", file + ".url", "https:///a", noURL},
		{"an address that is only a scheme", file + ".url", "http://", noURL},
		{"an address that is too long", file + ".url", "https://" + long(4096), "may not be more than 4096"},
		{"a checksum in capitals", file + ".sha256", strings.Repeat("A", 64), "sha256 must be 64 hex digits in lower case"},
		{"a checksum that is too short", file + ".sha256", long(63), "sha256 must be 64 hex digits in lower case"},
		{"a checksum that is empty", file + ".sha256", `""`, "sha256 must be 64 hex digits in lower case"},
		{"a checksum that is too long", file + ".sha256", long(65), "may not be more than 64"},
		{"a Secret of a file without a name", input + ".files[1].urlFrom.name", absent, "Required value"},
		{"a Secret of a file with an empty name", input + ".files[1].urlFrom.name", `""`, "at least 1 chars long"},
		{"a Secret of a file whose name is too long", input + ".files[1].urlFrom.name", long(254), "may not be more than 253"},
		{"a Secret of a file without a key", input + ".files[1].urlFrom.key", absent, "Required value"},
		{"a Secret of a file with an empty key", input + ".files[1].urlFrom.key", `""`, "at least 1 chars long"},
		{"a Secret of a file whose key is too long", input + ".files[1].urlFrom.key", long(254), "may not be more than 253"},
		{"a service without an id", remote + ".serviceId", absent, "Required value"},
		{"a service's id that is empty", remote + ".serviceId", `""`, "at least 1 chars long"},
		{"a service's id that is too long", remote + ".serviceId", long(257), "may not be more than 256"},
		{"an order without a transaction", remote + ".txId", absent, "Required value"},
		{"a transaction that is empty", remote + ".txId", `""`, "at least 1 chars long"},
		{"a transaction that is too long", remote + ".txId", long(257), "may not be more than 256"},
	}
}

func algorithmRefusals() []refusal {
	const entrypoint = container + ".entrypoint"
	return []refusal{
		{"an algorithm's id with a slash", algorithm + ".id", "a/b", algorithmID},
		{"an algorithm's id that is too long", algorithm + ".id", long(129), "may not be more than 128"},
		{"code from a text and from files", algorithm + ".files", "[{url: 'https://a'}]", oneCode},
		{"code from a text and from an order", algorithm + ".remote", "{serviceId: a, txId: b}", oneCode},
		{"code that is empty", algorithm + ".rawCode", `""`, "at least 1 chars long"},
		{"code that is too long", algorithm + ".rawCode", long(98305), "may not be more than 98304"},
		{"code of no files", algorithm + ".files", "[]", "should have at least 1 items"},
		{"code of too many files", algorithm + ".files", some(65, "{url: 'https://a'}"), "must have at most 64 items"},
		{"code of an unknown scheme", algorithm, "{files: [{url: 'ftp://a'}], container: {image: a, entrypoint: a}}", noURL},
		{"an algorithm without a container", container, absent, "Required value"},
		{"a container without an image", container + ".image", absent, "Required value"},
		{"an image that is empty", container + ".image", `""`, "at least 1 chars long"},
		{"an image with a blank", container + ".image", "a b", "image must be the name of an image, without blanks"},
		{"an image with a scheme", container + ".image", "https://a", "image must be the name of an image"},
		{"an image that is too long", container + ".image", long(256), "may not be more than 255"},
		{"an image with a tag in it beside a tag", container + ".image", "python:3.11", noTag},
		{"an image of a registry with a tag in it", container + ".image", "registry.example.com:5000/a/python:3.11", noTag},
		{"an image with a digest in it beside a checksum", container + ".image", "python@sha256:" + strings.Repeat("0", 64), noTag},
		{"an image in capitals", container + ".image", "Python", lowerCase},
		{"an image of a registry in capitals", container + ".image", "registry.example.com:5000/Team/python", lowerCase},
		{"a tag with a blank", container + ".tag", "3 11", "tag must be letters, digits, dots, dashes and underscores"},
		{"a digest for a tag", container + ".tag", "sha256:00", "write a digest in checksum"},
		{"a tag that is too long", container + ".tag", long(129), "may not be more than 128"},
		{"a digest that is none", container + ".checksum", "sha256:1", "checksum must be sha256: and 64 hex digits in lower case"},
		{"a digest without its kind", container + ".checksum", `"` + strings.Repeat("0", 64) + `"`, "checksum must be sha256: and 64 hex digits in lower case"},
		{"a digest that is too long", container + ".checksum", "sha256:" + long(65), "may not be more than 71"},
		{"a container without an entrypoint", entrypoint, absent, "Required value"},
		{"an entrypoint that is empty", entrypoint, `""`, "at least 1 chars long"},
		{"an entrypoint that is blank", entrypoint, `" "`, "entrypoint must name a command"},
		{"an entrypoint that is too long", entrypoint, long(4097), "may not be more than 4096"},
		{"an entrypoint that is a comment", entrypoint, `"# python3 $ALGO"`, "entrypoint must name a command"},
		{"an entrypoint of nothing in quotes", entrypoint, `"'' a"`, "entrypoint must name a command"},
		{"an assignment", entrypoint, "A=1 python3 $ALGO", beginning},
		{"a negation", entrypoint, `"! true"`, beginning},
		{"a group", entrypoint, `"{ echo a"`, beginning},
		{"a default in an expansion", entrypoint, `"python3 ${ALGO:-x}"`, expansion},
		{"a default in an expansion in quotes", entrypoint, `'python3 "${HOME#a}"'`, expansion},
		{"a pipe in the entrypoint", entrypoint, "cat a | wc", shell},
		{"two commands in the entrypoint", entrypoint, "a; b", shell},
		{"a background command", entrypoint, "a &", shell},
		{"a redirection", entrypoint, "a > b", shell},
		{"a command substitution", entrypoint, "a $(b)", shell},
		{"a command substitution in quotes", entrypoint, `a "$(b)"`, shell},
		{"back-quotes", entrypoint, "a `b`", shell},
		{"a quote that is not closed", entrypoint, "a 'b", shell},
		{"the code's path where there is no code", codeless, "python $ALGO", noCode},
		{"the code's path in braces", codeless, "python ${ALGO}", noCode},
		{"the code's path in double quotes", codeless, `python "it's $ALGO"`, noCode},
		{"the code's path after single quotes", codeless, `python 'a' \' $ALGO.py`, noCode},
	}
}

var computeRefusals = []refusal{
	{"no time", compute + ".maxTimeSeconds", "0", "greater than or equal to 1"},
	{"more time than a month", compute + ".maxTimeSeconds", "2592001", "less than or equal to 2592000"},
	{"a network of the wrong case", compute + ".network", "none", `supported values: "None", "Loopback", "Allowed"`},
	{"a network that is none", compute + ".network", "Host", `supported values: "None", "Loopback", "Allowed"`},
	{"a RuntimeClass in capitals", compute + ".runtimeClassName", "Kata", "runtimeClassName must be the name of a RuntimeClass"},
	{"a time with a unit", compute + ".maxTimeSeconds", "1h", "must be of type integer"},
	{"fewer retries than none", compute + ".retries", "-1", "greater than or equal to 0"},
	{"too many retries", compute + ".retries", "11", "less than or equal to 10"},
	{"a request that is no quantity", resources + ".requests[cpu]", "lots", noQuantity},
	{"a limit that is no quantity", resources + ".limits[memory]", "1 GB", noQuantity},
	{"a limit that is empty", resources + ".limits[memory]", `""`, noQuantity},
	{"a request of less than nothing", resources + ".requests[cpu]", "-500m", noQuantity},
	{"a limit of less than nothing", resources + ".limits[memory]", "-1", noQuantity},
	{"a request that is too long", resources + ".requests.cpu", `"` + strings.Repeat("1", 65) + `"`, "may not be more than 64"},
	{"a request that is a fraction without quotes", resources + ".requests.cpu", "0.5", "must be of type integer,string"},
	{"a request that is a list", resources + ".requests.cpu", "[1]", "must be of type"},
	{"a request above its limit", resources, `{requests: {cpu: "2"}, limits: {cpu: 1500m}}`, aboveLimit},
	{"a request above its limit, as numbers", resources, "{requests: {cpu: 2}, limits: {cpu: 1}}", aboveLimit},
	{"a request above its limit, as a number and a text", resources, "{requests: {nvidia.com/gpu: 2}, limits: {nvidia.com/gpu: '1'}}", aboveLimit},
	{"a request above its limit, as a text and a number", resources, "{requests: {memory: 1Ki}, limits: {memory: 1000}}", aboveLimit},
	{"a limit that is no quantity for a request", resources, "{requests: {cpu: 1}, limits: {cpu: lots}}", noQuantity},
	{"too many requests", resources + ".requests", "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1}", "must have at most 8 items"},
	{"too many limits", resources + ".limits", "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1}", "must have at most 8 items"},
}

// accepted are values at the edge of what is refused.
var accepted = []struct{ field, value string }{
	{"metadata.name", long(40)},
	{"spec.secretRef.name", "a.b-1"},
	{"spec.metadataURI", "http://aquarius:5000/a?b=c"},
	{"spec.volumeSize", "1"},
	{"spec.volumeSize", "1e9"},
	{"spec.volumeSize", `"0.5Gi"`},
	{input + ".id", "_a-b.c"},
	{file + ".url", "http://a"},
	{file + ".url", "s3://a"},
	{file + ".url", "ipfs://a"},
	{file + ".url", "'data:,'"},
	{file, "{claim: {name: a, path: b}}"},
	{file + ".headersFrom", "{name: a, key: b}"},
	{file + ".credentialsFrom", "{name: a}"},
	{file + ".sha256", strings.Repeat("0a9f", 16)},
	{algorithm + ".id", `""`},
	{algorithm + ".customData", "[1, {a: null}]"},
	{container + ".image", "localhost:5000/a.b/c_d-e"},
	{container + ".tag", `""`},
	{container + ".checksum", `""`},
	{resources + ".requests[cpu]", "2"},
	{resources, "{requests: {cpu: 1, memory: 1024Mi}, limits: {cpu: 1000m, memory: 1Gi, nvidia.com/gpu: 1}}"},
	{resources + ".requests[cpu]", "500m"},
	{resources + ".requests[cpu]", `"0"`},
	{resources + ".requests[cpu]", `".5"`},
	{container + ".entrypoint", "python3 ${ALGO} --flag='a b'"},
	{container + ".entrypoint", `sh -c 'echo ${ALGO:-x} A=1'`},
	{container + ".entrypoint", "python3 --a=1 # $ALGO"},
	{container + ".image", "Registry.example.com:5000/team/python"},
	{container + ".entrypoint", `sh -c 'a | b > c; d && e'`},
	{container + ".entrypoint", `node "$ALGO" "two words" it\'s`},
	{container + ".entrypoint", "echo 'back-quotes ` are fine here'"},
	{container + ".entrypoint", `"java -jar $ALGO\t-x"`},
	{container + ".entrypoint", `printf "%s\n" a`},
	{container + ".entrypoint", `echo "costs 5$" "$ALGO ${HOME}"`},
	{codeless, `sh -c 'ALGO=/app/main; python "$ALGO"'`},
	{codeless, `echo \$ALGO "\$ALGO" '"' $ALGORITHM ${ALGO_HOME}`},
}
