import type { Properties, State } from "./protocol.ts";

export const accountId = "123456789012";

export interface Stored extends State {
  type: string;
  region: string;
}

/** An AWS account in memory: its resources, and the objects in its buckets. */
export class Account {
  readonly #resources = new Map<string, Stored>();
  readonly #busy = new Set<string>();
  /** Keys of objects, by the bucket's name. */
  readonly objects = new Map<string, string[]>();
  readonly #refusal = Promise.withResolvers<void>();
  /** A change of this type lasts until another change is refused, and so meets every change with a missing dependency on it. */
  slowest: string | undefined;

  put(resource: Stored): void {
    this.#resources.set(key(resource.type, resource.id), resource);
  }

  find(type: string, id: string): Stored | undefined {
    return this.#resources.get(key(type, id));
  }

  list(type?: string): Stored[] {
    return [...this.#resources.values()].filter((resource) => type === undefined || resource.type === type);
  }

  remove(type: string, id: string): void {
    this.#resources.delete(key(type, id));
  }

  /**
   * Changes a thing such as a bucket's access, which AWS changes one request at a time; a second change meanwhile is
   * refused.
   */
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

  /** Records a refused change. */
  refused(): void {
    this.#refusal.resolve();
  }
}

/** The behaviour of AWS for one type of resource. Each method throws AWS's refusal. */
export interface ResourceType {
  /** Returns the id, and AWS's additions to the inputs. */
  identify(inputs: Properties, where: { account: Account; region: string }): { id: string } & Properties;
  /** Runs before a resource is created (`existing` is undefined) or changed. */
  accept?(inputs: Properties, account: Account, existing: Stored | undefined): void | Promise<void>;
  /** Runs before a resource is deleted. */
  release?(resource: Stored, account: Account): void;
}

function key(type: string, id: string): string {
  return `${type} ${id}`;
}
