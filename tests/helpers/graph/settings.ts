import type { Settings } from "../../../contract/settings.ts";
import { find, type Graph } from "./graph.ts";

/** Reads the settings of the graph's function. */
export function settingsOf(graph: Graph, name = "images"): Settings {
  const { variables } = find(graph, `${name}-compressor`).inputs.environment as {
    variables: Record<string, string>;
  };
  return JSON.parse(variables.PIPELINE_SETTINGS ?? "");
}
