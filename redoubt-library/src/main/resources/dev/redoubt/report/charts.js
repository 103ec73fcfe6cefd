"use strict";
/* What the charts of all pages share: colours, axes, and drawing them anew when the page's colours change. */
const charts = (() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const root = document.documentElement;
  const drawn = [];
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const percent = (value) => (value == null ? "–" : (100 * value).toFixed(1) + " %");
  const painted = (paint) => ({ borderColor: paint, backgroundColor: paint });

  const shareAxis = () => ({
    min: 0,
    max: 1.001,
    ticks: { stepSize: 0.25, includeBounds: false, callback: (value) => Math.round(100 * value) + " %" },
    border: { display: false },
  });

  const options = (more) => ({
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: "index", intersect: false },
    ...more,
  });

  const draw = (canvas, config) => drawn.push(new Chart(canvas, config));
  const legend = (display) => ({ display, position: "top", align: "start", labels: { usePointStyle: true, boxHeight: 7 } });

  /* Draws the 95 % interval through every bar or point. */
  const whiskers = {
    id: "whiskers",
    afterDatasetsDraw(chart) {
      const { ctx, scales } = chart;
      ctx.save();
      chart.data.datasets.forEach((set, index) => {
        if (!set.intervals || !chart.isDatasetVisible(index)) return;
        chart.getDatasetMeta(index).data.forEach((element, i) => {
          const interval = set.intervals[i];
          if (!interval) return;
          const low = scales.y.getPixelForValue(interval[0]);
          const high = scales.y.getPixelForValue(interval[1]);
          ctx.beginPath();
          ctx.moveTo(element.x, low);
          ctx.lineTo(element.x, high);
          for (const y of [low, high]) {
            ctx.moveTo(element.x - 4, y);
            ctx.lineTo(element.x + 4, y);
          }
          /* A rim in the colour of the page sets the line off from a bar of any colour. */
          for (const [width, paint] of [[3.2, "paper"], [1.2, "ink"]]) {
            ctx.lineWidth = width;
            ctx.strokeStyle = colour(paint);
            ctx.stroke();
          }
        });
      });
      ctx.restore();
    },
  };

  const shareTip = (context) => {
    const interval = context.dataset.intervals && context.dataset.intervals[context.dataIndex];
    const range = interval ? " (" + percent(interval[0]) + " to " + percent(interval[1]) + ")" : "";
    return " " + context.dataset.label + ": " + percent(context.parsed.y) + range;
  };

  /* Charts are pictures: when the colours of the page change they are drawn anew. */
  const show = (painters) => {
    const redraw = () => {
      while (drawn.length) drawn.pop().destroy();
      Chart.defaults.color = colour("soft");
      Chart.defaults.borderColor = colour("line");
      Chart.defaults.plugins.legend.labels.color = colour("ink");
      for (const [selector, paint] of Object.entries(painters)) document.querySelectorAll(selector).forEach(paint);
    };
    const printing = (on) => {
      root.classList.toggle("printing", on);
      redraw();
    };
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    redraw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    addEventListener("beforeprint", () => printing(true));
    addEventListener("afterprint", () => printing(false));
  };

  return { data, colour, percent, painted, shareAxis, options, draw, legend, show, whiskers, shareTip };
})();
