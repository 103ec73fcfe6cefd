(() => {
  const { data, colour, painted, options, draw, legend, show } = charts;
  const { bins, fixed_samples: fixed } = data;
  const count = (n) => n.toLocaleString("en");

  /* Marks the draws of the fixed procedure: bars are powers of two, each from its left edge to its right. */
  const mark = {
    id: "mark",
    afterDatasetsDraw(chart) {
      if (fixed == null) return;
      const { ctx, chartArea, scales } = chart;
      const x = scales.x.getPixelForValue(Math.log2(fixed / bins[0].from) - 0.5);
      ctx.save();
      ctx.strokeStyle = colour("soft");
      ctx.setLineDash([4, 4]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.fillStyle = colour("soft");
      ctx.font = "12px " + Chart.defaults.font.family;
      ctx.textAlign = x > (chartArea.left + chartArea.right) / 2 ? "right" : "left";
      ctx.fillText("fixed: " + count(fixed), x + (ctx.textAlign === "right" ? -6 : 6), chartArea.top + 12);
      ctx.restore();
    },
  };

  const histogram = (canvas) =>
    draw(canvas, {
      type: "bar",
      data: {
        labels: bins.map((bin) => count(bin.from)),
        datasets: [
          {
            label: "inputs",
            ...painted(colour("series-1")),
            data: bins.map((bin) => bin.inputs),
            categoryPercentage: 1,
            barPercentage: 0.92,
            borderRadius: 2,
          },
        ],
      },
      options: options({
        scales: {
          x: { title: { display: true, text: "draws, from … to twice as many" }, grid: { display: false }, ticks: { maxRotation: 0 } },
          y: { beginAtZero: true, grace: "12%", border: { display: false }, ticks: { precision: 0, maxTicksLimit: 6 } },
        },
        plugins: {
          legend: legend(false),
          tooltip: {
            callbacks: {
              title: (items) => {
                const bin = bins[items[0].dataIndex];
                return count(bin.from) + " to " + count(bin.to - 1) + " draws";
              },
              label: (c) => " " + count(c.parsed.y) + (c.parsed.y === 1 ? " input" : " inputs"),
            },
          },
        },
      }),
      plugins: [mark],
    });

  show({ "#curve": certifiedCurve, "#bins": histogram });
})();
