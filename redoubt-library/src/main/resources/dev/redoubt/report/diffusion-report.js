(() => {
  const { colour, show } = charts;
  const { line, lines, chart, fromZero } = epochCharts;

  /* Round numbers, the fewer the wider the range is: the library's own come in dozens. */
  const STEPS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], Array.from({ length: 90 }, (_, i) => 1 + i / 10)];
  const roundTicks = (scale) => {
    const exponents = [];
    for (let e = Math.floor(Math.log10(scale.min)); e <= Math.log10(scale.max); e++) exponents.push(e);
    const within = (digits) =>
      exponents
        .flatMap((e) => digits.map((digit) => Number((digit * 10 ** e).toPrecision(2))))
        .filter((value) => value >= scale.min && value <= scale.max);
    const ticks = STEPS.map(within).find((values) => values.length > 2);
    if (ticks) scale.ticks = ticks.map((value) => ({ value }));
  };
  const margin = (scale) => {
    scale.min /= 1.05;
    scale.max *= 1.05;
  };

  /* The larger part of what is learnt is learnt at once; the rest would be a flat line on an even scale. */
  const logarithmic = {
    type: "logarithmic",
    border: { display: false },
    afterDataLimits: margin,
    afterBuildTicks: roundTicks,
    ticks: { callback: (value) => Number(value) },
  };
  const error = (canvas) =>
    chart(
      canvas,
      lines(
        line("in training", "loss", colour("soft"), { borderDash: [4, 3], borderWidth: 1.5, pointRadius: 0, pointStyle: "line" }),
        line("on held-out samples", "held_out", colour("series-1"), { pointStyle: "circle" }),
      ),
      { y: logarithmic },
      true,
    );

  const rate = (canvas) =>
    chart(canvas, [line("learning rate", "learning_rate", colour("series-1"))], { y: fromZero });

  show({ "#error": error, "#rate": rate });
})();
