package io.anteroom.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has others below it. */
@Command
public abstract class CommandGroup implements Runnable {

  @Spec CommandSpec spec;

  /** Has no options of its own. */
  protected CommandGroup() {}

  /** What picocli knows of it. */
  public final CommandSpec spec() {
    return spec;
  }

  @Override
  public final void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
  }
}
