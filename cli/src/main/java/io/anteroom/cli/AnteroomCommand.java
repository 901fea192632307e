package io.anteroom.cli;

import io.anteroom.cli.option.CommandGroup;
import io.anteroom.cli.option.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What all commands are below. */
@Command(
    name = "anteroom",
    version = "anteroom " + Version.OWN + ", API " + Version.API,
    mixinStandardHelpOptions = true,
    description = "Index, watch and operate with Anteroom.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage, 3 still running, 4 not authorised.",
      "Environment: ANTEROOM_URL, ANTEROOM_KEY, ANTEROOM_OPERATOR_KEY, ANTEROOM_PROFILE."
    })
final class AnteroomCommand extends CommandGroup {

  @Mixin final GlobalOptions options = new GlobalOptions();
}
