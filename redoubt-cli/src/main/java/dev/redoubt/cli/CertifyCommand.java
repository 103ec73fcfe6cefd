package dev.redoubt.cli;

import picocli.CommandLine.Command;

/** {@code redoubt certify}. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = "Looks at certificates.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AnalyzeCommand.class)
final class CertifyCommand {}
