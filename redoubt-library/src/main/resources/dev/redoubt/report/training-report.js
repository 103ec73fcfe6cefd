(() => {
  const { colour, shareAxis, show } = charts;
  const { epochs, line, lines, chart, fromZero, loss } = epochCharts;
  /* Room above 100 %: for two lines of text, and for the legend to keep off the topmost number. */
  const HEAD = 1.16;
  const BRIM = 1.06;

  const share = (label, key, paint, more) => line(label, key, paint, { share: true, ...more });
  const rightAxis = (more) => ({ position: "right", grid: { display: false }, border: { display: false }, ...more });
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
