import type { Block } from '../core/component.ts'

/**
 * A piece of text that stands for itself: a part of a component.
 *
 * @example
 * import { CBlock } from 'mellea'
 * const block = new CBlock('Rain is expected.')
 */
export class CBlock implements Block {
  readonly kind = 'block'
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
