import test from "ava";
import { markKey, SourceMark } from "../../../contract/source-mark.ts";
import { markIn, withMark, withoutMark } from "../../../handler/reconcile/source-tags.ts";

const others = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: "v" }));
const mark = (value: string) => ({ key: markKey, value });

test("a mark joins the tags of others and replaces another mark", (t) => {
  t.deepEqual(withMark([], SourceMark.done), [mark("done")]);
  t.deepEqual(withMark(others(2), SourceMark.rejected), [...others(2), mark("rejected")]);
  t.deepEqual(withMark([mark("rejected"), ...others(1)], SourceMark.done), [...others(1), mark("done")]);
});

test("a source with ten tags of others takes no mark", (t) => {
  t.is(withMark(others(10), SourceMark.done), undefined);
  t.deepEqual(withMark([...others(9), mark("rejected")], SourceMark.done), [...others(9), mark("done")]);
});

test("a mark is taken off and the tags of others stay", (t) => {
  t.deepEqual(withoutMark([...others(1), mark("done")]), others(1));
  t.is(markIn([...others(1), mark("done")]), "done");
  t.is(markIn(others(1)), undefined);
});
