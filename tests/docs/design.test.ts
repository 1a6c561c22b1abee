import { globSync } from "node:fs";
import test from "ava";
import { readProjectFile, root } from "../helpers/root.ts";
import { guards, limits } from "../model/guards.ts";

const page = readProjectFile("docs/design.md");

/** Reads the first cells of the table under a heading. */
function firstCells(heading: string): string[] {
  const [, section = ""] = page.split(`${heading}\n`);
  const [table = ""] = section.match(/(?:^\|.*\n)+/m) ?? [];
  const rows = table.trim().split("\n").slice(2);
  return rows.map((row) => row.split("|")[1]?.trim() ?? "");
}

test("the page gives a reason for each guard that the model leaves out, and for no other", (t) => {
  t.deepEqual(firstCells("### Why each guard is there").sort(), guards.map(({ name }) => name).sort());
});

test("the page names each limit that the model goes beyond, and no other", (t) => {
  t.deepEqual(firstCells("## What S3 alone cannot give").sort(), limits.toSorted());
});

test("the page's trip enters each room of the handler once, and its list has the others", (t) => {
  const [, trip = ""] = /## The trip of one upload\n[^`]*`handler\/`[^`]*```\n([\s\S]*?)```/.exec(page) ?? [];
  const entered = [...trip.matchAll(/─► (\w+)\//g)].map(([, room]) => room);

  const rooms = globSync("handler/*/", { cwd: root }).map((folder) => folder.split("/")[1] ?? "");
  t.deepEqual(entered, ["events", "reconcile", "image", "telemetry"]);
  t.deepEqual(
    rooms.filter((room) => !entered.includes(room) && !page.includes(`\`handler/${room}/\``)),
    [],
  );
});
