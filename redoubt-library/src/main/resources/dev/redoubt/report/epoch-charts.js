"use strict";
/* What the charts of training runs share: lines over epochs, with the epoch that was delivered and those with an alarm. */
const epochCharts = (() => {
  const { data, colour, percent, painted, options, draw, legend } = charts;
  const epochs = data.epochs;

  /* Shades epochs whose alarm rang, and marks the one that was delivered; with words where there is room. */
  const events = (words) => ({
    id: "events",
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const place = (i) => scales.x.getPixelForValue(i);
      const half = epochs.length > 1 ? (place(1) - place(0)) / 2 : 0;
      const write = (text, x, line, paint) => {
        if (!words) return;
        const room = chartArea.right - x > 80;
        ctx.fillStyle = colour(paint);
        ctx.font = "12px " + Chart.defaults.font.family;
        ctx.textAlign = room ? "left" : "right";
        ctx.fillText(text, x + (room ? 5 : -5), chartArea.top + 11 + 14 * line);
      };
      ctx.save();
      epochs.forEach((epoch, i) => {
        if (!epoch.collapsed) return;
        const left = Math.max(chartArea.left, place(i) - half);
        const right = Math.min(chartArea.right, place(i) + half);
        ctx.globalAlpha = 0.13;
        ctx.fillStyle = colour("wrong");
        ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
        ctx.globalAlpha = 1;
        if (i === 0 || !epochs[i - 1].collapsed) write("alarm", left, 1, "wrong");
      });
      const kept = epochs.findIndex((epoch) => epoch.epoch === data.kept_epoch);
      if (kept >= 0) {
        ctx.strokeStyle = colour("soft");
        ctx.setLineDash([4, 4]);
        ctx.beginPath();
        ctx.moveTo(place(kept), chartArea.top);
        ctx.lineTo(place(kept), chartArea.bottom);
        ctx.stroke();
        write("delivered", place(kept), 0, "soft");
      }
      ctx.restore();
    },
  });

  const line = (label, key, paint, more) => ({
    label,
    data: epochs.map((epoch) => epoch[key]),
    ...painted(paint),
    borderWidth: 2,
    pointRadius: epochs.length > 60 ? 0 : 2.5,
    clip: false,
    ...more,
  });
  const lines = (...candidates) => candidates.filter((set) => set.data.some((value) => value != null));

  const chart = (canvas, datasets, scales, words) =>
    draw(canvas, {
      type: "line",
      data: { labels: epochs.map((epoch) => epoch.epoch), datasets },
      options: options({
        scales: { x: { title: { display: true, text: "epoch" }, grid: { display: false }, ticks: { maxRotation: 0 } }, ...scales },
        plugins: {
          legend: legend(datasets.length > 1),
          tooltip: {
            callbacks: {
              title: (items) => "epoch " + items[0].label,
              label: (c) => " " + c.dataset.label + ": " + (c.dataset.share ? percent(c.parsed.y) : c.formattedValue),
            },
          },
        },
      }),
      plugins: [events(words)],
    });

  const fromZero = { beginAtZero: true, grace: "5%", border: { display: false }, ticks: { maxTicksLimit: 6 } };
  const loss = (canvas) =>
    chart(canvas, lines(line("loss", "loss", colour("series-1"))), { y: fromZero });

  return { epochs, line, lines, chart, fromZero, loss };
})();
