import { join } from 'node:path'
import { measureInTurn } from '../lib/crew.mjs'
import { clients } from './clients.mjs'

/** What a call with two code requirements costs when the model costs nothing. */
export async function measure({ quick }) {
  const calls = quick ? 300 : 2000
  const jobs = Object.fromEntries(Object.keys(clients).map((name) => [name, { calls }]))
  const measured = await measureInTurn({
    module: join(import.meta.dirname, 'clients.mjs'),
    jobs,
    rounds: quick ? 5 : 25,
    warmUps: quick ? 3 : 5,
  })
  return { unit: 'µs of CPU a call', ...measured }
}
