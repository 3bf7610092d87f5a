// Boxes in given rows, and lines routed around what they do not belong to.  ELK decides where things
// go, off the main thread; the same input always gives the same drawing.
import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Box extends Size {
  id: string;
  row: number;
}
export interface Line {
  from: string;
  to: string;
  label: Size;
}
export interface Drawn extends Size {
  boxes: Map<string, Point>;
  lines: { points: Point[]; label: Point }[];
} /* label: its middle */

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.partitioning.activate": "true",
  "elk.randomSeed": "1",
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "14",
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "22",
  "elk.spacing.edgeEdge": "16",
  "elk.spacing.edgeLabel": "0",
  "elk.padding": "[top=20,left=20,bottom=20,right=20]",
};

let elk: InstanceType<typeof ELK> | undefined;

const partition = (row: number) => ({ "elk.partitioning.partition": String(row) });
const inline = { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" };

/*
 * A layered drawing has no line within a row.  One between two boxes of a row therefore runs from
 * both to its label below the row, and is one line again in `levelled`.  Each label has a depth of
 * its own, so that two such lines never lie on each other.
 */
function turns(lines: Line[], row: Map<string, number>): ElkNode[] {
  const apart = lines.length + 1;
  let depth = 0;
  return lines.flatMap((l, i) =>
    row.get(l.from) === row.get(l.to)
      ? [
          {
            id: `turn ${i}`,
            width: Math.max(2, l.label.width),
            height: Math.max(2, l.label.height),
            layoutOptions: partition(row.get(l.from)! * apart + 1 + (l.label.width ? depth++ : 0)),
          },
        ]
      : [],
  );
}

function parts(line: Line, i: number, row: Map<string, number>): ElkExtendedEdge[] {
  const from = row.get(line.from)!,
    to = row.get(line.to)!;
  if (from === to)
    return [line.from, line.to].map((end, n) => ({
      id: `${i}.${n}`,
      sources: [end],
      targets: [`turn ${i}`],
    }));
  const [upper, lower] = from < to ? [line.from, line.to] : [line.to, line.from];
  const labels = line.label.width
    ? [{ id: `label ${i}`, text: "x", ...line.label, layoutOptions: inline }]
    : [];
  return [{ id: `${i}`, sources: [upper], targets: [lower], labels }];
}

function course(edge: ElkExtendedEdge | undefined): Point[] {
  const s = edge?.sections?.[0];
  return s ? [s.startPoint, ...(s.bendPoints ?? []), s.endPoint] : [];
}

/** Down one side, through the middle of the label, up the other: without the last stubs into it. */
function levelled(down: Point[], up: Point[], label: number): Point[] {
  const depth = (down.at(-1)?.y ?? 0) + label / 2;
  const [a, b] = [down[0], up[0]];
  return a && b ? [a, { x: a.x, y: depth }, { x: b.x, y: depth }, b] : [];
}

/** `between`: the least distance of two rows. */
export async function layered(boxes: Box[], lines: Line[], between: number): Promise<Drawn> {
  elk ??= new ELK({ workerUrl });
  const row = new Map(boxes.map((b) => [b.id, b.row]));
  const children: ElkNode[] = boxes.map(({ id, width, height }) => ({
    id,
    width,
    height,
    layoutOptions: partition(row.get(id)! * (lines.length + 1)),
  }));
  const graph: ElkNode = await elk.layout({
    id: "all",
    layoutOptions: { ...OPTIONS, "elk.layered.spacing.nodeNodeBetweenLayers": String(between) },
    children: [...children, ...turns(lines, row)],
    edges: lines.flatMap((l, i) => parts(l, i, row)),
  });

  const edges = new Map((graph.edges ?? []).map((e) => [e.id, e as ElkExtendedEdge]));
  const places = new Map((graph.children ?? []).map((n) => [n.id, { x: n.x ?? 0, y: n.y ?? 0 }]));
  return {
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    boxes: places,
    lines: lines.map((l, i) => {
      const from = row.get(l.from)!,
        to = row.get(l.to)!;
      const corner = edges.get(`${i}`)?.labels?.[0] ?? places.get(`turn ${i}`);
      const label = { x: (corner?.x ?? 0) + l.label.width / 2, y: (corner?.y ?? 0) + l.label.height / 2 };
      if (from === to) {
        const points = levelled(course(edges.get(`${i}.0`)), course(edges.get(`${i}.1`)), l.label.height);
        const [a, b] = [points[0], points.at(-1)];
        return { points, label: a && b ? { x: (a.x + b.x) / 2, y: label.y } : label };
      }
      const points = course(edges.get(`${i}`));
      return { label, points: from < to ? points : points.reverse() };
    }),
  };
}

/** A path through the points with rounded corners. */
export function rounded(points: Point[], radius = 8): string {
  return points
    .map((p, i) => {
      const before = points[i - 1],
        after = points[i + 1];
      if (!before) return `M${p.x} ${p.y}`;
      if (!after) return `L${p.x} ${p.y}`;
      const near = (q: Point) => {
        const far = Math.hypot(q.x - p.x, q.y - p.y) || 1,
          t = Math.min(radius, far / 2) / far;
        return `${p.x + (q.x - p.x) * t} ${p.y + (q.y - p.y) * t}`;
      };
      return `L${near(before)}Q${p.x} ${p.y} ${near(after)}`;
    })
    .join("");
}

/** Lines grow with the logarithm of their packets. */
export const weight = (packets: number) => (packets ? Math.min(6, 1.5 + Math.log10(packets) * 0.75) : 1.5);
