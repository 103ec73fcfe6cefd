(() => {
  const { data, colour, painted, shareAxis, options, draw, legend, show, whiskers, shareTip } = charts;

  const bars = (canvas) => {
    const set = (label, key, index) => ({
      label,
      ...painted(colour("series-" + index)),
      data: data.attackers.map((attacker) => attacker[key].value),
      intervals: data.attackers.map((attacker) => [attacker[key].low, attacker[key].high]),
      pointStyle: "rect",
      maxBarThickness: 36,
      categoryPercentage: 0.75,
      barPercentage: 0.9,
      borderRadius: 2,
    });
    const sets = [set("single shot", "single", 0), set("worst of " + data.resubmissions, "worst", 3), set("majority vote", "majority", 1)];
    draw(canvas, {
      type: "bar",
      data: {
        labels: data.attackers.map((attacker) => (attacker.fixed ? [attacker.title, "(same draws)"] : attacker.title)),
        datasets: data.random ? sets : [set("answered rightly", "single", 0)],
      },
      options: options({
        scales: { x: { grid: { display: false }, ticks: { autoSkip: false, maxRotation: 60 } }, y: { ...shareAxis(), max: 1.05 } },
        plugins: { legend: legend(data.random), tooltip: { callbacks: { label: shareTip } } },
      }),
      plugins: [whiskers],
    });
  };

  show({ "#bars": bars });
})();
