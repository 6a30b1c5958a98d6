// The program that holds a pod's namespaces open.
module github.com/oceanprotocol/operator-engine/hack/cluster/pause

go 1.26.0
