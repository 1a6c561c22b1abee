import type { AlarmState } from "./view.ts";

export interface Rule {
  /** Names of the alarms in the rule. */
  alarms: string[];
  holds: Holds;
}

/** Tells from the states of alarms if the rule is in alarm. */
type Holds = (stateOf: (alarm: string) => AlarmState) => boolean;

const tokens = /\s*(\(|\)|"(?:[^"\\]|\\.)*"|[^\s()"]+)/y;

const states: Record<string, AlarmState> = {
  ALARM: "ALARM",
  OK: "OK",
  INSUFFICIENT_DATA: "INSUFFICIENT_DATA",
};

/**
 * Reads the rule of a composite alarm: states of alarms, AND, OR, NOT, TRUE, FALSE and parentheses.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 *
 * @throws {Error} Names what is unsupported, such as AT_LEAST.
 */
export function parseRule(text: string): Rule {
  return new RuleParser(text).parse();
}

class RuleParser {
  readonly #text: string;
  readonly #alarms: string[] = [];
  #position = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
  }

  parse(): Rule {
    const holds = this.#parseOr();
    if (this.#position < this.#text.length) throw this.#refusal(this.#next());
    return { alarms: this.#alarms, holds };
  }

  #parseOr(): Holds {
    const rules = [this.#parseAnd()];
    while (this.#accept("OR")) rules.push(this.#parseAnd());
    return (stateOf) => rules.some((rule) => rule(stateOf));
  }

  #parseAnd(): Holds {
    const rules = [this.#parseOne()];
    while (this.#accept("AND")) rules.push(this.#parseOne());
    return (stateOf) => rules.every((rule) => rule(stateOf));
  }

  #parseOne(): Holds {
    const token = this.#next();
    if (token === "NOT") {
      const rule = this.#parseOne();
      return (stateOf) => !rule(stateOf);
    }
    if (token === "(") {
      const rule = this.#parseOr();
      this.#expect(")");
      return rule;
    }
    if (token === "TRUE" || token === "FALSE") return () => token === "TRUE";
    const state = states[token];
    if (state === undefined) throw this.#refusal(token);
    this.#expect("(");
    const alarm = this.#parseName();
    this.#alarms.push(alarm);
    this.#expect(")");
    return (stateOf) => stateOf(alarm) === state;
  }

  /** Reads a name, quoted or not, or an ARN. */
  #parseName(): string {
    const token = this.#next();
    const name = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
    if (name === "" || name === ")") throw this.#refusal(token);
    return alarmName(name);
  }

  #accept(token: string): boolean {
    const start = this.#position;
    if (this.#next() === token) return true;
    this.#position = start;
    return false;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw this.#refusal(found);
  }

  #next(): string {
    tokens.lastIndex = this.#position;
    const [match, token = ""] = tokens.exec(this.#text) ?? [""];
    this.#position += match.length;
    return token;
  }

  #refusal(token: string): Error {
    const what = token === "" ? "its end" : token;
    return new Error(`The local run cannot read the alarm rule ${JSON.stringify(this.#text)} at ${what}`);
  }
}

export function alarmName(nameOrArn: string): string {
  return nameOrArn.split(":alarm:")[1] ?? nameOrArn;
}
