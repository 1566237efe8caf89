import type { SamplingResult } from '../core/sampling.ts'
import { answers } from './answers.ts'
import { callRecord } from './call-record.ts'
import { markup } from './markup.ts'
import { numbersTable } from './numbers-table.ts'
import { pageStyle } from './page-style.ts'
import { summary } from './summary.ts'
import { timePicture } from './time-picture.ts'
import { tokenPicture } from './token-picture.ts'

export interface ReportPageOptions {
  /** Heading of the page. @default 'What this call did' */
  readonly title?: string | undefined
  /** The language of the answers, for screen readers. @default none is said */
  readonly lang?: string | undefined
}

/**
 * What a call did, as one page of HTML that needs nothing else: no script, no style, no font from anywhere. Pictures of its attempts over
 * time and of their tokens, everything in a table as well, the texts with what was wrong with them; in light and dark.
 *
 * All that a model or a user wrote is escaped. The page holds prompts' answers: keep it where you would keep those.
 *
 * @example
 * import { writeFile } from 'node:fs/promises'
 * import { startSession, words } from 'mellea'
 * import { reportPage } from 'mellea/report'
 * const call = startSession().instruct('Greet Ada.', { requirements: [words.max(3)] })
 * await writeFile('report.html', reportPage(await call.sampling(), { title: 'Greeting' }))
 */
export function reportPage(sampling: SamplingResult<unknown>, options: ReportPageOptions = {}): string {
  const { title = 'What this call did', lang } = options
  const record = callRecord(sampling)
  const language = lang === undefined ? markup`` : markup` lang="${lang}"`
  const facts = summary(record).map(
    ([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>
`,
  )
  return String(
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${pageStyle}
</head>
<body>
<main>
<h1>${title}</h1>
<dl>${facts}</dl>
<h2>Attempts over time</h2>
${timePicture(record.entries)}
<h2>Tokens</h2>
${tokenPicture(record.entries)}
<h2>In numbers</h2>
${numbersTable(record.entries)}
<h2>Answers</h2>
<div${language}>${answers(record.entries)}</div>
</main>
</body>
</html>
`,
  )
}
