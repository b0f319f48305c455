/** The same place in a chart always has the same colour. */
const colours = ['#2e6f95', '#e3a23b', '#7a9e5f', '#b5545f', '#6d5a94', '#4f8f8b'] as const;

export function chartColour(index: number): string {
  return colours[index % colours.length] ?? colours[0];
}
