// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// A complete example of a program that receives the operator's notices, in JavaScript: `node receiver.mjs`, with
// OPERATOR_ADDRESS, which the operator logs at its start, and PORT. It verifies both signatures, refuses old timestamps,
// and acts on each notice once.

import { createServer } from 'node:http'
import { verify } from './verify.mjs'

// More than any notice has.
const maxBody = 1 << 20

// The ids of notices that were acted on (true) or are being acted on (false). A real receiver has a table with a unique
// key, written in the same transaction as what the notice brings about; it may forget an id a day after the operator's
// delivery time has passed.
const seen = new Map()

// act does what the notice is for. Throwing a Refusal tells the consumer why not; with NOTIFY_START_REQUIRED=true it ends
// the workflow before it starts. Throwing anything else makes the operator send the notice again.
async function act(notice) {
  console.log(`Workflow ${notice.jobId}: ${notice.event}, code ${notice.code}, start notice "${notice.start}"`)
}

class Refusal extends Error {}

// An answer of 2xx says that the notice was acted on, now or before: any other brings it again.
async function receive(request) {
  if (request.method !== 'POST') return [405, 'only POST']
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxBody) return [413, 'the body is too large']
    chunks.push(chunk)
  }
  let notice
  try {
    notice = verify(process.env.OPERATOR_ADDRESS, request.headers, Buffer.concat(chunks))
  } catch (error) {
    return [401, error.message]
  }
  if (seen.get(notice.id) === true) return [200, 'accepted before']
  if (seen.get(notice.id) === false) return [503, 'another attempt is being worked on']
  seen.set(notice.id, false)
  try {
    await act(notice)
    seen.set(notice.id, true)
    return [200, 'accepted']
  } catch (error) {
    seen.delete(notice.id)
    return error instanceof Refusal ? [402, error.message] : [500, 'try again']
  }
}

const server = createServer(async (request, response) => {
  const [status, said] = await receive(request).catch(() => [400, 'the request broke off'])
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(said + '\n')
})
server.listen(Number(process.env.PORT), () => console.log(`Listening on port ${server.address().port}`))
