import { join } from "node:path";
import test from "ava";
import ts from "typescript";
import { pack } from "../helpers/engine/packed-package.ts";

const { project } = await pack();
const entry = join(project, "dist/components/index.d.ts");
const program = ts.createProgram([entry], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: ["node"],
  skipLibCheck: false,
});
const checker = program.getTypeChecker();

function exported(): ts.Symbol[] {
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  return module === undefined ? [] : checker.getExportsOfModule(module).map(checker.getAliasedSymbol);
}

function undocumented(symbols: ts.Symbol[]): string[] {
  return symbols
    .filter((symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).length < 20)
    .map(({ name }) => name);
}

test("The editor shows documentation for everything that the package exports", (t) => {
  const symbols = exported();

  t.deepEqual(symbols.map(({ name }) => name).sort(), [
    "Architecture",
    "Effort",
    "Format",
    "ImageCompressionPipeline",
    "ImageCompressionPipelineArgs",
    "Ingestion",
    "KeptMetadata",
    "OutputNaming",
    "Rendition",
    "WebRendition",
  ]);
  t.deepEqual(undocumented(symbols), []);
});

test("The editor shows documentation for every option", (t) => {
  const options = exported().find(({ name }) => name === "ImageCompressionPipelineArgs");

  const symbols = [...(options?.members?.values() ?? [])];

  t.true(symbols.length > 20);
  t.deepEqual(undocumented(symbols), []);
});

test("Every import in the declarations names a file that is in the package", (t) => {
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(project, "dist")));

  const named = own.flatMap((file) => ts.preProcessFile(file.text).importedFiles.map((i) => i.fileName));

  t.true(own.length >= 4);
  t.deepEqual(
    named.filter((name) => name.startsWith(".") && !name.endsWith(".js")),
    [],
  );
});
