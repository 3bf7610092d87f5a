// A long listing of which only the pages in view are fetched.
import { SvelteMap } from "svelte/reactivity";
import { Problem } from "../api/client";

export interface Page<T> {
  total: number;
  rows: T[];
}

const PAGE = 100;
const KEPT = 40; /* pages; the ones furthest from view are dropped beyond this */

export class Rows<T, P extends Page<T> = Page<T>> {
  total = $state<number | undefined>();
  problem = $state.raw<Problem | undefined>();
  last = $state.raw<P | undefined>();
  #pages = new SvelteMap<number, T[]>();
  #asked = new Map<number, number>();
  #load: (offset: number, limit: number) => Promise<P> = () =>
    Promise.reject(new Problem(0, "Nothing was asked for."));
  #turn = 0;
  #view: [number, number] = [0, 0];

  /** Ask anew; with `keep` what is shown stays until the new rows are there. */
  ask(load: (offset: number, limit: number) => Promise<P>, keep: boolean) {
    this.#load = load;
    this.#turn++;
    this.#asked.clear();
    this.problem = undefined;
    if (!keep) {
      this.#pages.clear();
      this.total = undefined;
    }
    const [first, last] = keep ? this.#view : [0, 0];
    this.need(first, last);
  }

  row(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  need(first: number, last: number) {
    this.#view = [first, last];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) this.#fetch(page);
  }

  async #fetch(page: number) {
    if (this.#asked.get(page) === this.#turn) return;
    const turn = this.#turn;
    this.#asked.set(page, turn);
    try {
      const answer = await this.#load(page * PAGE, PAGE);
      if (turn !== this.#turn) return;
      this.#pages.set(page, answer.rows);
      [this.total, this.last] = [answer.total, answer];
      this.#forget(page);
    } catch (e) {
      if (turn === this.#turn) this.problem = e instanceof Problem ? e : new Problem(0, String(e));
    }
  }

  #forget(near: number) {
    if (this.#pages.size <= KEPT) return;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, this.#pages.size - KEPT)) {
      this.#pages.delete(page);
      this.#asked.delete(page);
    }
  }
}
