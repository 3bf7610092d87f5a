#!/usr/bin/env node
// S7 controller (snap7's server). Order number, CPU name and SZL are what snap7 says of itself.
import snap7 from 'node-snap7'

const server = new snap7.S7Server()
const block = (words) => {
  const bytes = Buffer.alloc(words * 2)
  for (let i = 0; i < words; i++) bytes.writeInt16BE(100 + i * 3, i * 2)
  return bytes
}

server.RegisterArea(server.srvAreaDB, 1, block(64)) // process values
server.RegisterArea(server.srvAreaDB, 2, block(32)) // set points
server.RegisterArea(server.srvAreaDB, 10, block(256)) // recipe
server.RegisterArea(server.srvAreaMK, block(32))
server.RegisterArea(server.srvAreaPE, block(16))
server.RegisterArea(server.srvAreaPA, block(16))
if (!server.StartTo('0.0.0.0')) throw new Error(server.ErrorText(server.LastError()))
server.SetCpuStatus(8) // RUN
setInterval(() => server.ServerStatus(), 1000) // keeps the server referenced, or it is collected as garbage and stops
