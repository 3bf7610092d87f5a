#!/usr/bin/env node
// bacnet-panel CONTROLLER: calls who-is into its own network, then sets the air flow every 30 seconds; once it
// tries a measured value, which is refused (@bacnet-js/client).
import bacnet from '@bacnet-js/client'
import { addressOf, every } from './lib/every.mjs'

const { default: Client, ApplicationTag: Tag, ObjectType: Type, PropertyIdentifier: Id } = bacnet
const [controller] = process.argv.slice(2)
const address = await addressOf(controller)
const client = new Client({ port: 47808, broadcastAddress: '10.42.0.255' })
const write = (type, value) =>
  client.writeProperty({ address }, { type, instance: 1 }, Id.PRESENT_VALUE, [{ type: Tag.REAL, value }], { priority: 8 })
let round = 0

await every(30, async () => {
  if (round === 0) client.whoIs()
  await write(round === 2 ? Type.ANALOG_INPUT : Type.ANALOG_VALUE, 450 + 10 * round++)
})
