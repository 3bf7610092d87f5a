// Which figures the explanation drawer shows: a stack, so that one can go back.

export const why = $state({ figures: [] as string[] });
let opener: HTMLElement | null = null;

export function explain(figure: string) {
  if (!why.figures.length) opener = document.activeElement as HTMLElement | null;
  why.figures.push(figure);
}

export function back() {
  why.figures.pop();
  if (!why.figures.length) opener?.focus();
}

export function close() {
  why.figures.length = 0;
  opener?.focus();
}
