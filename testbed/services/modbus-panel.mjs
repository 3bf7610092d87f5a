#!/usr/bin/env node
// modbus-panel CONTROLLER: an operator panel. Reads every two seconds; now and
// then someone changes a set point, starts a pump or loads a recipe.
import ModbusRTU from 'modbus-serial'
import { every } from './lib/every.mjs'

const [controller] = process.argv.slice(2)
const modbus = new ModbusRTU()
let round = 0

await every(2, async () => {
  if (!modbus.isOpen) await modbus.connectTCP(controller, { port: 502 })
  modbus.setID(1)
  modbus.setTimeout(2000)
  await modbus.readHoldingRegisters(20, 10)
  if (round % 8 === 3) await modbus.writeRegister(21, 1400 + round)
  if (round % 16 === 6) await modbus.writeCoil(2, round % 32 === 6)
  if (round % 24 === 10) await modbus.writeRegisters(24, [1200, 1250, 1300, 1350])
  round++
})
