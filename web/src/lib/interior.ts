// Inside one zone: its assets in rows by Purdue level, its neighbours above or below them.
import type { Schema } from "../api/client";
import { layered, rounded, type Point } from "./layered";

type Detail = Schema<"ZoneDetail">;
type Edge = Schema<"AssetEdge">;
export interface Tile extends Point {
  id: string;
  name: string;
  role: string;
  level: string;
  zone: string;
  outside: boolean;
  asset?: Schema<"AssetRow">;
}
export interface Wire {
  edge: Edge;
  path: string;
}
export interface Interior {
  width: number;
  height: number;
  tiles: Tile[];
  wires: Wire[];
  hull: Point & { width: number; height: number };
  labels: (Point & { text: string })[];
  crowded: boolean;
}

export const TILE = { width: 152, height: 46 };
const GAP = 18,
  PAD = 24,
  HEAD = 36;
const ABREAST = 5; /* neighbours in a row: more would make a plan too wide to read */
const ROUTED = 48; /* tiles up to which every line is routed on its own */

const byNumber = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
const rank = (level: string) => Number(level || -1);

/** All tiles without places, and the rows they belong to from the top. */
function rows(detail: Detail, above: (zone: string) => boolean): Tile[][] {
  const levels = [...new Set(detail.assets.map((a) => a.level))].sort((a, b) => rank(b) - rank(a));
  const inside = levels.map((level) =>
    detail.assets
      .filter((a) => a.level === level)
      .sort((a, b) => byNumber(a.role, b.role) || byNumber(a.id, b.id))
      .map((asset): Tile => ({
        id: asset.id,
        name: asset.name,
        role: asset.role,
        level,
        zone: asset.zone,
        outside: false,
        asset,
        x: 0,
        y: 0,
      })),
  );
  const outside = (side: boolean) =>
    detail.neighbours
      .filter((n) => above(n.zone) === side)
      .sort((a, b) => byNumber(a.zone, b.zone) || byNumber(a.id, b.id))
      .map((n): Tile => ({
        id: n.id,
        name: n.name,
        role: n.role,
        level: "",
        zone: n.zone,
        outside: true,
        x: 0,
        y: 0,
      }));
  const folded = (row: Tile[]) =>
    Array.from({ length: Math.ceil(row.length / ABREAST) }, (_, n) =>
      row.slice(n * ABREAST, (n + 1) * ABREAST),
    );
  return [...folded(outside(true)), ...inside, ...folded(outside(false))].filter((row) => row.length);
}

async function routed(all: Tile[][], edges: Edge[]) {
  const drawn = await layered(
    all.flatMap((row, r) => row.map((t) => ({ id: t.id, row: r, ...TILE }))),
    edges.map((e) => ({ from: e.from, to: e.to, label: { width: 0, height: 0 } })),
    66,
  );
  const tiles = all.flat().map((t) => ({ ...t, ...drawn.boxes.get(t.id)! }));
  return { tiles, wires: edges.map((edge, i) => ({ edge, path: rounded(drawn.lines[i]!.points, 6) })) };
}

/** Too many for lines of their own: a grid, and curves that step back until a tile is chosen. */
function gridded(all: Tile[][], edges: Edge[]) {
  const columns = Math.max(6, Math.min(14, Math.ceil(Math.sqrt(all.flat().length * 1.6))));
  let y = 0;
  const tiles = all.flatMap((row) => {
    const top = y;
    y += Math.ceil(row.length / columns) * (TILE.height + GAP) + 62;
    return row.map((t, i) => ({
      ...t,
      x: (i % columns) * (TILE.width + GAP),
      y: top + Math.floor(i / columns) * (TILE.height + GAP),
    }));
  });
  const at = new Map(tiles.map((t) => [t.id, t]));
  return { tiles, wires: edges.map((edge) => ({ edge, path: curve(at.get(edge.from)!, at.get(edge.to)!) })) };
}

function curve(a: Point, b: Point): string {
  const [w, h] = [TILE.width / 2, TILE.height];
  if (Math.abs(a.y - b.y) < h) {
    const dip = a.y + h + 16 + Math.min(34, Math.abs(a.x - b.x) / 12);
    return `M${a.x + w} ${a.y + h}C${a.x + w} ${dip} ${b.x + w} ${dip} ${b.x + w} ${b.y + h}`;
  }
  const [from, to] = a.y < b.y ? [a.y + h, b.y] : [a.y, b.y + h];
  const bend = (to - from) * 0.45;
  return `M${a.x + w} ${from}C${a.x + w} ${from + bend} ${b.x + w} ${to - bend} ${b.x + w} ${to}`;
}

/** `above` tells which zones lie on higher decks. */
export async function interior(detail: Detail, above: (zone: string) => boolean): Promise<Interior> {
  const all = rows(detail, above);
  const known = new Set(all.flat().map((t) => t.id));
  const edges = detail.edges.filter((e) => e.from !== e.to && known.has(e.from) && known.has(e.to));
  const crowded = known.size > ROUTED;
  const { tiles, wires } = crowded ? gridded(all, edges) : await routed(all, edges);

  const inside = tiles.filter((t) => !t.outside);
  const span = (of: Tile[], side: "x" | "y", size: number) =>
    [Math.min(0, ...of.map((t) => t[side])), Math.max(0, ...of.map((t) => t[side] + size))] as const;
  const [left, right] = span(tiles, "x", TILE.width);
  const top = Math.min(...inside.map((t) => t.y)),
    bottom = Math.max(...inside.map((t) => t.y)) + TILE.height;
  const hull = inside.length
    ? {
        x: left - PAD - 70,
        y: top - HEAD,
        width: right - left + 2 * PAD + 70,
        height: bottom - top + HEAD + PAD,
      }
    : { x: 0, y: 0, width: 320, height: 90 };
  const levels = [...new Set(inside.map((t) => t.level))];
  const labels = levels.map((level) => ({
    x: hull.x + 16,
    y: Math.min(...inside.filter((t) => t.level === level).map((t) => t.y)) + 28,
    text: level ? `Level ${level}` : "No level",
  }));

  // Everything moved so that the drawing begins at its own corner.
  const corner = { x: hull.x, y: Math.min(hull.y, ...tiles.map((t) => t.y)) };
  const end = Math.max(hull.y + hull.height, ...tiles.map((t) => t.y + TILE.height));
  const move = <P extends Point>(p: P): P => ({ ...p, x: p.x - corner.x, y: p.y - corner.y });
  return {
    width: hull.width,
    height: end - corner.y,
    tiles: tiles.map(move),
    hull: move(hull),
    labels: labels.map(move),
    crowded,
    wires: wires.map((w) => ({ ...w, path: moved(w.path, corner) })),
  };
}

/** The same path from another corner; its numbers come in pairs of x and y. */
function moved(path: string, corner: Point): string {
  let n = 0;
  return path.replace(/-?\d+(\.\d+)?(e-?\d+)?/g, (v) => String(Number(v) - (n++ % 2 ? corner.y : corner.x)));
}
