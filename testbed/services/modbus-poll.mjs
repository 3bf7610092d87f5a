#!/usr/bin/env node
// modbus-poll CONTROLLER SECONDS: asks who it is, then reads inputs, registers and coils for ever (modbus-serial).
import ModbusRTU from 'modbus-serial'
import { every } from './lib/every.mjs'

const [controller, seconds] = process.argv.slice(2)
const modbus = new ModbusRTU()
let round = 0

await every(seconds, async () => {
  if (!modbus.isOpen) await modbus.connectTCP(controller, { port: 502 })
  modbus.setID(1)
  modbus.setTimeout(2000)
  if (round === 0) await modbus.readDeviceIdentification(2, 0)
  await modbus.readHoldingRegisters(0, 10)
  if (round % 2 === 0) await modbus.readInputRegisters(0, 6)
  if (round % 5 === 0) await modbus.readCoils(0, 8)
  if (round % 5 === 1) await modbus.readDiscreteInputs(0, 16)
  round++
})
