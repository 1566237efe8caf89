import { lengths } from './kinds-of-length.mjs'
import { layouts } from './kinds-of-layout.mjs'
import { marks } from './kinds-of-marks.mjs'
import { wordings } from './kinds-of-words.mjs'

/** For each kind a function that makes a pair: one that keeps the rule, or one that breaks it. */
export const kinds = { ...lengths, ...layouts, ...marks, ...wordings }
