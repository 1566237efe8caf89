import type { CheckSettings } from '../core/judge-options.ts'
import type { JudgeSide } from './ask-judge.ts'

/** What a call says of its checks. */
export function checkSettings({ settings, judge }: Pick<JudgeSide, 'settings' | 'judge'>): CheckSettings {
  const { clock, timeout } = settings
  return { clock, validatorMs: timeout.validator, judge }
}
