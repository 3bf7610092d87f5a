// An anonymous OPC UA session without security (node-opcua), as the gateway offers it.
import opcua from 'node-opcua'

const { OPCUAClient, OPCUACertificateManager, MessageSecurityMode, SecurityPolicy } = opcua

export const node = (name) => `ns=1;s=Filtration.${name}`
export const measured = ['Turbidity', 'Flow', 'Level', 'Pressure', 'Chlorine'].map(node)

export async function opcuaSession(server) {
  const client = OPCUAClient.create({
    applicationName: process.env.HOST,
    endpointMustExist: false,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    clientCertificateManager: new OPCUACertificateManager({ rootFolder: '/run/pki' }),
    connectionStrategy: { initialDelay: 2000, maxDelay: 4000, maxRetry: -1 },
    keepSessionAlive: true,
  })
  await client.connect(`opc.tcp://${server}:4840/UA/harbour`)
  return client.createSession()
}
