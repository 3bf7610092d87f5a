// Where compartments and pipes go on the map: decks by Purdue level, the highest on top.
import type { Schema } from "../api/client";
import { plural, spoken } from "./format";
import { layered, type Point } from "./layered";
import { PURDUE } from "./words";

type Zone = Schema<"MapZone">;
type Edge = Schema<"MapEdge">;
export interface Compartment extends Point {
  zone: Zone;
  width: number;
  height: number;
}
export interface Pipe {
  edge: Edge;
  points: Point[];
  label: Point;
  text: string;
  width: number;
}
export interface Deck {
  level: string;
  title: string;
  y: number;
  height: number;
}
export interface Plan {
  width: number;
  height: number;
  compartments: Compartment[];
  pipes: Pipe[];
  decks: Deck[];
}

const WIDTH = 226,
  HEIGHT = 74;
const LEFT = 108; /* for the names of the decks */
const AROUND = 13; /* of a deck, over and under its compartments */
const LABEL = 19; /* its height */

const key = (zone: string) => "zone " + zone;
const rank = (level: string) => (level === "" ? -1 : Number(level));

/** What is written on a pipe: how many conversations should not be, or what may pass. */
function written(edge: Edge): string {
  if (edge.state === "seen_not_allowed") return plural(edge.conversations, "conversation");
  const more = edge.protocols.length - 2;
  return spoken(edge.protocols.slice(0, 2)) + (more > 0 ? ` +${more}` : "") || "any";
}
const broad = (edge: Edge) => written(edge).length * 6.1 + (edge.state === "seen_not_allowed" ? 32 : 16);

export async function plan(map: Schema<"Map">): Promise<Plan> {
  const levels = [...new Set(map.zones.map((z) => z.level))].sort((a, b) => rank(b) - rank(a));
  const known = new Set(map.zones.map((z) => z.id));
  const edges = map.edges.filter((e) => e.from !== e.to && known.has(e.from) && known.has(e.to));
  const drawn = await layered(
    map.zones.map((z) => ({ id: key(z.id), row: levels.indexOf(z.level), width: WIDTH, height: HEIGHT })),
    edges.map((e) => ({ from: key(e.from), to: key(e.to), label: { width: broad(e), height: LABEL } })),
    26,
  );

  const shift = (p: Point) => ({ x: p.x + LEFT, y: p.y });
  const compartments = map.zones.map((zone) => ({
    zone,
    ...shift(drawn.boxes.get(key(zone.id))!),
    width: WIDTH,
    height: HEIGHT,
  }));
  const decks = levels.map((level) => {
    const tops = compartments.filter((c) => c.zone.level === level).map((c) => c.y);
    const y = Math.min(...tops) - AROUND;
    return {
      level,
      title: level ? (PURDUE[level] ?? "") : "No level",
      y,
      height: Math.max(...tops) + HEIGHT + AROUND - y,
    };
  });
  const pipes = edges.map((edge, i) => {
    const { points, label } = drawn.lines[i]!;
    return { edge, points: points.map(shift), label: shift(label), text: written(edge), width: broad(edge) };
  });
  return { width: drawn.width + LEFT, height: drawn.height, compartments, pipes, decks };
}
