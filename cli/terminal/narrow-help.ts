import { Help, type HelpConfiguration } from "commander";

/** With less room beside its name, what is said of an option stands below it. */
const minDescriptionWidth = 30;
const [indent, below] = [2, 6];

/** Help that a terminal of 40 columns shows in whole words. */
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
