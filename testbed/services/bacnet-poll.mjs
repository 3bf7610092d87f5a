#!/usr/bin/env node
// bacnet-poll CONTROLLER SECONDS: asks who it is once, then reads its values for ever (@bacnet-js/client).
import bacnet from '@bacnet-js/client'
import { addressOf, every } from './lib/every.mjs'

const { default: Client, ObjectType: Type, PropertyIdentifier: Id } = bacnet
const [controller, seconds] = process.argv.slice(2)
const address = await addressOf(controller)
const client = new Client({ port: 47808 })
const read = (type, instance, property) => client.readProperty({ address }, { type, instance }, property)
let known = false

await every(seconds, async () => {
  if (!known) {
    client.whoIs({ address })
    for (const property of [Id.OBJECT_NAME, Id.VENDOR_NAME, Id.MODEL_NAME, Id.FIRMWARE_REVISION, Id.SERIAL_NUMBER]) {
      await read(Type.DEVICE, 4240, property)
    }
    known = true
  }
  await read(Type.ANALOG_INPUT, 1, Id.PRESENT_VALUE)
  await read(Type.ANALOG_INPUT, 2, Id.PRESENT_VALUE)
})
