const HEIGHT = 8;
const MOST_COLUMNS = 100;
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values over time as bars of text, from 0 to the largest, with the scale at the left. */
export function plot(values: readonly number[]): string[] {
  const columns = thinned(values);
  const most = Math.max(1, ...columns);
  return Array.from({ length: HEIGHT }, (_, row) => {
    const level = HEIGHT - 1 - row;
    const bars = columns.map((value) => {
      const filled = (value / most) * HEIGHT - level;
      return EIGHTHS[Math.max(0, Math.min(8, Math.round(filled * 8)))];
    });
    const label = row === 0 ? most.toFixed(0) : row === HEIGHT - 1 ? '0' : '';
    return `${label.padStart(8)} ┤${bars.join('')}`;
  });
}

/** At most so many values, each the largest of its neighbours. */
function thinned(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / MOST_COLUMNS) || 1;
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    Math.max(...values.slice(i * size, (i + 1) * size)),
  );
}
