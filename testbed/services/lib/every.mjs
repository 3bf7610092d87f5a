// every(seconds, work): do the work at a steady pace; say what failed and go on.
// addressOf(name): its address, as soon as there is a network and a name server to ask.
import dns from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export async function addressOf(name) {
  for (;;) {
    try { return (await dns.lookup(name)).address } catch { await sleep(2000) }
  }
}

export async function every(seconds, work) {
  for (;;) {
    const next = Date.now() + seconds * 1000
    try { await work() } catch (problem) { console.error(problem.message ?? problem) }
    await sleep(Math.max(200, next - Date.now()))
  }
}
