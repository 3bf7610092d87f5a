#!/usr/bin/env node
// Modbus/TCP server of plc-a1 (modbus-serial). Says who it is when asked (43/14).
// Registers 0-9 are measured, 20-39 are set points of 0..3000; coils 0-7 start and stop pumps.
import ModbusRTU from 'modbus-serial'

const { MAKER, MODEL, VERSION, ROLE, HOST } = process.env
const ILLEGAL_ADDRESS = 2
const ILLEGAL_VALUE = 3

const refuse = (code) => { throw { modbusErrorCode: code } }
const coils = new Array(8).fill(false)
const setPoints = new Array(20).fill(1450)

const measured = (at) => 1000 + at * 100 + Math.round(40 * Math.sin(Date.now() / 9000 + at))
const register = (at) => at < 10 ? measured(at)
  : at >= 20 && at < 40 ? setPoints[at - 20]
  : refuse(ILLEGAL_ADDRESS)

new ModbusRTU.ServerTCP({
  getCoil: (at) => at < 8 ? coils[at] : refuse(ILLEGAL_ADDRESS),
  getDiscreteInput: (at) => at < 16 ? (at % 3 === 0) : refuse(ILLEGAL_ADDRESS),
  getInputRegister: (at) => at < 10 ? measured(at) : refuse(ILLEGAL_ADDRESS),
  getHoldingRegister: register,
  setCoil: (at, value) => { at < 8 ? coils[at] = value : refuse(ILLEGAL_ADDRESS) },
  setRegister: (at, value) => {
    if (at < 20 || at >= 40) refuse(ILLEGAL_ADDRESS)
    if (value > 3000) refuse(ILLEGAL_VALUE)
    setPoints[at - 20] = value
  },
  readDeviceIdentification: () => ({
    0x00: MAKER, 0x01: MODEL, 0x02: VERSION, 0x04: MODEL, 0x05: HOST, 0x06: ROLE,
  }),
}, { host: '0.0.0.0', port: 502, unitID: 1 })
