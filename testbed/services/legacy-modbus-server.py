#!/usr/bin/python3
"""Modbus/TCP server of plc-b1 and of the safety controller (pymodbus).

With the word read-only it answers every write with exception 1, as a safety
controller does whose key switch is in RUN.
"""
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartTcpServer

WRITES = (5, 6, 15, 16, 22, 23)


class ReadOnly(ModbusSlaveContext):
    def validate(self, fx, address, count=1):
        return fx not in WRITES and super().validate(fx, address, count)


def block(first):
    return ModbusSequentialDataBlock(0, [first + 7 * i for i in range(100)])


read_only = "read-only" in sys.argv
identity = ModbusDeviceIdentification(
    info_name={
        "VendorName": os.environ["MAKER"],
        "ProductCode": os.environ["MODEL"],
        "MajorMinorRevision": os.environ["VERSION"],
        "ModelName": os.environ["MODEL"],
        "UserApplicationName": os.environ["ROLE"],
    }
)
slave = (ReadOnly if read_only else ModbusSlaveContext)(
    di=block(0), co=block(1), hr=block(700), ir=block(300), zero_mode=True
)
StartTcpServer(
    context=ModbusServerContext(slaves=slave, single=True),
    identity=identity,
    address=("0.0.0.0", 502),
)
