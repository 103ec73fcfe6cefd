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

  return { data, colour, percent, painted, shareAxis, options, draw, legend, show };
})();
