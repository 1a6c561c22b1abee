/** A parsed expression of CloudWatch's metric math. */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "id"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "call"; name: string; parameters: Expression[] }
  | { kind: "operation"; operator: Operator; left: Expression; right: Expression };

export type Operator = keyof typeof bindings;

/** Operators that bind more tightly have higher numbers. */
const bindings = { "==": 1, "!=": 1, "<=": 1, ">=": 1, "<": 1, ">": 1, "+": 2, "-": 2, "*": 3, "/": 3 };

const tokens = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_]\w*)|(==|!=|<=|>=|[-+*/<>()[\],]))/y;

/**
 * Reads the supported part of metric math: numbers, ids, calls, lists, arithmetic and comparisons.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws {Error} Names the unsupported part.
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.parse(0);
  parser.expectEnd();
  return expression;
}

class Parser {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
  }

  /** Reads up to an operator binding no more tightly than `limit`. */
  parse(limit: number): Expression {
    let left = this.#parseOperand();
    for (;;) {
      const start = this.#position;
      const operator = this.#next();
      if (!isOperator(operator) || bindings[operator] <= limit) {
        this.#position = start;
        return left;
      }
      left = { kind: "operation", operator, left, right: this.parse(bindings[operator]) };
    }
  }

  expectEnd(): void {
    if (this.#position < this.#text.length) throw this.#refusal(this.#position);
  }

  #parseOperand(): Expression {
    const start = this.#position;
    const token = this.#next();
    if (token === "(") return this.#parseGroup();
    if (token === "[") return { kind: "list", items: this.#parseList("]") };
    if (token === "-") {
      const zero = { kind: "number", value: 0 } as const;
      return { kind: "operation", operator: "-", left: zero, right: this.parse(bindings["*"]) };
    }
    if (/^[\d.]/.test(token)) return { kind: "number", value: Number(token) };
    if (!/^\w/.test(token)) return this.#fail(start);
    if (!this.#accept("(")) return { kind: "id", name: token };
    return { kind: "call", name: token, parameters: this.#parseList(")") };
  }

  #parseGroup(): Expression {
    const inner = this.parse(0);
    return this.#accept(")") ? inner : this.#fail(this.#position);
  }

  #parseList(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#accept(close)) {
      if (items.length > 0 && !this.#accept(",")) this.#fail(this.#position);
      items.push(this.parse(0));
    }
    return items;
  }

  #accept(token: string): boolean {
    const start = this.#position;
    if (this.#next() === token) return true;
    this.#position = start;
    return false;
  }

  /** Returns an empty string at the end, and where no token matches. */
  #next(): string {
    tokens.lastIndex = this.#position;
    const match = tokens.exec(this.#text);
    if (match === null) return "";
    this.#position = tokens.lastIndex;
    return match[0].trimStart();
  }

  #fail(position: number): never {
    throw this.#refusal(position);
  }

  #refusal(position: number): Error {
    const rest = this.#text.slice(position).trimStart();
    const what = rest === "" ? "its end" : JSON.stringify(rest);
    return new Error(`The local run cannot read the expression ${JSON.stringify(this.#text)} at ${what}`);
  }
}

function isOperator(token: string): token is Operator {
  return Object.hasOwn(bindings, token);
}
