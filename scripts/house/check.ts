// Prints each place that breaks a rule of the house, and fails where there is one.
import { join } from "node:path";
import { findProblems } from "./problems.ts";

const problems = findProblems(join(import.meta.dirname, "../.."));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
