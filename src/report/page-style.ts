import { Html } from './markup.ts'

/** Light and dark, by the reader's choice; contrast of text at least 4.5 to 1 in both. */
export const pageStyle: Html = new Html(`<style>
:root { color-scheme: light dark; --ground: #fff; --text: #1c1f23; --quiet: #59616b; --line: #d9dde2; --panel: #f5f6f8;
  --chosen: #1a7f4b; --passed: #57a97f; --rejected: #b4540a; --cancelled: #8a929c; --failed: #c0262d; --judge: #6f52c9; --in: #9db4d6; --out: #2f6bbd }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --text: #e8eaed; --quiet: #a3abb5; --line: #353a40; --panel: #1f2226;
  --chosen: #4cc38a; --passed: #3a8a63; --rejected: #e8964a; --cancelled: #747d87; --failed: #f0696e; --judge: #a48ef0; --in: #4a648c; --out: #7fb0f2 } }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.35rem; margin: 0 0 1rem } h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: 0 } dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
figure { margin: 0 } figcaption { color: var(--quiet); font-size: .87rem; margin-top: .3rem } svg { width: 100%; height: auto; display: block }
svg text { fill: var(--quiet); font: 12px system-ui, sans-serif } svg text.label { fill: var(--text) } .tick line { stroke: var(--line) }
rect.chosen, .key.chosen { fill: var(--chosen); background: var(--chosen) } rect.passed, .key.passed { fill: var(--passed); background: var(--passed) }
rect.rejected, .key.rejected { fill: var(--rejected); background: var(--rejected) } rect.failed, .key.failed { fill: var(--failed); background: var(--failed) }
rect.cancelled, rect.unchecked, .key.cancelled, .key.unchecked { fill: var(--cancelled); background: var(--cancelled) }
rect.judge, .key.judge { fill: var(--judge); background: var(--judge) } rect.in, .key.in { fill: var(--in); background: var(--in) } rect.out, .key.out { fill: var(--out); background: var(--out) }
.key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin: 0 .3em 0 .9em; vertical-align: -.05em } .key:first-child { margin-left: 0 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } th { text-align: left; color: var(--quiet); font-weight: 500 }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap } .number { text-align: right }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; background: var(--panel) } summary { padding: .45rem .8rem; cursor: pointer }
details ul { margin: 0 0 .6rem; padding: 0 .8rem 0 2rem } pre { margin: 0; padding: .6rem .8rem; border-top: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace }
</style>`)
