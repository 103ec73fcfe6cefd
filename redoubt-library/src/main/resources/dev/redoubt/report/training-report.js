(() => {
  const { data, colour, percent, painted, shareAxis, options, draw, legend, show } = charts;
  const epochs = data.epochs;
  /* Room above 100 %: for two lines of text, and for the legend to keep off the topmost number. */
  const HEAD = 1.16;
  const BRIM = 1.06;

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

  const share = (label, key, paint, more) => line(label, key, paint, { share: true, ...more });
  const rightAxis = (more) => ({ position: "right", grid: { display: false }, border: { display: false }, ...more });
  const fromZero = { beginAtZero: true, grace: "5%", border: { display: false }, ticks: { maxTicksLimit: 6 } };
  const dashed = { borderDash: [4, 3], borderWidth: 1.5, pointRadius: 0, pointStyle: "line" };

  const accuracy = (canvas) =>
    chart(
      canvas,
      lines(
        share("no attack", "clean_accuracy", colour("series-1") + "80", { pointStyle: "rectRot" }),
        share("under noise", "noisy_accuracy", colour("series-2"), { pointStyle: "triangle" }),
        share("under a short attack", "robust_accuracy", colour("series-1"), { pointStyle: "circle" }),
      ),
      { y: { ...shareAxis(), max: HEAD } },
      true,
    );

  const loss = (canvas) =>
    chart(canvas, lines(line("loss", "loss", colour("series-1"))), { y: fromZero });

  const signs = (canvas) =>
    chart(
      canvas,
      lines(
        share("FGSM", "fgsm_accuracy", colour("series-0"), { pointStyle: "rectRot" }),
        share("PGD", "pgd_accuracy", colour("series-1"), { pointStyle: "circle" }),
        line("cosine (right)", "gradient_cosine", colour("soft"), { ...dashed, yAxisID: "cosine" }),
      ),
      {
        y: { ...shareAxis(), max: BRIM },
        cosine: rightAxis({ suggestedMin: 0, max: BRIM, ticks: { stepSize: 0.25, includeBounds: false, callback: (value) => value } }),
      },
    );

  const rate = (canvas) => {
    const warmup = epochs.some((epoch) => epoch.epsilon_factor != null && epoch.epsilon_factor !== 1);
    const sets = [line("learning rate", "learning_rate", colour("series-1"))];
    const scales = { y: fromZero };
    if (warmup) {
      sets.push(share("budget (right)", "epsilon_factor", colour("soft"), { ...dashed, yAxisID: "budget" }));
      scales.budget = rightAxis({ ...shareAxis(), max: BRIM });
    }
    chart(canvas, sets, scales);
  };

  show({ "#accuracy": accuracy, "#loss": loss, "#signs": signs, "#rate": rate });
})();
