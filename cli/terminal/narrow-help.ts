import { Help, type HelpConfiguration } from "commander";

/** A description with less room than this beside its option goes below it. */
const minDescriptionWidth = 30;
const [indent, below] = [2, 6];

/** Lays help out so a terminal of 40 columns shows whole words. */
export const narrowHelp: HelpConfiguration = {
  minWidthToWrap: minDescriptionWidth,

  formatItem: (term, termWidth, description, helper) => {
    const width = helper.helpWidth ?? 80;
    if (description === "" || width - termWidth - 2 * indent >= minDescriptionWidth)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    const lines = helper.boxWrap(description, width - below).split("\n");
    return [" ".repeat(indent) + term, ...lines.map((line) => " ".repeat(below) + line)].join("\n");
  },
};
