(() => {
  const { data, colour, percent, shareAxis, options, draw, show } = charts;
  const SMALL = 5;

  /* Dots grow with the logarithm of the cost: it spans three powers of ten. */
  const radius = (cost) => SMALL + 3.2 * Math.log10(Math.max(1, cost));

  /* From what a defence seems to be worth to what it is worth, the certified bar, and the interval. */
  const marks = {
    id: "marks",
    beforeDatasetsDraw(chart) {
      const { ctx, scales } = chart;
      const at = (share) => scales.y.getPixelForValue(share);
      ctx.save();
      for (const dot of data.dots) {
        const x = scales.x.getPixelForValue(dot.clean.estimate);
        const paint = colour("series-" + dot.colour);
        ctx.strokeStyle = paint;
        ctx.lineWidth = 1.5;
        if (dot.defended) {
          ctx.setLineDash([2, 4]);
          ctx.beginPath();
          ctx.moveTo(x, at(dot.oblivious.estimate));
          ctx.lineTo(x, at(dot.adaptive.estimate));
          ctx.stroke();
          ctx.setLineDash([]);
        }
        if (dot.certified) {
          ctx.lineWidth = 3;
          ctx.beginPath();
          ctx.moveTo(x - 12, at(dot.certified.estimate));
          ctx.lineTo(x + 12, at(dot.certified.estimate));
          ctx.stroke();
        }
        ctx.lineWidth = 1.2;
        ctx.beginPath();
        ctx.moveTo(x, at(dot.adaptive.low));
        ctx.lineTo(x, at(dot.adaptive.high));
        for (const end of [dot.adaptive.low, dot.adaptive.high]) {
          ctx.moveTo(x - 4, at(end));
          ctx.lineTo(x + 4, at(end));
        }
        ctx.stroke();
      }
      ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const { ctx, scales, chartArea } = chart;
      ctx.save();
      ctx.font = "600 12px " + Chart.defaults.font.family;
      ctx.textBaseline = "middle";
      const placed = [];
      for (const dot of data.dots) {
        const text = dot.name + "  " + dot.cost_text;
        const width = ctx.measureText(text).width;
        const x = scales.x.getPixelForValue(dot.clean.estimate);
        const y = scales.y.getPixelForValue(dot.adaptive.estimate);
        const gap = radius(dot.cost) + 7;
        /* To the left or right, wherever there is room, and neither another label nor what belongs to another dot. */
        const crosses = (other, left, top) => {
          const at = scales.x.getPixelForValue(other.clean.estimate);
          const ends = [other.adaptive.low, other.adaptive.high, other.oblivious.estimate].map((share) => scales.y.getPixelForValue(share));
          return at > left - 10 && at < left + width + 10 && top > Math.min(...ends) - 12 && top < Math.max(...ends) + 12;
        };
        const free = (left, top) =>
          left >= chartArea.left && left + width <= chartArea.right && data.dots.every((other) => other === dot || !crosses(other, left, top)) &&
          placed.every((other) => left > other.right || left + width < other.left || Math.abs(top - other.top) > 15);
        const choices = [0, 14, -14, 28, -28, 42, -42, 56, -56].flatMap((shift) => [[x - gap - width, y + shift], [x + gap, y + shift]]);
        const [left, top] = choices.find(([l, t]) => free(l, t)) || choices[0];
        placed.push({ left, right: left + width, top });
        ctx.lineWidth = 3.5;
        ctx.strokeStyle = colour("paper");
        ctx.strokeText(text, left, top);
        ctx.fillStyle = colour("ink");
        ctx.fillText(text, left, top);
      }
      ctx.restore();
    },
  };

  const least = Math.min(...data.dots.map((dot) => dot.clean.estimate));
  const floor = Math.max(0, Math.floor(20 * (least - 0.06)) / 20);

  const trade = (canvas) => {
    const paints = data.dots.map((dot) => colour("series-" + dot.colour));
    const known = {
      label: "attackers know everything",
      data: data.dots.map((dot) => ({ x: dot.clean.estimate, y: dot.adaptive.estimate })),
      pointRadius: data.dots.map((dot) => radius(dot.cost)),
      pointHoverRadius: data.dots.map((dot) => radius(dot.cost)),
      backgroundColor: paints,
      borderColor: colour("paper"),
    };
    const defended = data.dots.filter((dot) => dot.defended);
    const unknown = {
      label: "attackers don't know of the defence",
      data: defended.map((dot) => ({ x: dot.clean.estimate, y: dot.oblivious.estimate })),
      pointRadius: 5,
      pointHoverRadius: 5,
      pointBorderWidth: 1.8,
      backgroundColor: colour("paper"),
      borderColor: defended.map((dot) => colour("series-" + dot.colour)),
    };
    const tip = (context) => {
      const dot = (context.datasetIndex === 0 ? data.dots : defended)[context.dataIndex];
      const share = context.datasetIndex === 0 ? dot.adaptive : dot.oblivious;
      return " " + dot.name + ", " + context.dataset.label + ": " + percent(share.estimate) + " (clean " + percent(dot.clean.estimate) + ")";
    };
    draw(canvas, {
      type: "scatter",
      data: { datasets: [known, unknown] },
      options: options({
        interaction: { mode: "nearest", intersect: true },
        scales: {
          x: { ...shareAxis(), min: floor, max: 1.02, ticks: { stepSize: 0.05, includeBounds: false, callback: (value) => Math.round(100 * value) + " %" }, title: { display: true, text: "right without an attack" } },
          y: { ...shareAxis(), title: { display: true, text: "right under attack" } },
        },
        plugins: { legend: { display: false }, tooltip: { callbacks: { label: tip } } },
      }),
      plugins: [marks],
    });
  };

  show({ "#trade": trade });
})();
