import type { Properties, State } from "./protocol.ts";

export const accountId = "123456789012";

/** One resource of the account. */
export interface Stored extends State {
  type: string;
  region: string;
}

/** An AWS account in memory: what exists in it, and the objects in its buckets. */
export class Account {
  readonly #resources = new Map<string, Stored>();
  readonly #busy = new Set<string>();
  /** Keys by the bucket's name. */
  readonly objects = new Map<string, string[]>();
  readonly #refusal = Promise.withResolvers<void>();
  /** A change of this kind lasts until another change is refused, so that whatever does not wait for it meets it. */
  slowest: string | undefined;

  put(resource: Stored): void {
    this.#resources.set(key(resource.type, resource.id), resource);
  }

  find(type: string, id: string): Stored | undefined {
    return this.#resources.get(key(type, id));
  }

  /** All resources, or those of one type. */
  list(type?: string): Stored[] {
    return [...this.#resources.values()].filter((resource) => type === undefined || resource.type === type);
  }

  remove(type: string, id: string): void {
    this.#resources.delete(key(type, id));
  }

  /** Changes what is alone in being changed, such as a bucket's access; a second change meanwhile is refused. */
  async changeAlone(what: string, otherwise: string): Promise<void> {
    if (this.#busy.has(what)) throw new Error(otherwise);
    this.#busy.add(what);
    await this.takeTime("access", 200);
    this.#busy.delete(what);
  }

  takeTime(kind: string, milliseconds: number): Promise<void> {
    if (kind === this.slowest) return this.#refusal.promise;
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Takes note of a refused change. */
  refused(): void {
    this.#refusal.resolve();
  }
}

/** What AWS does with one type of resource: each throws what AWS refuses with. */
export interface ResourceType {
  /** The id, and what AWS adds to the inputs. */
  identify(inputs: Properties, where: { account: Account; region: string }): { id: string } & Properties;
  /** Before a resource is made, with nothing there yet, or changed. */
  accept?(inputs: Properties, account: Account, existing: Stored | undefined): void | Promise<void>;
  /** Before it is deleted. */
  release?(resource: Stored, account: Account): void;
}

function key(type: string, id: string): string {
  return `${type} ${id}`;
}
