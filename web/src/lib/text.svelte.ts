// What the pages say, in the language that somebody chose: one file per language in src/messages.
// A language is added by adding its file; a message that it lacks is shown in English.
import english from "../messages/en.json";

export type Key = keyof typeof english;
type Messages = Partial<Record<Key, string>>;
type Values = Record<string, string | number>;

const files = import.meta.glob<Messages>("../messages/*.json", { eager: true, import: "default" });
const catalogue = new Map(
  Object.entries(files).map(([path, messages]) => [/(\w+)\.json$/.exec(path)![1]!, messages]),
);

export const languages = [...catalogue].map(([code, messages]) => ({
  code,
  name: messages.language ?? code,
}));

function first(): string {
  const wanted = [localStorage.getItem("language"), ...navigator.languages.map((l) => l.slice(0, 2))];
  return wanted.find((code) => code && catalogue.has(code)) ?? "en";
}

export const language = $state({ code: first() });

export function speak(code: string) {
  language.code = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code;
}
document.documentElement.lang = language.code;

/** For Intl: English dates are written the European way. */
export const locale = () => (language.code === "en" ? "en-GB" : language.code);

const text = (key: Key) => catalogue.get(language.code)?.[key] ?? english[key];
const filled = (message: string, values: Values) =>
  message.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

/** The message, with the values in the places of their names. */
export const t = (key: Key, values: Values = {}) => filled(text(key), values);

/** A message with a form for one and a form for many, "{n} row|{n} rows". */
export function tn(key: Key, n: number, values: Values = {}): string {
  const [one = "", many = one] = text(key).split("|");
  const form = new Intl.PluralRules(locale()).select(n) === "one" ? one : many;
  return filled(form, { n: new Intl.NumberFormat(locale()).format(n), ...values });
}

/** Whether there is such a message: the server's words are looked up by their name. */
export const isKey = (key: string): key is Key => key in english;

/** The server's word, "minor nonconformity", in the language; itself where nobody has translated it. */
export function spokenWord(group: string, word: string): string {
  const key = `${group}.${word.replace(/\W+/g, "_")}`;
  return isKey(key) ? t(key) : word;
}
