// Something loaded from the server, loaded again when what it depends on or the plant changes.
// What was shown stays until the new rows are there: an update never makes the page jump.
import { untrack } from "svelte";
import { Problem } from "../api/client";
import { live } from "./live.svelte";

export class Resource<T> {
  data = $state.raw<T | undefined>();
  problem = $state.raw<Problem | undefined>();
  loading = $state(true);
  #again = $state(0);
  #turn = 0;

  constructor(load: () => Promise<T> | undefined, key?: () => unknown) {
    let shown: unknown;
    $effect(() => {
      void live.version;
      void this.#again;
      const wanted = key?.();
      if (wanted !== shown) untrack(() => (this.data = undefined));
      shown = wanted;
      const coming = load();
      if (coming) untrack(() => this.#settle(coming));
    });
  }

  async #settle(coming: Promise<T>) {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const data = await coming;
      if (turn === this.#turn) [this.data, this.problem] = [data, undefined];
    } catch (e) {
      if (turn === this.#turn) this.problem = e instanceof Problem ? e : new Problem(0, String(e));
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  retry = () => this.#again++;
}

/** Load `load()`; `key` names what is meant, so that another thing's rows are not shown meanwhile. */
export function resource<T>(load: () => Promise<T> | undefined, key?: () => unknown) {
  return new Resource<T>(load, key);
}
