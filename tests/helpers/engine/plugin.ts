import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ExecutionContext } from "ava";
import { root } from "../root.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";
import { type Engine, startEngine } from "./engine.ts";
import { pack } from "./packed-package.ts";

/** Prepares the repository in `project` as `pulumi package add` does: installed and built. */
export async function createCheckout(project: string): Promise<string> {
  const { project: built } = await pack();
  cpSync(built, project, { recursive: true, filter: (path) => !path.endsWith("dist/layers") });
  for (const name of ["index.ts", "PulumiPlugin.yaml"]) cpSync(join(root, name), join(project, name));
  symlinkSync(join(root, "dist/layers"), join(project, "dist/layers"));
  return project;
}

/**
 * Starts the plugin as Pulumi's language host does, in the folder of another project.
 *
 * @returns The port on which it speaks the provider protocol.
 */
export async function startPlugin(owner: Owner, checkout: string): Promise<number> {
  const program = join(checkout, "node_modules/@pulumi/pulumi/cmd/run-plugin");
  const plugin = spawn(process.execPath, [program, checkout], {
    cwd: temporaryFolder(owner),
    stdio: ["ignore", "pipe", "pipe"],
  });
  owner.teardown(() => plugin.kill());
  const told: string[] = [];
  plugin.stderr.on("data", (chunk) => told.push(String(chunk)));
  const ended = once(plugin, "close").then(() => {
    throw new Error(`The plugin ended before it served:\n${told.join("")}`);
  });
  const [port] = await Promise.race([once(createInterface(plugin.stdout), "line"), ended]);
  ended.catch(() => {});
  return Number(port);
}

/**
 * Starts the real engine, with the plugin on this port as the component's provider. A plugin needs seconds to read the
 * component's types, so tests share one; it serves one engine after another, so they are serial.
 */
export async function startEngineWithPlugin(t: ExecutionContext, port: number): Promise<Engine> {
  const engine = await startEngine(t);
  const providers = `${engine.env.PULUMI_DEBUG_PROVIDERS},image-compression-pipeline:${port}`;
  return { ...engine, env: { ...engine.env, PULUMI_DEBUG_PROVIDERS: providers } };
}

/** Creates a project whose program asks the engine for the component, with these options as JavaScript. */
export function createRemoteProgram(t: ExecutionContext, options: string): string {
  const folder = temporaryFolder(t);
  const program = `
    import * as pulumi from "@pulumi/pulumi";
    import { RemotePipeline } from ${JSON.stringify(join(import.meta.dirname, "remote-pipeline.ts"))};
    new RemotePipeline("images", ${options});`;
  writeFileSync(join(folder, "Pulumi.yaml"), "{ name: project, runtime: nodejs }");
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "main": "index.js" }');
  writeFileSync(join(folder, "index.js"), program);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
