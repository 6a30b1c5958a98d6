// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Used by the test: verifies bodies from standard input, a line each, with ethers. It ends with the number of good ones.

import { createInterface } from 'node:readline'
import { canonical, signed } from './verify.mjs'

let good = 0
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  if (signed(process.env.OPERATOR_ADDRESS, canonical(job), job.signature)) good++
  else console.log(`not the operator's: ${line}`)
}
console.log(`${good} bodies are the operator's`)
