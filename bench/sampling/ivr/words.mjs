/** What a person says of the figures, after the run. */
const tasks = `### What it means

- **Repair did not pay with this small model.** At three generations it solved 4.8 points fewer than blind retry (−11.5 to +1.9: no difference that is sure) for 51 tokens more. The model does not act on reasons; another draft helps it more.
- **Multi-turn hardly helped at all**, and cost most of the three: a model this small that is shown its own answer writes it again. Of 56 first answers that failed, 36 were still there after two turns, word for word; of repair, 2.
- None of this says how larger models take advice. Measure yours: this is one small family of models, and 104 tasks.
- **Best of n is blind retry that does not stop**, where checks are all there is to choose by: the same tasks solved for twice the tokens. With \`stopAt\` and early stops it costs 263 tokens instead of 441, and a retry 216.
- **A vote needs no check, and pays where there is one right answer**: 49 % instead of 40 % there, for five times the tokens. Where a check can tell, a retry that stops at it solved 56 % for less.
- **The cascade solved most for its time**: 71 %, where the larger model alone has 62 % in the same seconds, and the small one with five tries 66 %. Both models fail on other tasks. With a repair in between it is 74 %, for a second more.
- **Early stops cost nothing in success** and spare a quarter of what is written in a retry (27 tokens become 21). Prompts are most of the tokens here, so of all tokens it is 4 %; of the time 13 %. Answers are short; longer ones have more to spare.
- **Rewinding cost success here**, 4.8 points with blind retry (−9.6 to −1.0), and saved little. A maximum that was exceeded, or a list in the wrong order, cannot be mended by going on from just before: the next token is refused again, and one of three generations is gone. It is for answers in which one place is wrong and what stands before it is not the reason.

During the run the load of the two cores was between 2 and 9, since others worked on them.`

const voting = `### What it means

- \`'count'\` loses nothing, by its nature, and takes 8.0 drafts of 10 on the recorded answers.
- \`{ confidence: 0.9 }\` lost at most half a point anywhere; 0.95 nothing that can be seen.
- The aim, 2.5 times fewer than ten at one point, is met where most questions are easy ("easy", 4.1 times; "a benchmark", 2.5 times). **On the recorded answers it is missed**: 1.6 times at 0.1 points (0.88), 1.9 times at 1.1 points (0.87). At temperature 1 this model is right in half of its drafts, and its mistakes are many: there is little to stop early on. Two equal answers are a confidence of 0.875, so between 0.87 and 0.88 there is a step.
- Where the model is mostly wrong a loss is below 0: more votes make the wrong answer surer.`

export const words = { tasks, voting }
