#!/usr/bin/env node
// Sparkplug B edge node of the gateway (sparkplug-client): births, then data of the filter every three seconds.
import sparkplug from 'sparkplug-client'

const { HOST, MAKER, MODEL, VERSION } = process.env
const client = sparkplug.newClient({
  serverUrl: 'tcp://broker:1883', username: 'gateway', password: 'gateway',
  groupId: 'harbour', edgeNode: HOST, clientId: `${HOST}-edge`, version: 'spBv1.0', publishDeath: true, keepalive: 20,
})
const text = (name, value) => ({ name, type: 'string', value })
const float = (name, value) => ({ name, type: 'float', value })
const values = () => [
  float('Backwash/Flow', 40 + 3 * Math.sin(Date.now() / 8000)),
  float('Backwash/Pressure', 2.2 + 0.1 * Math.sin(Date.now() / 5000)),
]

client.on('birth', () => {
  client.publishNodeBirth({ timestamp: Date.now(), metrics: [
    text('Properties/Hardware Make', MAKER), text('Properties/Hardware Model', MODEL), text('Properties/FW', VERSION),
    { name: 'Node Control/Rebirth', type: 'boolean', value: false },
  ] })
  client.publishDeviceBirth('filter-1', { timestamp: Date.now(), metrics: values() })
})
setInterval(() => client.publishDeviceData('filter-1', { timestamp: Date.now(), metrics: values() }), 3000)
