// A nodes7 connection with promises: s7Session(controller, { name: address }) -> { read, write }.
import { setTimeout as sleep } from 'node:timers/promises'
import NodeS7 from 'nodes7'
import { addressOf } from './every.mjs'

export async function s7Session(controller, items) {
  const host = await addressOf(controller)
  for (;;) {
    const s7 = new NodeS7({ silent: true })
    const refused = await new Promise((done) =>
      s7.initiateConnection({ host, port: 102, rack: 0, slot: 2 }, done))
    if (refused) {
      console.error(refused)
      await sleep(2000)
      continue
    }
    s7.setTranslationCB((name) => items[name])
    s7.addItems(Object.keys(items))
    return {
      read: () => new Promise((done) => s7.readAllItems((bad, values) => done(values))),
      write: (name, value) => new Promise((done) => s7.writeItems(name, value, done)),
    }
  }
}
