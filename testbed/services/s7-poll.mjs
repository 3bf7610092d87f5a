#!/usr/bin/env node
// s7-poll CONTROLLER SECONDS: reads process values for ever (nodes7).
import { s7Session } from './lib/s7-session.mjs'
import { every } from './lib/every.mjs'

const [controller, seconds] = process.argv.slice(2)
const items = { level: 'DB1,INT0', flow: 'DB1,INT2', pressure: 'DB1,REAL8', valves: 'MB4', inputs: 'IB0' }
const s7 = await s7Session(controller, items)

await every(seconds, () => s7.read())
