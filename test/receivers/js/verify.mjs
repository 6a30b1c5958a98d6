// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// Believes a request only if the operator signed all of it, and just now.

import { verifyMessage } from 'ethers'

// How many seconds the operator's clock and ours may be apart.
const tolerance = 5 * 60

// verify returns what a notice says, or throws. address is the operator's, headers have names in small letters as Node's
// have, body is a Buffer with the bytes as they came, now is in seconds.
export function verify(address, headers, body, now = Date.now() / 1000) {
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  if (!/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > tolerance) {
    throw new Error('webhook-timestamp is too far off')
  }
  const event = headers['ocean-event'] ?? ''
  const code = headers['ocean-code'] ?? ''
  const start = headers['ocean-start-notice'] ?? ''
  const signatures = headers['webhook-signature'] ?? ''
  const sent = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  if (!signedHeader(address, signatures, 'eip191', sent)) {
    throw new Error("webhook-signature is not the operator's")
  }
  const outcome = Buffer.concat([Buffer.from(`${event}.${code}.${start}.`), sent])
  if (!signedHeader(address, signatures, 'eip191-outcome', outcome)) {
    throw new Error("event, code or start notice are not the operator's")
  }
  const job = JSON.parse(body.toString('utf8'))
  if (!signed(address, canonical(job), job.signature)) {
    throw new Error("the body's signature is not the operator's")
  }
  return { ...job, id, event, code: Number(code), start }
}

// canonical is the text that the signature in the body is of: four values as Python's json.dumps writes them.
export function canonical({ secret, DID, jobId, algoDID }) {
  const algorithm = algoDID === null ? 'null' : python(algoDID)
  return `${python(secret)}[${DID.map(python).join(', ')}]${python(jobId)}${algorithm}`
}

// python escapes what JSON.stringify leaves as it is: everything but printable ASCII, each half of a pair for itself.
function python(text) {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (half) => '\\u' + half.charCodeAt(0).toString(16).padStart(4, '0'))
}

// signedHeader looks for the operator's signature by this scheme in a list of them.
function signedHeader(address, list, scheme, bytes) {
  return list.split(' ').some((entry) => {
    const [name, signature] = entry.split(',')
    return name === scheme && signed(address, bytes, signature)
  })
}

// signed tells whether this is the operator's personal_sign (EIP-191). ethers throws at what is no signature at all.
export function signed(address, message, signature) {
  try {
    return verifyMessage(message, signature).toLowerCase() === address.toLowerCase()
  } catch {
    return false
  }
}
