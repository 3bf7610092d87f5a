#!/usr/bin/env node
// BACnet/IP controller of the chlorine room's ventilation (@bacnet-js/client, answering side).
import bacnet from '@bacnet-js/client'

const { default: Client, ApplicationTag: Tag, ObjectType: Type, PropertyIdentifier: Id,
  ErrorClass, ErrorCode, ConfirmedServiceChoice: Service, Segmentation } = bacnet
const { HOST, MAKER, MODEL, VERSION, SERIAL, ROLE } = process.env
const DEVICE = 4240
const SAUTER = 80 // BACnet vendor id

const text = (value) => ({ type: Tag.CHARACTER_STRING, value })
const number = (value) => ({ type: Tag.UNSIGNED_INTEGER, value })
const real = (value) => ({ type: Tag.REAL, value })
const key = (type, instance, property) => `${type}/${instance}/${property}`

let airflow = 450
const properties = new Map([
  [key(Type.DEVICE, DEVICE, Id.OBJECT_NAME), () => text(HOST)],
  [key(Type.DEVICE, DEVICE, Id.VENDOR_NAME), () => text(MAKER)],
  [key(Type.DEVICE, DEVICE, Id.VENDOR_IDENTIFIER), () => number(SAUTER)],
  [key(Type.DEVICE, DEVICE, Id.MODEL_NAME), () => text(MODEL)],
  [key(Type.DEVICE, DEVICE, Id.FIRMWARE_REVISION), () => text(VERSION)],
  [key(Type.DEVICE, DEVICE, Id.SERIAL_NUMBER), () => text(SERIAL)],
  [key(Type.DEVICE, DEVICE, Id.DESCRIPTION), () => text(ROLE)],
  [key(Type.ANALOG_INPUT, 1, Id.PRESENT_VALUE), () => real(0.1 + 0.02 * Math.sin(Date.now() / 8000))],
  [key(Type.ANALOG_INPUT, 2, Id.PRESENT_VALUE), () => real(18 + Math.sin(Date.now() / 20000))],
  [key(Type.ANALOG_VALUE, 1, Id.PRESENT_VALUE), () => real(airflow)],
])
const device = new Client({ port: 47808 })

device.on('whoIs', ({ header }) =>
  device.iAmResponse(header.sender, DEVICE, Segmentation.NO_SEGMENTATION, SAUTER))

device.on('readProperty', ({ header, invokeId, payload: { objectId, property } }) => {
  const value = properties.get(key(objectId.type, objectId.instance, property.id))
  if (value) device.readPropertyResponse(header.sender, invokeId, objectId, property, [value()])
  else device.errorResponse(header.sender, Service.READ_PROPERTY, invokeId, ErrorClass.PROPERTY, ErrorCode.UNKNOWN_PROPERTY)
})

device.on('writeProperty', ({ header, invokeId, payload: { objectId, value } }) => {
  if (objectId.type !== Type.ANALOG_VALUE) {
    device.errorResponse(header.sender, Service.WRITE_PROPERTY, invokeId, ErrorClass.PROPERTY, ErrorCode.WRITE_ACCESS_DENIED)
    return
  }
  airflow = value.value[0].value
  device.simpleAckResponse(header.sender, Service.WRITE_PROPERTY, invokeId)
})
