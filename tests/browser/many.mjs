// Ten thousand quotes: articles of invented people and sentences, the same each time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GIVEN = ['Ana', 'Bo', 'Zoë', 'Miriam', 'Curtis', 'Dmitri', 'Hester', 'Rupert', 'Ines', 'Tove', 'Malik', 'Orla'];
const FAMILY = ['Ruiz', 'Lind', 'Oyelaran', 'Lamoureux', 'Falk', 'Locke', 'Sedge', 'Quill', 'Marsh', 'Tarn', 'Brook', 'Hale', 'Voss'];
const ROLES = ['the harbour master', 'a nurse', 'an engineer', 'the mayor of Port Lora', 'a farmer'];
const THINGS = ['the bridge', 'the ferry', 'the school roof', 'the old mill', 'the sea wall', 'the night bus'];
const WHEN = ['before the frost', 'by the end of May', 'after the vote', 'when the money comes', 'in two weeks'];

/** Writes `articles` files with about 26 quotes each into `folder`. */
export function many(folder, articles) {
  let seed = 7;
  const pick = (list) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return list[Math.floor(seed / 65536) % list.length];
  };
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < articles; n++) {
    const month = String(n % 12 + 1).padStart(2, '0');
    const paragraphs = [];
    for (let p = 0; p < 13; p++) {
      const name = `${pick(GIVEN)} ${pick(FAMILY)}`;
      paragraphs.push(`“We will mend ${pick(THINGS)} ${pick(WHEN)}, I can promise number ${n * 13 + p},” said ${name}, ${pick(ROLES)}.`,
        'The street was quiet in the morning and nobody came to look at the works, which had stood still for a year.',
        `${pick(GIVEN)} ${pick(FAMILY)} said that ${pick(THINGS)} had been closed ${pick(WHEN)}.`);
    }
    const head = `---\ntitle: Works in street ${n}\ndate: ${2020 + Math.floor(n / 12) % 6}-${month}-1${n % 9}\n---\n`;
    writeFileSync(join(folder, `street-${String(n).padStart(4, '0')}.md`), `${head}${paragraphs.join('\n\n')}\n`);
  }
}
