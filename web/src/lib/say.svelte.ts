// Short messages at the foot of the page: what was done, and how to take it back.

import { t } from "./text.svelte";

interface Message {
  id: number;
  text: string;
  tone: "done" | "problem";
  action?: string | undefined;
  run?: (() => void) | undefined;
}

export const messages = $state<Message[]>([]);
let next = 1;

export function dismiss(id: number) {
  const at = messages.findIndex((m) => m.id === id);
  if (at >= 0) messages.splice(at, 1);
}

export function say(text: string, undo?: () => void) {
  const id = next++;
  messages.push({ id, text, tone: "done", action: undo && t("common.undo"), run: undo });
  setTimeout(() => dismiss(id), undo ? 12000 : 5000);
}

export function complain(problem: unknown) {
  messages.push({
    id: next++,
    text: problem instanceof Error ? problem.message : String(problem),
    tone: "problem",
  });
}
