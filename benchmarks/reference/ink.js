// node ink.js STORY.ink CAREERS : plays with inkjs, the shared player's picks, and prints one JSON line.
// The module is looked up along NODE_PATH. Compiling is not timed.
const fs = require("fs");
const { performance } = require("perf_hooks");
const { Compiler } = require("inkjs/full");
const { Story } = require("inkjs");
const [file, careers] = [process.argv[2], Number(process.argv[3])];

function seedOf(career) {
  let h = (career + 0x9e3779b9) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

const story = new Story(new Compiler(fs.readFileSync(file, "utf8")).Compile().ToJson());
const endings = new Array(8).fill(0);
let choices = 0, trace = 0;
const began = performance.now();
for (let career = 0; career < careers; career++) {
  if (career > 0) story.ResetState();
  let r = seedOf(career), h = 0;
  for (;;) {
    story.ContinueMaximally();
    const open = story.currentChoices.length;
    if (open === 0) break;
    r = (Math.imul(r, 1664525) + 1013904223) >>> 0;
    const pick = Math.floor(((r >>> 16) * open) / 65536);
    h = (Math.imul(h, 31) + pick * 8 + open) >>> 0;
    choices++;
    story.ChooseChoiceIndex(pick);
  }
  const ending = story.variablesState.$("ending");
  endings[ending]++;
  trace = (trace + Math.imul(h, 31) + ending) >>> 0;
}
console.log(JSON.stringify({ choices, seconds: (performance.now() - began) / 1e3, trace, endings }));
