// Where compartments and pipes go on the map: decks by Purdue level from the top, each pipe routed
// around what it does not belong to.  The same zones and edges always give the same drawing.
import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Schema } from "../api/client";
import { PURDUE } from "./words";

type Zone = Schema<"MapZone">;
type Edge = Schema<"MapEdge">;
export interface Point { x: number; y: number }
export interface Compartment extends Point { zone: Zone; width: number; height: number }
export interface Pipe { edge: Edge; points: Point[] }
export interface Deck { level: string; title: string; y: number; height: number }
export interface Plan { width: number; height: number; compartments: Compartment[]; pipes: Pipe[]; decks: Deck[] }

const WIDTH = 216, HEIGHT = 74;
const LEFT = 132; /* for the names of the decks */
const ABOVE = 30; /* of a deck, over and under its compartments */

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.partitioning.activate": "true",
  "elk.randomSeed": "1",
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.spacing.nodeNodeBetweenLayers": "46",
  "elk.layered.spacing.edgeNodeBetweenLayers": "22",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "20",
  "elk.spacing.nodeNode": "64",
  "elk.spacing.edgeNode": "28",
  "elk.spacing.edgeEdge": "22",
  "elk.padding": "[top=20,left=20,bottom=20,right=20]",
};

const key = (zone: string) => "zone " + zone;
const rank = (level: string) => (level === "" ? -1 : Number(level));

let elk: InstanceType<typeof ELK> | undefined;

/** Decks from the top: the highest level first, zones without a level last. */
function rows(zones: Zone[]): string[] {
  return [...new Set(zones.map((z) => z.level))].sort((a, b) => rank(b) - rank(a));
}

/*
 * A layered drawing has no edge within a layer.  A pipe between two zones of one deck therefore
 * runs from both to a turning point below the deck, and is one line again in `joined`.
 */
function parts(edge: Edge, i: number, row: Map<string, number>): ElkExtendedEdge[] {
  const from = row.get(edge.from)!, to = row.get(edge.to)!;
  if (from === to) return [edge.from, edge.to].map((end, n) => ({ id: `${i}.${n}`, sources: [key(end)], targets: [`turn ${i}`] }));
  const [upper, lower] = from < to ? [edge.from, edge.to] : [edge.to, edge.from];
  return [{ id: `${i}`, sources: [key(upper)], targets: [key(lower)] }];
}

function line(edge: ElkExtendedEdge | undefined): Point[] {
  const s = edge?.sections?.[0];
  return s ? [s.startPoint, ...(s.bendPoints ?? []), s.endPoint] : [];
}

function joined(edge: Edge, i: number, row: Map<string, number>, drawn: Map<string, ElkExtendedEdge>): Point[] {
  const from = row.get(edge.from)!, to = row.get(edge.to)!;
  if (from === to) return [...line(drawn.get(`${i}.0`)), ...line(drawn.get(`${i}.1`)).reverse()];
  const points = line(drawn.get(`${i}`));
  return from < to ? points : points.reverse();
}

export async function plan(map: Schema<"Map">): Promise<Plan> {
  elk ??= new ELK({ workerUrl });
  const levels = rows(map.zones);
  const row = new Map(map.zones.map((z) => [z.id, levels.indexOf(z.level)]));
  const edges = map.edges.filter((e) => e.from !== e.to && row.has(e.from) && row.has(e.to));
  const at = (partition: number) => ({ "elk.partitioning.partition": String(partition) });
  const zones: ElkNode[] = map.zones.map((z) => ({ id: key(z.id), width: WIDTH, height: HEIGHT, layoutOptions: at(2 * row.get(z.id)!) }));
  const turns: ElkNode[] = edges.flatMap((e, i) => (row.get(e.from) === row.get(e.to) ? [{ id: `turn ${i}`, width: 2, height: 2, layoutOptions: at(2 * row.get(e.from)! + 1) }] : []));
  const graph: ElkNode = await elk.layout({ id: "plant", layoutOptions: OPTIONS, children: [...zones, ...turns], edges: edges.flatMap((e, i) => parts(e, i, row)) });

  const drawn = new Map((graph.edges ?? []).map((e) => [e.id, e as ElkExtendedEdge]));
  const place = new Map((graph.children ?? []).map((n) => [n.id, n]));
  const shift = (p: Point) => ({ x: p.x + LEFT, y: p.y });
  const compartments = map.zones.map((zone) => {
    const n = place.get(key(zone.id))!;
    return { zone, ...shift({ x: n.x ?? 0, y: n.y ?? 0 }), width: WIDTH, height: HEIGHT };
  });
  const decks = levels.map((level) => {
    const tops = compartments.filter((c) => c.zone.level === level).map((c) => c.y);
    const y = Math.min(...tops) - ABOVE / 2;
    return { level, title: level ? (PURDUE[level] ?? "") : "No level", y, height: Math.max(...tops) + HEIGHT + ABOVE / 2 - y };
  });
  const pipes = edges.map((edge, i) => ({ edge, points: joined(edge, i, row, drawn).map(shift) }));
  return { width: (graph.width ?? 0) + LEFT, height: graph.height ?? 0, compartments, pipes, decks };
}

/** A path through the points with rounded corners. */
export function rounded(points: Point[], radius = 8): string {
  return points.map((p, i) => {
    const before = points[i - 1], after = points[i + 1];
    if (!before) return `M${p.x} ${p.y}`;
    if (!after) return `L${p.x} ${p.y}`;
    const near = (q: Point) => {
      const far = Math.hypot(q.x - p.x, q.y - p.y) || 1, t = Math.min(radius, far / 2) / far;
      return `${p.x + (q.x - p.x) * t} ${p.y + (q.y - p.y) * t}`;
    };
    return `L${near(before)}Q${p.x} ${p.y} ${near(after)}`;
  }).join("");
}

/** The middle of the longest stretch, where a label fits best. */
export function middle(points: Point[]): Point {
  let best = { x: 0, y: 0 }, most = -1;
  points.slice(1).forEach((p, i) => {
    const q = points[i]!, far = Math.hypot(p.x - q.x, p.y - q.y);
    if (far > most) [most, best] = [far, { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 }];
  });
  return best;
}

/** Lines grow with the logarithm of their packets. */
export const weight = (packets: number) => (packets ? Math.min(6, 1.5 + Math.log10(packets) * 0.75) : 1.5);
