package images

// Node is a Debian system with Node, and without npm.
var Node = debian{ref: "node:18", pack: "nodejs", command: "node"}.recipe()
