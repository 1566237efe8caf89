/**
 * Conversations: what a model is shown of earlier turns.
 *
 * @module
 */
export type { Context, Turn } from '../core/context.ts'
export type { MessagePart, Role, WireMessage } from '../core/message.ts'
export { ChatContext, type ChatContextOptions, type ChatMessage } from './chat-context.ts'
export { SimpleContext } from './simple-context.ts'
