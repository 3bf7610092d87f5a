// Who one is here.  A plant without users asks nobody; a session may end at any time.
import { get, post, remove, Problem, type Schema } from "../api/client";

type Session = Schema<"Session">;

export const session = $state({
  known: false,
  who: null as Session | null /* null: the server did not say; the pages show what is wrong */,
});

export const mustLogIn = () => session.who !== null && session.who.needed && session.who.name === null;

export async function askSession() {
  session.who = await get("/session").catch(() => null);
  session.known = true;
}

/** What is wrong with name or password, or nothing. */
export async function logIn(name: string, password: string): Promise<string> {
  try {
    session.who = await post("/session", { name, password });
    return "";
  } catch (e) {
    return e instanceof Problem ? e.message : String(e);
  }
}

export async function logOut() {
  await remove("/session", []);
  await askSession();
}

addEventListener("bulkhead:login", () => void askSession());
