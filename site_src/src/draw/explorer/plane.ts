/**
 * The picture's two directions: `u` goes with the flow, from the text to the next token; `v` goes from token to token.
 * On a wide screen u runs to the right and v down, on a phone u runs down and v to the right. Everything is laid out in
 * (u, v), so that both pictures are one.
 */
export interface Plane {
  readonly vertical: boolean;
  /** "x y" of a point, for a path. */
  readonly at: (u: number, v: number) => string;
  /** Attributes of a rectangle. */
  box(u: number, v: number, du: number, dv: number): { x: number; y: number; width: number; height: number };
  /** A transform under which x runs along the flow and y across it, in units of the given sizes. */
  frame(u: number, v: number, unitU: number, unitV: number): string;
  /** Attributes of a text's anchor. */
  spot(u: number, v: number): { x: number; y: number };
  /** A transform that moves so far along the flow. */
  moved(du: number): string;
}

/** Coordinates have one decimal: more cannot be seen. */
export const round = (value: number): number => Math.round(value * 10) / 10;

export function planeOf(vertical: boolean): Plane {
  const turn = (u: number, v: number): [number, number] => (vertical ? [round(v), round(u)] : [round(u), round(v)]);
  return {
    vertical,
    at: (u, v) => turn(u, v).join(' '),
    box(u, v, du, dv) {
      const [x, y] = turn(u, v);
      const [width, height] = turn(du, dv);
      return { x, y, width, height };
    },
    frame(u, v, unitU, unitV) {
      const [x, y] = turn(u, v);
      const [a, b] = [Number(unitU.toFixed(3)), round(unitV)];
      return vertical ? `matrix(0 ${a} ${b} 0 ${x} ${y})` : `matrix(${a} 0 0 ${b} ${x} ${y})`;
    },
    spot(u, v) {
      const [x, y] = turn(u, v);
      return { x, y };
    },
    moved: (du) => `translate(${turn(du, 0).join(' ')})`,
  };
}

/** One end of a ribbon: where, and how wide across the flow. */
export interface End {
  readonly u: number;
  readonly v: number;
  readonly width: number;
}

/** A ribbon from one place to another that leaves and arrives along the flow. */
export function ribbon(plane: Plane, from: End, to: End): string {
  const { at } = plane;
  const middle = (from.u + to.u) / 2;
  const [a, b] = [from.width / 2, to.width / 2];
  return (
    `M${at(from.u, from.v - a)}C${at(middle, from.v - a)} ${at(middle, to.v - b)} ${at(to.u, to.v - b)}` +
    `L${at(to.u, to.v + b)}C${at(middle, to.v + b)} ${at(middle, from.v + a)} ${at(from.u, from.v + a)}Z`
  );
}

/** A line of the same form. */
export function thread(plane: Plane, u: number, v: number, toU: number, toV: number): string {
  const { at } = plane;
  const middle = (u + toU) / 2;
  return `M${at(u, v)}C${at(middle, v)} ${at(middle, toV)} ${at(toU, toV)}`;
}

/** A rectangle as part of a path. */
export const boxPath = ({ x, y, width, height }: ReturnType<Plane['box']>): string =>
  `M${x} ${y}h${width}v${height}h${-width}z`;
