import { chance } from '../documents.mjs'

const rounds = 2000

/**
 * Random requirements, of which some are code and some are judged by a model, on random answers: how often the judge was asked about an answer
 * that code had refused already, and whether its verdicts on the others are those it gives when it is asked about everything. The judge is
 * scripted, its verdict a function of the answer and the requirement.
 */
export async function measureJudges(seed) {
  const next = chance(seed)
  const counts = {
    answers: 0,
    refusedByCode: 0,
    judgedAfterCode: 0,
    judged: 0,
    judgedOfAll: 0,
    compared: 0,
    different: 0,
  }
  for (let round = 0; round < rounds; round++) {
    const answer = `answer ${round}`
    const code = Array.from({ length: Math.floor(next() * 3) }, (_, at) => ({
      description: `code ${at}`,
      passes: next() < 0.7,
    }))
    const judged = Array.from({ length: 1 + Math.floor(next() * 3) }, (_, at) => ({
      description: `It is pleasant in way ${at}.`,
      passes: next() < 0.6,
    }))
    const sparing = await check(answer, { code, judged, order: next() < 0.5 })
    const all = await check(answer, { code, judged, validateAll: true })
    const isRefused = code.some(({ passes }) => !passes)
    counts.answers += 1
    counts.refusedByCode += isRefused ? 1 : 0
    counts.judgedAfterCode += isRefused ? sparing.asked : 0
    counts.judged += sparing.asked
    counts.judgedOfAll += all.asked
    if (isRefused) continue
    counts.compared += [...sparing.verdicts.values()].filter((status) => status !== 'unknown').length
    counts.different += [...sparing.verdicts].filter(
      ([name, status]) => all.verdicts.get(name) !== status,
    ).length
  }
  return { seed, ...counts, time: await timeOfClasses(next) }
}

async function check(answer, { code, judged, order = false, validateAll }) {
  const { MelleaSession } = await import('mellea')
  const { MockBackend } = await import('mellea/testing')
  let asked = 0
  const judge = ({ request }) => {
    const said = JSON.stringify(request.messages)
    asked += 1
    return judged.find(({ description }) => said.includes(description)).passes ? 'yes' : 'no'
  }
  const backend = new MockBackend([answer, ...Array.from({ length: judged.length }, () => judge)])
  const requirements = [
    ...judged.map(({ description }) => ({ description, compile: false })),
    ...code.map(({ description, passes }) => ({ description, validate: () => passes || 'code refuses it' })),
  ]
  const { attempts } = await new MelleaSession({ backend })
    .instruct('x', {
      requirements: order ? requirements.toReversed() : requirements,
      strategy: null,
      validateAll,
    })
    .sampling()
  return {
    asked,
    verdicts: new Map(attempts[0].validations.map(({ name, result }) => [name, result.status])),
  }
}

/** Checks that wait on a clock which moves only when told to: what a call takes, beside the longest of each class and beside the sum. */
async function timeOfClasses(next) {
  const time = { calls: 0, asLongest: 0, ms: 0, sum: 0 }
  for (let round = 0; round < 50; round++) {
    const [slow, judges] = [0, 1].map(() =>
      Array.from({ length: 1 + Math.floor(next() * 4) }, () => 1 + Math.floor(next() * 1000)),
    )
    const longest = Math.max(...slow) + Math.max(...judges)
    const ms = await timed({ async: slow, judge: judges }, longest)
    time.calls += 1
    time.asLongest += ms === longest ? 1 : 0
    time.ms += ms
    time.sum += [...slow, ...judges].reduce((sum, each) => sum + each, 0)
  }
  return time
}

async function timed(classes, longest) {
  const { MelleaSession } = await import('mellea')
  const { ManualClock, MockBackend } = await import('mellea/testing')
  const clock = new ManualClock()
  const requirements = Object.entries(classes).flatMap(([cost, all]) =>
    all.map((ms) => ({
      description: `${cost} of ${ms} ms`,
      cost,
      validate: () => new Promise((resolve) => clock.after(ms, () => resolve(true))),
    })),
  )
  const m = new MelleaSession({ backend: new MockBackend(['an answer']), clock })
  const sampling = m.instruct('x', { requirements, strategy: null }).sampling()
  await clock.advance(longest + 1000)
  return (await sampling).ms
}
