import ts from "typescript";
import type { SourceFile } from "./source-files.ts";

export interface MeasuredFunction {
  path: string;
  /** The line of its signature, from 1. */
  line: number;
  /** From its signature to its last brace, comments and blank lines included. */
  lines: number;
}

/** Measures every function that has a body in braces. */
export function measureFunctions({ path, tree }: SourceFile): MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node) => {
    if (hasBlock(node)) {
      const first = lineAt(node.getStart(tree));
      found.push({ path, line: first + 1, lines: lineAt(node.getEnd()) - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function hasBlock(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !("body" in node)) return false;
  return node.body !== undefined && ts.isBlock(node.body as ts.Node);
}
