/** Draws bars or lines over labels, each bar with its number. */
import type { Chart } from './block-shapes.ts';
import { chartColour } from './chart-colours.ts';

type SeriesOf = Exclude<Chart, { type: 'pie' }>;

const width = 520;
const height = 170;
const floor = 26;

export function SeriesChart({ title, chart }: { title: string; chart: SeriesOf }) {
  const labels = [...new Set(chart.series.flatMap(({ data }) => data.map(({ label }) => label)))];
  const highest = Math.max(1, ...chart.series.flatMap(({ data }) => data.map(({ value }) => value)));
  const slot = width / Math.max(1, labels.length);
  const top = (value: number) => height - floor - (value / highest) * (height - floor - 20);
  const words = chart.series
    .map(({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${value}`).join(', ')}`)
    .join('; ');
  return (
    <>
      <svg class="series" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${words}`}>
        <line x1="0" x2={width} y1={height - floor} y2={height - floor} class="axis" />
        {labels.map((label, index) => (
          <text key={label} x={slot * (index + 0.5)} y={height - 8} text-anchor="middle">
            {label}
          </text>
        ))}
        {chart.series.map((series, number) => {
          const colour = chartColour(number);
          const placed = series.data.map(({ label, value }) => ({
            label,
            value,
            at: slot * (labels.indexOf(label) + 0.5),
          }));
          if (chart.type !== 'bar') {
            const points = placed.map(({ at, value }) => `${at},${top(value)}`).join(' ');
            return (
              <polyline key={series.name} points={points} fill="none" stroke={colour} stroke-width="2.5" />
            );
          }
          const bar = Math.min(56, (slot * 0.7) / chart.series.length);
          const shift = bar * (number - (chart.series.length - 1) / 2);
          return placed.map(({ label, value, at }) => (
            <g key={`${series.name} ${label}`}>
              <rect
                x={at + shift - bar / 2 + 1}
                y={top(value)}
                width={bar - 2}
                height={height - floor - top(value)}
                rx="3"
                fill={colour}
              />
              <text class="value" x={at + shift} y={top(value) - 6} text-anchor="middle">
                {value.toLocaleString('en')}
              </text>
            </g>
          ));
        })}
      </svg>
      {chart.series.length > 1 && (
        <ul class="legend legend-flat">
          {chart.series.map(({ name }, index) => (
            <li key={name}>
              <i style={{ background: chartColour(index) }} />
              <span>{name}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
