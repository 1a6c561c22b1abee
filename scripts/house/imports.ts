import { posix } from "node:path";
import ts from "typescript";
import type { SourceFile } from "./source-files.ts";

export interface Import {
  from: string;
  to: string;
  /** The line of the import, from 1. */
  line: number;
}

/** Returns the imports of other files of the project, those of types included. */
export function readImports({ path, tree }: SourceFile): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node) => {
    const specifier = specifierOf(node);
    if (specifier?.text.startsWith("."))
      imports.push({
        from: path,
        to: posix.join(posix.dirname(path), specifier.text),
        line: tree.getLineAndCharacterOfPosition(specifier.getStart(tree)).line + 1,
      });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

/** The module in `import … from`, `export … from`, `import(…)`, `import type` and `require(…)`. */
function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  let specifier: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    specifier = node.argument.literal;
  else if (ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText()))
    specifier = node.arguments[0];
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** Returns the groups of files that import each other in a circle, each as the path of one circle. */
export function findCircles(imports: Import[]): string[][] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const circles = new Map<string, string[]>();
  const done = new Set<string>();
  const walk = (file: string, trail: string[]) => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const circle = trail.slice(at);
      circles.set([...circle].sort().join(" "), circle);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return [...circles.values()];
}
