import type { Command } from "commander";
import { webAddress } from "../arguments.ts";

/** Adds the options for AWS's region, profile and endpoint. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option("--region <region>", "the AWS region, if not the environment's or the profile's")
    .option("--profile <profile>", "a profile of the AWS configuration")
    .option("--endpoint <url>", "call this instead of AWS, such as the local run", webAddress);
}
