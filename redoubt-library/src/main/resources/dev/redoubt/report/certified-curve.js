/* Curves of certified accuracy, one a series, with intervals at the radii of the table. */
const certifiedCurve = (() => {
  const { data, colour, painted, shareAxis, options, draw, legend, whiskers, shareTip } = charts;
  const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]];
  const POINTS = ["circle", "rectRot", "triangle", "rect"];
  const { radii, series } = data.curve;
  const written = (radius) => String(Number(radius.toFixed(4)));

  const dataset = ({ title, colour: index, shares, low, high }) => {
    const intervals = low.map((end, i) => (end == null ? null : [end, high[i]]));
    return {
      label: title,
      ...painted(colour("series-" + (index % 4))),
      data: shares.map((share, i) => ({ x: radii[i], y: share })),
      intervals,
      borderWidth: 2.5,
      borderDash: DASHES[Math.floor(index / 4) % 4],
      pointStyle: POINTS[index % 4],
      pointRadius: intervals.map((interval) => (interval ? 4 : 0)),
      clip: false,
    };
  };

  return (canvas) =>
    draw(canvas, {
      type: "line",
      data: { datasets: series.map(dataset) },
      options: options({
        scales: {
          x: {
            type: "linear",
            min: 0,
            max: radii[radii.length - 1],
            title: { display: true, text: "radius" },
            grid: { display: false },
            ticks: { includeBounds: false, callback: written },
          },
          y: { ...shareAxis(), max: 1.06 },
        },
        plugins: {
          legend: legend(series.length > 1),
          tooltip: { callbacks: { title: (items) => "radius " + written(items[0].parsed.x), label: shareTip } },
        },
      }),
      plugins: [whiskers],
    });
})();
