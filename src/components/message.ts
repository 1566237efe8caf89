import type { Component, ComponentPart, RenderScope } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import { roles, type MessagePart, type Role } from '../core/message.ts'
import { fillTemplate, type UserVariables } from './fill-template.ts'
import type { ImageInput } from './image.ts'

/** What may stand beside the text of a message. */
export interface MessageOptions {
  readonly images?: readonly ImageInput[] | undefined
  /** With them, `{{name}}` in the content is replaced; without, braces are literal. */
  readonly userVariables?: UserVariables | undefined
}

/**
 * One message of a chat, said as it is.
 *
 * @example
 * import { Message, startSession } from 'mellea'
 * await startSession({ contextType: 'chat' }).act(new Message('user', 'What is 2 + 2?'))
 */
export class Message implements Component<string> {
  readonly kind = 'message'
  readonly role: Role
  readonly content: ComponentPart
  readonly #parts: readonly ComponentPart[]

  /** @throws OptionError for an unknown role, an empty message, or a missing variable. */
  constructor(role: Role, content: ComponentPart, { images = [], userVariables }: MessageOptions = {}) {
    if (!roles.includes(role))
      throw new OptionError(`A message's role is one of ${roles.join(', ')}; got "${role}".`)
    if (typeof content === 'string' && content.trim() === '' && images.length === 0)
      throw new OptionError('The message is empty: give it some text or a picture.')
    this.role = role
    this.content = content
    const text =
      typeof content === 'string' && userVariables ? fillTemplate(content, userVariables) : [content]
    this.#parts = [...text, ...images]
  }

  parts(): readonly ComponentPart[] {
    return this.#parts
  }

  render(scope: RenderScope): readonly MessagePart[] {
    return this.#parts.flatMap((part) => scope.parts(part))
  }
}
