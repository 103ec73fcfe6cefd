(() => {
  const { data, colour, percent, painted, shareAxis, options, draw, legend, show, whiskers, shareTip } = charts;
  const POINTS = ["circle", "rectRot", "triangle", "rect"];
  const DASHES = [[], [], [6, 3], [2, 3]];
  const marks = (series) => ({ pointStyle: POINTS[series.colour % 4], borderDash: DASHES[series.colour % 4] });
  const shares = (series, list) => ({
    label: series.title,
    ...painted(colour("series-" + (series.colour % 4))),
    data: list.map((share) => (share ? share.value : null)),
    intervals: list.map((share) => (share && share.low != null ? [share.low, share.high] : null)),
  });

  /* Writes the value above every bar that is wide enough for it. */
  const values = {
    id: "values",
    afterDatasetsDraw(chart) {
      const { ctx, scales } = chart;
      ctx.save();
      ctx.fillStyle = colour("ink");
      ctx.textAlign = "center";
      ctx.textBaseline = "bottom";
      chart.data.datasets.forEach((set, index) => {
        if (!chart.isDatasetVisible(index)) return;
        chart.getDatasetMeta(index).data.forEach((bar, i) => {
          if (set.data[i] == null || bar.width < 20) return;
          ctx.font = (bar.width < 30 ? 10 : 12) + "px " + Chart.defaults.font.family;
          const top = set.intervals[i] ? set.intervals[i][1] : set.data[i];
          ctx.fillText((100 * set.data[i]).toFixed(1), bar.x, scales.y.getPixelForValue(top) - 4);
        });
      });
      ctx.restore();
    },
  };

  /* Marks the headline epsilon. */
  const headline = {
    id: "headline",
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const x = scales.x.getPixelForValue(data.epsilon);
      ctx.save();
      ctx.strokeStyle = colour("soft");
      ctx.setLineDash([4, 4]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.fillStyle = colour("soft");
      ctx.font = "12px " + Chart.defaults.font.family;
      const room = chartArea.right - x > 90;
      ctx.textAlign = room ? "left" : "right";
      ctx.fillText("ε = " + data.epsilon_text, x + (room ? 6 : -6), chartArea.top + 12);
      ctx.restore();
    },
  };

  /* Many captions on a narrow page stand upright. */
  const crowded = (width) => width < 40 * data.stages.length;

  /* Otherwise who attacks stands in a line of its own, and on a narrow page each word rather than all aslant. */
  function stage(index) {
    if (crowded(this.chart.width)) return data.stages[index];
    const [attack, ...attacker] = data.stages[index].split(", ");
    return [...(this.chart.width < 560 ? attack.split(" ") : [attack]), ...attacker];
  }

  const bars = (canvas) =>
    draw(canvas, {
      type: "bar",
      data: {
        labels: data.stages,
        datasets: data.series.map((series) => ({
          ...shares(series, series.bars),
          pointStyle: "rect",
          maxBarThickness: 72,
          categoryPercentage: 0.75,
          barPercentage: 0.92,
          borderRadius: 2,
        })),
      },
      options: options({
        scales: {
          x: {
            grid: { display: false },
            ticks: { autoSkip: false, callback: stage, maxRotation: crowded(canvas.parentNode.clientWidth) ? 90 : 50 },
          },
          y: { ...shareAxis(), max: 1.12 },
        },
        plugins: { legend: legend(data.series.length > 1), tooltip: { callbacks: { label: shareTip } } },
      }),
      plugins: [whiskers, values],
    });

  const curve = (canvas) => {
    const all = data.series.flatMap((series) => series.curve.map((point) => point.epsilon));
    const step = Math.ceil((Math.max(...all, data.epsilon) * 255) / 8) / 255;
    const written = (value) =>
      data.levels && value > 0 ? Number((255 * value).toFixed(2)) + "/255" : String(Number(value.toFixed(4)));
    draw(canvas, {
      type: "line",
      data: {
        datasets: data.series.map((series) => ({
          ...shares(series, series.curve.map((point) => point.share)),
          data: series.curve.map((point) => ({ x: point.epsilon, y: point.share.value })),
          ...marks(series),
          borderWidth: 2.5,
          pointRadius: 4.5,
          pointHoverRadius: 6,
          clip: false,
        })),
      },
      options: options({
        scales: {
          x: {
            type: "linear",
            min: 0,
            title: { display: true, text: "epsilon" },
            grid: { display: false },
            ticks: { callback: written, ...(data.levels ? { stepSize: step } : {}) },
          },
          y: shareAxis(),
        },
        plugins: {
          legend: legend(data.series.length > 1),
          tooltip: { callbacks: { title: (items) => "ε = " + written(items[0].parsed.x), label: shareTip } },
        },
      }),
      plugins: [headline, whiskers],
    });
  };

  const training = (canvas) => {
    const series = data.series[Number(canvas.dataset.series)];
    const paint = colour("series-" + (series.colour % 4));
    const line = (label, key, more) => ({
      label,
      data: series.training.map((epoch) => epoch[key]),
      borderWidth: 2,
      pointRadius: 2.5,
      clip: false,
      ...more,
    });
    const sets = [line("clean", "clean_accuracy", { ...painted(paint + "80"), pointStyle: "rectRot" })];
    if (series.training.some((epoch) => epoch.robust_accuracy != null)) {
      sets.push(line("robust", "robust_accuracy", { ...painted(paint), pointStyle: "circle" }));
    }
    const grey = { ...painted(colour("soft")), borderDash: [4, 3], borderWidth: 1.5 };
    sets.push(line("loss (right)", "loss", { ...grey, yAxisID: "loss", pointRadius: 0, pointStyle: "line" }));
    draw(canvas, {
      type: "line",
      data: { labels: series.training.map((epoch) => epoch.epoch), datasets: sets },
      options: options({
        scales: {
          x: { title: { display: true, text: "epoch" }, grid: { display: false } },
          y: shareAxis(),
          loss: { position: "right", beginAtZero: true, grid: { display: false }, border: { display: false } },
        },
        plugins: {
          legend: legend(true),
          tooltip: {
            callbacks: {
              title: (items) => "epoch " + items[0].label,
              label: (c) => " " + c.dataset.label + ": " + (c.dataset.yAxisID ? c.formattedValue : percent(c.parsed.y)),
            },
          },
        },
      }),
    });
  };

  show({ "#bars": bars, "#curve": curve, "canvas.training": training });
})();
