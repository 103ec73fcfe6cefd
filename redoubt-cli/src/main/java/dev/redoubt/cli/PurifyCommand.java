package dev.redoubt.cli;

import picocli.CommandLine.Command;

/** {@code redoubt purify}: defences that change inputs before they are classified. */
@Command(
    name = "purify",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what a defence is worth that changes inputs before they are classified.",
      "",
      "Such defences are stages: --defend \"diffusion:FILE,t=0.1\"; all of them: redoubt stages."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PurifyTestCommand.class)
final class PurifyCommand {}
