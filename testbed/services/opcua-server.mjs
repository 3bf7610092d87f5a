#!/usr/bin/env node
// OPC UA server of the gateway (node-opcua): anonymous, security None, as it was delivered.
import opcua from 'node-opcua'

const { OPCUAServer, OPCUACertificateManager, MessageSecurityMode, SecurityPolicy, StatusCodes, Variant, DataType } = opcua
const { HOST, MAKER, MODEL, VERSION } = process.env
const server = new OPCUAServer({
  port: 4840,
  hostname: HOST,
  resourcePath: '/UA/harbour',
  allowAnonymous: true,
  securityModes: [MessageSecurityMode.None],
  securityPolicies: [SecurityPolicy.None],
  disableDiscovery: true,
  serverCertificateManager: new OPCUACertificateManager({ rootFolder: '/run/pki' }),
  serverInfo: { applicationUri: `urn:${HOST}:harbour` },
  buildInfo: { manufacturerName: MAKER, productName: MODEL, softwareVersion: VERSION },
})
await server.initialize()

const space = server.engine.addressSpace
const own = space.getOwnNamespace()
const filter = own.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Filtration', nodeId: 's=Filtration' })
const wave = (around, by, slowness) => around + by * Math.sin(Date.now() / slowness)
const measured = {
  Turbidity: () => wave(0.3, 0.05, 7000), Flow: () => wave(210, 12, 9000), Level: () => wave(3.4, 0.2, 15000),
  Pressure: () => wave(4.1, 0.1, 5000), Chlorine: () => wave(0.45, 0.03, 11000),
}
for (const [name, value] of Object.entries(measured)) {
  own.addVariable({
    componentOf: filter, browseName: name, nodeId: `s=Filtration.${name}`, dataType: 'Double',
    minimumSamplingInterval: 1000,
    value: { get: () => new Variant({ dataType: DataType.Double, value: value() }) },
  })
}
let setPoint = 0.45
own.addVariable({
  componentOf: filter, browseName: 'ChlorineSetPoint', nodeId: 's=Filtration.ChlorineSetPoint', dataType: 'Double',
  minimumSamplingInterval: 1000,
  value: {
    get: () => new Variant({ dataType: DataType.Double, value: setPoint }),
    set: (variant) => { setPoint = variant.value; return StatusCodes.Good },
  },
})
await server.start()
