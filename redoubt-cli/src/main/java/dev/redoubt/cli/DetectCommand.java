package dev.redoubt.cli;

import picocli.CommandLine.Command;

/** {@code redoubt detect}: detectors of adversarial inputs. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Fits detectors of adversarial inputs, and tells what they are worth.",
      "",
      "A fitted detector is a stage of a defence: --defend \"detect:FILE@fpr=5%%\"."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DetectFitCommand.class, DetectTestCommand.class, DetectListCommand.class})
final class DetectCommand {}
