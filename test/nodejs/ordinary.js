// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

// What programs in JavaScript do that want no network, or that ask for one and go on without. What came of each goes to
// findings.json among the outputs, and must be what nodejs.go expects. It is no module: an algorithm's code is a file
// without an extension.
const { execFileSync, fork, spawn } = require('node:child_process')
const crypto = require('node:crypto')
const dgram = require('node:dgram')
const dns = require('node:dns').promises
const { once } = require('node:events')
const fs = require('node:fs')
const http = require('node:http')
const net = require('node:net')
const os = require('node:os')
const path = require('node:path')
const { promisify } = require('node:util')
const { Worker } = require('node:worker_threads')
const zlib = require('node:zlib')

// Files and unix sockets are in a folder of their own.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ordinary-'))
const file = (name) => path.join(folder, name)

const status = (field) => fs.readFileSync('/proc/self/status', 'utf8').match(`\n${field}:\\s*(.*)`)[1]
const get = (url) => new Promise((resolve, reject) => http.get(url, resolve).on('error', reject))

// ran is what a child said, and how it ended.
async function ran (child) {
  const said = { stdout: '', stderr: '' }
  for (const stream of Object.keys(said)) child[stream].on('data', (part) => { said[stream] += part })
  const [code] = await once(child, 'close')
  return `${said.stdout.trim()} ${said.stderr.trim()} ${code}`
}

const works = {
  'NoNewPrivs and Seccomp': () => `${status('NoNewPrivs')} ${status('Seccomp')}`,
  async 'files, by more calls at once than libuv has threads' () {
    const numbers = Array.from({ length: 16 }, (_, i) => i)
    const copied = await Promise.all(numbers.map(async (i) => {
      await fs.promises.writeFile(file(`from-${i}`), `${i}`)
      await fs.promises.copyFile(file(`from-${i}`), file(`to-${i}`))
      return Number(await fs.promises.readFile(file(`to-${i}`), 'utf8'))
    }))
    return copied.reduce((a, b) => a + b)
  },
  async 'a hash and compression, by libuv\'s threads' () {
    const key = await promisify(crypto.scrypt)('word', 'salt', 16)
    const small = await promisify(zlib.gzip)(key)
    return key.equals(await promisify(zlib.gunzip)(small))
  },
  async 'a worker, by messages and shared memory' () {
    const shared = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(`
      const { parentPort, workerData } = require('node:worker_threads')
      parentPort.once('message', (n) => parentPort.postMessage(Atomics.add(workerData, 0, n)))
    `, { eval: true, workerData: shared })
    worker.postMessage(42)
    const [before] = await once(worker, 'message')
    return `${before} ${Atomics.load(shared, 0)}`
  },
  'a child that is waited for': () => execFileSync(process.execPath, ['-p', '6 * 7'], { encoding: 'utf8' }).trim(),
  'a child, by its stdin, stdout, stderr and code' () {
    const child = spawn(process.execPath, ['-e', `
      process.stdin.on('data', (part) => process.stdout.write(String(part).toUpperCase()))
      process.stdin.on('end', () => { console.error('end'); process.exitCode = 3 })
    `])
    child.stdin.end('word')
    return ran(child)
  },
  async 'a child, by messages' () {
    fs.writeFileSync(file('child'), "process.once('message', (n) => process.send(n + 1, () => process.disconnect()))")
    const child = fork(file('child'))
    child.send(41)
    const [[answer], [code]] = await Promise.all([once(child, 'message'), once(child, 'exit')])
    return `${answer} ${code}`
  },
  async 'a web server on a unix socket, asked by a child' () {
    const server = http.createServer((question, answer) => answer.end('word')).listen(file('socket'))
    await once(server, 'listening')
    return ran(spawn(process.execPath, ['-e', `
      require('node:http').get({ socketPath: process.argv[1] }, (answer) => answer.pipe(process.stdout))
    `, file('socket')]))
  },
  async 'a module that is imported' () {
    fs.writeFileSync(file('module.mjs'), "export default await Promise.resolve('word')")
    return (await import(file('module.mjs'))).default
  }
}

// Nobody has the addresses 192.0.2.1 and 2001:db8::1: where there is a way out, connecting to them may take minutes.
const fails = {
  'dns.lookup': () => dns.lookup('example.com'),
  'dns.resolve4': () => dns.resolve4('example.com'),
  'http.get of a name': () => get('http://example.com/'),
  'http.get of 192.0.2.1': () => get('http://192.0.2.1/'),
  'http.get of 2001:db8::1': () => get('http://[2001:db8::1]/'),
  'fetch of 192.0.2.1': () => fetch('http://192.0.2.1/'),
  'a server on 127.0.0.1': () => once(net.createServer().listen(0, '127.0.0.1'), 'listening'),
  'a UDP socket': () => once(dgram.createSocket('udp4').bind(), 'listening'),
  'os.networkInterfaces': () => os.networkInterfaces()
}

// found is what came of it: a value, the code of an error, or that nothing came in time.
async function found (act, seconds) {
  const late = new Promise((resolve) => setTimeout(resolve, 1000 * seconds, `nothing after ${seconds} s`).unref())
  const outcome = (async () => String(await act()))()
  return Promise.race([late, outcome.catch((e) => e.cause?.code ?? e.code ?? String(e))])
}

async function main () {
  const findings = {}
  for (const [acts, seconds] of [[works, 60], [fails, 5]]) {
    for (const [name, act] of Object.entries(acts)) {
      const began = performance.now()
      findings[name] = await found(act, seconds)
      console.log(`${name}: ${findings[name]} after ${Math.round(performance.now() - began)} ms`)
    }
  }
  fs.rmSync(folder, { recursive: true })
  fs.writeFileSync(path.join(process.env.OUTPUTS, 'findings.json'), JSON.stringify(findings))
  process.exit()
}

main()
