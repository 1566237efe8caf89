/** What a call that offers tools needs: loaded with the first one. */
export { readAnswer } from './read-answer.ts'
export { closed, toolRequest } from './tool-request.ts'
export { ToolTurns } from './tool-turns.ts'
