import ts from "typescript";
import type { SourceFile } from "./source-files.ts";

export interface Comment {
  path: string;
  /** The line that it begins in, from 1. */
  line: number;
  lines: number;
  /** Its words, without slashes and stars, in one line. */
  text: string;
}

/** Directives speak to tools, not to people. */
const directive = /^(biome-ignore|@ts-|eslint|c8 |<reference)/;

/** Returns the comments of a file; lines of `//` that follow each other are one. */
export function readComments({ path, tree }: SourceFile): Comment[] {
  const comments: Comment[] = [];
  for (const { start, end, isLine } of joined(tree, commentRanges(tree))) {
    const text = wordsOf(tree.text.slice(start, end), isLine);
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    const lines = tree.getLineAndCharacterOfPosition(end).line + 2 - line;
    if (text !== "" && !directive.test(text)) comments.push({ path, line, lines, text });
  }
  return comments;
}

interface Span {
  start: number;
  end: number;
  isLine: boolean;
}

/** Comments stand before or behind tokens: each token is asked for both. */
function commentRanges(tree: ts.SourceFile): Span[] {
  const spans = new Map<number, Span>();
  const add = (ranges: ts.CommentRange[] = []) => {
    for (const { pos, end, kind } of ranges)
      spans.set(pos, { start: pos, end, isLine: kind === ts.SyntaxKind.SingleLineCommentTrivia });
  };
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(tree);
    if (children.length === 0 && node.kind !== ts.SyntaxKind.JsxText) {
      add(ts.getLeadingCommentRanges(tree.text, node.pos));
      add(ts.getTrailingCommentRanges(tree.text, node.end));
    }
    for (const child of children) visit(child);
  };
  visit(tree);
  return [...spans.values()].sort((a, b) => a.start - b.start);
}

function joined(tree: ts.SourceFile, spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const between = last === undefined ? "" : tree.text.slice(last.end, span.start);
    if (last?.isLine && span.isLine && /^\r?\n[ \t]*$/.test(between)) last.end = span.end;
    else result.push({ ...span });
  }
  return result;
}

function wordsOf(comment: string, isLine: boolean): string {
  const bare = isLine
    ? comment.replaceAll(/^\s*\/\/+/gm, "")
    : comment.slice(2, -2).replaceAll(/^\s*\*+/gm, "");
  return bare.replaceAll(/\s+/g, " ").trim();
}
