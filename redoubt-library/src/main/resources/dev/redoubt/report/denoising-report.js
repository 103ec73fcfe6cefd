(() => {
  const { colour, show } = charts;
  const { line, lines, chart, fromZero, loss } = epochCharts;

  const fidelity = (canvas) =>
    chart(
      canvas,
      lines(
        line("under noise", "noisy_psnr", colour("soft"), { borderDash: [4, 3], borderWidth: 1.5, pointRadius: 0, pointStyle: "line" }),
        line("denoised", "denoised_psnr", colour("series-1"), { pointStyle: "circle" }),
        line("denoised without noise", "clean_psnr", colour("series-2"), { pointStyle: "triangle" }),
      ),
      { y: { grace: "8%", border: { display: false }, ticks: { maxTicksLimit: 7, callback: (value) => value + " dB" } } },
      true,
    );

  const rate = (canvas) =>
    chart(canvas, [line("learning rate", "learning_rate", colour("series-1"))], { y: fromZero });

  show({ "#fidelity": fidelity, "#loss": loss, "#rate": rate });
})();
