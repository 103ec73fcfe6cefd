(() => {
  const { data, colour, percent, painted, shareAxis, options, draw, legend, show, whiskers, shareTip } = charts;

  /* Robust accuracy without a detector, as a line across. */
  const bareLine = {
    id: "bare",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const y = scales.y.getPixelForValue(data.bare);
      ctx.save();
      ctx.strokeStyle = colour("soft");
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, y);
      ctx.lineTo(chartArea.right, y);
      ctx.stroke();
      ctx.restore();
    },
  };

  const bars = (canvas) => {
    const set = (label, key, index) => ({
      label,
      ...painted(colour("series-" + index)),
      data: data.bars.map((bar) => bar[key].value),
      intervals: data.bars.map((bar) => [bar[key].low, bar[key].high]),
      pointStyle: "rect",
      maxBarThickness: 44,
      categoryPercentage: 0.7,
      barPercentage: 0.9,
      borderRadius: 2,
    });
    draw(canvas, {
      type: "bar",
      data: {
        labels: data.bars.map((bar) => bar.title),
        datasets: [set("attackers who do not know of it", "oblivious", 1), set("attackers who do", "adaptive", 0)],
      },
      options: options({
        scales: { x: { grid: { display: false }, ticks: { autoSkip: false, maxRotation: 60 } }, y: { ...shareAxis(), max: 1.05 } },
        plugins: { legend: legend(true), tooltip: { callbacks: { label: shareTip } } },
      }),
      plugins: [bareLine, whiskers],
    });
  };

  const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]];
  const roc = (canvas) => {
    const { curves } = data.roc[Number(canvas.dataset.detector)];
    let quiet = 0;
    const sets = curves.map((curve) => ({
      label: curve.attack,
      ...painted(colour(curve.adaptive ? "series-0" : "series-" + (1 + (quiet % 3)))),
      data: curve.corners.map(([x, y]) => ({ x, y })),
      borderDash: curve.adaptive ? [] : DASHES[quiet++ % 4],
      borderWidth: curve.adaptive ? 2.5 : 2,
      pointRadius: 0,
      pointStyle: "line",
      clip: false,
    }));
    sets.push({
      label: "chance",
      ...painted(colour("soft")),
      data: [{ x: 0, y: 0 }, { x: 1, y: 1 }],
      borderWidth: 1,
      borderDash: [2, 4],
      pointRadius: 0,
      pointStyle: "line",
    });
    draw(canvas, {
      type: "line",
      data: { datasets: sets },
      options: options({
        interaction: { mode: "nearest", intersect: false },
        scales: {
          x: { type: "linear", min: 0, max: 1, title: { display: true, text: "clean inputs rejected" }, grid: { display: false }, ticks: { stepSize: 0.25, callback: (v) => Math.round(100 * v) + " %" } },
          y: { ...shareAxis(), title: { display: true, text: "adversarial rejected" } },
        },
        plugins: {
          legend: { ...legend(true), labels: { usePointStyle: true, boxHeight: 7, boxWidth: 22 } },
          tooltip: { callbacks: { title: (items) => percent(items[0].parsed.x) + " of clean", label: shareTip } },
        },
      }),
    });
  };

  show({ "#bars": bars, "canvas.roc": roc });
})();
