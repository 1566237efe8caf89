/**
 * `npm run bench:documents`: the streaming JSON reader beside `JSON.parse`, on a million random documents in random pieces.
 *
 * --documents <n>  how many (default 1000000)
 * --seed <n>       of the run; printed, and chosen by chance where it is not given
 * --from <block>   the first block of ten thousand: a run can be made in slices
 * --ref, --built   which library, as for `npm run bench`
 */
import { parseArgs } from 'node:util'
import { installLibrary } from '../lib/library.mjs'
import { sameAsParse } from './same-as-parse.mjs'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: `${Math.floor(Math.random() * 2 ** 31)}` },
    from: { type: 'string', default: '0' },
    ref: { type: 'string', default: 'HEAD' },
    built: { type: 'string' },
  },
})
const library = installLibrary(values)
const [documents, seed, from] = [values.documents, values.seed, values.from].map(Number)
console.log(
  `mellea ${library.version} of commit ${library.commit}: ${documents} documents, --seed ${seed} --from ${from}`,
)
const began = performance.now()
const { calls } = await sameAsParse({ documents, seed, from, log: console.log })
console.log(
  `all ${documents.toLocaleString('en')} are read as JSON.parse reads them, ${calls.toLocaleString('en')} of them by calls, too; ${Math.round((performance.now() - began) / 1000)} s`,
)
