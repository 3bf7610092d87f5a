#!/usr/bin/env node
// opcua-historian SERVER SECONDS: the historian reads the measured values at a steady pace.
import opcua from 'node-opcua'
import { opcuaSession, measured } from './lib/opcua-session.mjs'
import { every } from './lib/every.mjs'

const { AttributeIds } = opcua
const [server, seconds] = process.argv.slice(2)
const session = await opcuaSession(server)

await every(seconds, () => session.read(measured.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }))))
