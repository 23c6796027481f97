/** A QR symbol as a drawing that scales. */

const SVG = "http://www.w3.org/2000/svg";

export function symbol(squares: readonly boolean[][]): SVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${squares.length} ${squares.length}`);
  drawing.setAttribute("class", "symbol");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", "QR");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", squares.flatMap(row).join(""));
  drawing.append(path);
  return drawing;
}

function row(dark: readonly boolean[], y: number): string[] {
  return dark.flatMap((square, x) => (square ? [`M${x} ${y}h1v1h-1z`] : []));
}
