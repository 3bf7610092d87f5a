#!/usr/bin/env node
// s7-engineering CONTROLLER: an hour of controller work in half a minute, on the engineering station (snap7's client).
// Looks the controller up, lists and uploads blocks, tries a download, stops it, writes its recipe, starts it.
import dns from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import snap7 from 'node-snap7'

const { address } = await dns.lookup(process.argv[2])
const s7 = new snap7.S7Client()
const DB = 0x41

// A data block as the controller stores it: the head that says what it is, then its content.
function dataBlock(number, content) {
  const head = Buffer.alloc(36)
  head.writeUInt16BE(0x7070, 0)
  head.set([1, 1, 5, 10], 2) // compact head, language DB, type DB
  head.writeUInt16BE(number, 6)
  head.writeUInt32BE(head.length + content.length + 36, 8)
  head.writeUInt16BE(content.length, 34)
  return Buffer.concat([head, content, Buffer.alloc(36)])
}
const step = (name, work) => async () => {
  const result = await new Promise((done) => work((problem, value) => done(problem ? `refused: ${s7.ErrorText(problem)}` : value ?? 'done')))
  console.log(name, Buffer.isBuffer(result) ? `${result.length} bytes` : result)
  await sleep(900)
}

const work = [
  step('connect', (done) => s7.ConnectTo(address, 0, 2, done)),
  step('szl 0011 order code', (done) => s7.GetOrderCode(done)),
  step('szl 001c component', (done) => s7.GetCpuInfo(done)),
  step('szl 0131 communication', (done) => s7.GetCpInfo(done)),
  step('szl 0132 communication status', (done) => s7.ReadSZL(0x0132, 0x0004, done)),
  step('szl 0232 protection', (done) => s7.GetProtection(done)),
  step('status', (done) => s7.PlcStatus(done)),
  step('clock', (done) => s7.GetPlcDateTime(done)),
  step('list blocks', (done) => s7.ListBlocks(done)),
  step('list data blocks', (done) => s7.ListBlocksOfType(DB, done)),
  step('block 1', (done) => s7.GetAgBlockInfo(DB, 1, done)),
  step('upload DB1', (done) => s7.FullUpload(DB, 1, 4096, done)),
  step('upload DB10', (done) => s7.Upload(DB, 10, 4096, done)),
  step('stop', (done) => s7.PlcStop(done)),
  step('download DB10', (done) => s7.Download(10, dataBlock(10, Buffer.alloc(512)), done)),
  step('write recipe', (done) => s7.DBWrite(10, 0, 64, Buffer.alloc(64, 7), done)),
  step('set clock', (done) => s7.SetPlcSystemDateTime(done)),
  step('hot start', (done) => s7.PlcHotStart(done)),
  step('status', (done) => s7.PlcStatus(done)),
]
for (const next of work) await next()
s7.Disconnect()
