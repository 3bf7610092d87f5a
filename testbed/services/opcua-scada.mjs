#!/usr/bin/env node
// opcua-scada SERVER: the SCADA server browses once, subscribes, and moves the chlorine set point now and then.
import opcua from 'node-opcua'
import { opcuaSession, node, measured } from './lib/opcua-session.mjs'
import { every } from './lib/every.mjs'

const { AttributeIds, DataType, TimestampsToReturn } = opcua
const [server] = process.argv.slice(2)
const session = await opcuaSession(server)

await session.browse('RootFolder')
await session.browse('ObjectsFolder')
await session.browse('ns=1;s=Filtration')
const subscription = await session.createSubscription2({
  requestedPublishingInterval: 2000, requestedLifetimeCount: 100, requestedMaxKeepAliveCount: 10, publishingEnabled: true,
})
for (const nodeId of measured) {
  await subscription.monitor({ nodeId, attributeId: AttributeIds.Value }, { samplingInterval: 2000, queueSize: 2 }, TimestampsToReturn.Source)
}
let round = 0
await every(40, () => session.write({
  nodeId: node('ChlorineSetPoint'), attributeId: AttributeIds.Value,
  value: { value: { dataType: DataType.Double, value: 0.45 + 0.01 * (round++ % 3) } },
}))
