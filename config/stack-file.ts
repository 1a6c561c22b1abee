import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "./yaml.ts";

export interface Declaration {
  type?: "string" | "integer" | "boolean" | "array" | "object";
  default?: unknown;
}

interface Project {
  name: string;
  config?: Record<string, Declaration> | null;
}

interface Stack {
  config?: Record<string, unknown> | null;
}

/**
 * Reads the file of a stack, which stands beside Pulumi.yaml.
 *
 * @throws {Error} With the file's name and what to do, when it is not there or is no YAML.
 */
export function readStackFile(folder: string, stack: string): Stack {
  return readYaml(join(folder, `Pulumi.${stack}.yaml`), () => {
    const files = filesIn(folder);
    return files.length === 0
      ? "there is none of any stack beside Pulumi.yaml; `pulumi stack init` and `pulumi config set` write one"
      : `there are ${files.join(", ")}. Take one of these stacks with --stack, or write the file`;
  });
}

/** @throws {Error} As `readStackFile`. */
export function readProjectFile(folder: string): Project {
  return readYaml(
    join(folder, "Pulumi.yaml"),
    () => "the file of a stack stands beside that of its project: name it with --stack where it is",
  );
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
    .sort();
}

function readYaml(file: string, advice: () => string) {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw isMissing ? new Error(`There is no file ${file}: ${advice()}`, { cause: error }) : error;
  }
  try {
    return parseYaml(text).toJS() ?? {};
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split(":\n");
    throw new Error(`${file} cannot be read as YAML: ${reason}`, { cause: error });
  }
}
