package dev.redoubt.cli;

import picocli.CommandLine.Command;

/** {@code redoubt model}. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Looks at models, and converts them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelInfoCommand.class, ModelConvertCommand.class})
final class ModelCommand {}
