// How the stand-in derives its figures.
import * as program from "./program.mjs";
import { Refused, asset, assets, conversations, must } from "./answers.mjs";

export function explain(figure) {
  const [kind, id] = [figure.split(":")[0], figure.slice(figure.indexOf(":") + 1)];
  const rows = program.requirements.map(program.requirementRow);
  const tree = (title, value, sentence, because) => ({
    figure,
    title,
    value: String(value),
    sentence,
    because,
  });
  const leaf = (sentence, references = []) => ({ sentence, references, because: [] });
  const node = (r) => ({
    sentence: `${r.id} is supported at ${r.supported}, claimed ${r.claimed}. ${r.reason}`,
    references: [{ kind: "requirement", id: r.id, text: r.id }],
    because: [],
  });
  if (kind === "overall")
    return tree(
      "Requirements at target",
      program.counts(rows).at_target,
      `${program.counts(rows).at_target} of ${rows.length} requirements reach their target.`,
      program
        .elements(rows)
        .map((e) =>
          leaf(`${e.id}: ${e.counts.at_target} of ${e.counts.total} at target.`, [
            { kind: "element", id: e.id, text: e.title },
          ]),
        ),
    );
  if (kind === "spe") {
    const e = must(
      program.elements(rows).find((x) => x.id === id),
      `There is no element "${id}".`,
    );
    return tree(
      `Supported maturity of ${e.title}`,
      e.supported,
      `The lowest of its applicable requirements decides: claimed ${e.claimed}, supported ${e.supported}.`,
      rows
        .filter((r) => r.element === id && r.state !== "not_applicable" && r.supported === e.supported)
        .map(node),
    );
  }
  if (kind === "requirement")
    return program.explainRequirement(
      must(
        program.requirements.find((r) => r.id === id),
        `There is no requirement "${id}".`,
      ),
    );
  if (kind === "signal") {
    const s = must(
      program.signals.find((x) => x.id === id),
      `There is no signal "${id}".`,
    );
    return tree(
      s.title,
      s.count,
      s.sentence,
      s.rows.map(({ sentence, references }) => leaf(sentence, references)),
    );
  }
  if (kind === "asset") {
    const a = asset(id);
    return tree(
      `What ${a.asset.name || id} is`,
      a.role.value,
      `It is taken for a ${a.role.value || "device of unknown role"} of class ${a.class.value}.`,
      [
        leaf(`Class ${a.class.value}: ${a.class.reason}`),
        leaf(`Role: ${a.role.reason}`),
        leaf(`Level: ${a.level.reason}`),
        ...a.identity.map((l) =>
          leaf(`${l.title} "${l.value}" from ${l.source}, confidence ${l.confidence}.`, [
            { kind: "capture", id: l.seen.capture, text: l.seen.capture, frame: l.seen.frame },
          ]),
        ),
      ],
    );
  }
  if (kind === "pair") {
    const [from, to] = id.split(">");
    const mine = conversations.filter((c) => c.client.zone === from && c.server.zone === to);
    return tree(
      `From ${from} to ${to}`,
      mine.length,
      `${mine.length} conversations were seen from zone "${from}" to zone "${to}".`,
      mine.map((c) =>
        leaf(
          `${c.client.name || c.client.id} to ${c.server.name || c.server.id}, ${c.protocol}: ${c.verdict.reason}`,
          [{ kind: "conversation", id: c.id, text: `${c.protocol} to port ${c.port}` }],
        ),
      ),
    );
  }
  if (kind === "conversation") {
    const c = must(
      conversations.find((x) => x.id === id),
      `There is no conversation "${id}".`,
    );
    return tree("Verdict", c.verdict.state, c.verdict.reason, [
      leaf(`First seen in frame ${c.seen.frame}.`, [
        { kind: "capture", id: c.seen.capture, text: c.seen.capture, frame: c.seen.frame },
      ]),
    ]);
  }
  if (kind === "zone")
    return tree(
      `Assets in ${id}`,
      assets.filter((a) => a.zone === id).length,
      "An asset is in the zone whose range holds its address.",
      assets
        .filter((a) => a.zone === id)
        .map((a) => leaf(`${a.id} is in its range.`, [{ kind: "asset", id: a.id, text: a.name || a.id }])),
    );
  throw new Refused(400, `The figure "${figure}" is not understood.`);
}
