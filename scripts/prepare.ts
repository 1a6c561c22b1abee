// Builds the project after an install. npx links a checkout into a folder of its own before it runs the checkout's command, and npm
// then prepares the checkout again: an existing build stays, since a second one would take half a minute in silence.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const command = join(import.meta.dirname, "../dist/cli/index.js");

if (process.env.npm_command !== "exec" || !existsSync(command)) {
  execSync("npm run build", { stdio: "inherit" });
}
