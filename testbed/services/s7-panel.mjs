#!/usr/bin/env node
// s7-panel CONTROLLER: an operator panel on an S7 controller; writes a set point every 20 seconds (nodes7).
import { s7Session } from './lib/s7-session.mjs'
import { every } from './lib/every.mjs'

const [controller] = process.argv.slice(2)
const s7 = await s7Session(controller, { dose: 'DB2,INT0', limit: 'DB2,INT2', running: 'QB0' })
let round = 0

await every(2, async () => {
  await s7.read()
  if (round++ % 10 === 4) await s7.write('dose', 200 + round)
})
