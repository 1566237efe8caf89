/** Why an aim is missed, in a sentence: the report refuses to be written without one. */
export const missed = {}
