// Inside one zone: its assets in rows by Purdue level and role, its neighbours' zones above and below.
import type { Schema } from "../api/client";
import type { Point } from "./deckplan";

type Detail = Schema<"ZoneDetail">;
export interface Tile extends Point { id: string; name: string; role: string; level: string; zone: string; outside: boolean; asset?: Schema<"AssetRow"> }
export interface Box extends Point { title: string; id: string; width: number; height: number; outside: boolean }
export interface Interior { width: number; height: number; tiles: Tile[]; boxes: Box[]; labels: (Point & { text: string })[] }

export const TILE = { width: 148, height: 46 };
const GAP = 16, PAD = 22, HEAD = 34, BETWEEN = 84;

const byNumber = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
const across = (n: number, most: number) => Math.max(1, Math.min(n, most));
const wide = (n: number) => n * TILE.width + (n - 1) * GAP;

function outsideBoxes(detail: Detail, y: number, zones: string[], width: number): { boxes: Box[]; tiles: Tile[]; height: number } {
  const boxes: Box[] = [], tiles: Tile[] = [];
  let x = 0, top = y, tallest = 0;
  for (const zone of zones) {
    const ends = detail.neighbours.filter((n) => n.zone === zone).sort((a, b) => byNumber(a.id, b.id));
    const columns = across(ends.length, 3), lines = Math.ceil(ends.length / columns);
    const box = { width: wide(columns) + 2 * PAD, height: HEAD + lines * (TILE.height + GAP) + 4 };
    if (x && x + box.width > width) [x, top, tallest] = [0, top + tallest + GAP, 0];
    boxes.push({ x, y: top, id: zone, title: zone || "no zone", outside: true, ...box });
    ends.forEach((e, i) => tiles.push({ ...e, level: "", outside: true, x: x + PAD + (i % columns) * (TILE.width + GAP), y: top + HEAD + Math.floor(i / columns) * (TILE.height + GAP) }));
    x += box.width + 2 * GAP;
    tallest = Math.max(tallest, box.height);
  }
  return { boxes, tiles, height: zones.length ? top + tallest - y : 0 };
}

/** `above` tells which zones lie on higher decks. */
export function interior(detail: Detail, above: (zone: string) => boolean): Interior {
  const levels = [...new Set(detail.assets.map((a) => a.level))].sort((a, b) => Number(b || -1) - Number(a || -1));
  const most = across(Math.ceil(Math.sqrt(detail.assets.length * 2.2)), 12);
  const columns = across(Math.max(4, most), 12);
  const inner = wide(columns) + 2 * PAD;
  const outside = [...new Set(detail.neighbours.map((n) => n.zone))].sort(byNumber);

  const top = outsideBoxes(detail, 0, outside.filter(above), inner);
  const y = top.height ? top.height + BETWEEN : 0;
  const tiles: Tile[] = [], labels: Interior["labels"] = [];
  let at = y + HEAD + 12;
  for (const level of levels) {
    const row = detail.assets.filter((a) => a.level === level).sort((a, b) => byNumber(a.role, b.role) || byNumber(a.id, b.id));
    labels.push({ x: PAD, y: at + 4, text: level ? `Level ${level}` : "No level" });
    row.forEach((asset, i) => tiles.push({ id: asset.id, name: asset.name, role: asset.role, level, zone: asset.zone, outside: false, asset, x: PAD + (i % columns) * (TILE.width + GAP), y: at + 14 + Math.floor(i / columns) * (TILE.height + GAP + 6) }));
    at += 14 + Math.ceil(row.length / columns) * (TILE.height + GAP + 6) + 34;
  }
  const box: Box = { x: 0, y, id: detail.zone.id, title: detail.zone.name, width: inner, height: Math.max(90, at - y - 14), outside: false };
  const below = outsideBoxes(detail, y + box.height + BETWEEN, outside.filter((z) => !above(z)), inner);
  const boxes = [box, ...top.boxes, ...below.boxes];
  return {
    width: Math.max(...boxes.map((b) => b.x + b.width)), height: Math.max(...boxes.map((b) => b.y + b.height)),
    tiles: [...tiles, ...top.tiles, ...below.tiles], boxes, labels,
  };
}

/** A curve between two tiles that leaves and arrives upright, or bows out where they share a row. */
export function curve(a: Point, b: Point): string {
  const [w, h] = [TILE.width / 2, TILE.height];
  const level = Math.abs(a.y - b.y) < h;
  if (level) {
    const dip = a.y + h + 16 + Math.min(34, Math.abs(a.x - b.x) / 12);
    return `M${a.x + w} ${a.y + h}C${a.x + w} ${dip} ${b.x + w} ${dip} ${b.x + w} ${b.y + h}`;
  }
  const [from, to] = a.y < b.y ? [a.y + h, b.y] : [a.y, b.y + h];
  const bend = (to - from) * 0.45;
  return `M${a.x + w} ${from}C${a.x + w} ${from + bend} ${b.x + w} ${to - bend} ${b.x + w} ${to}`;
}
