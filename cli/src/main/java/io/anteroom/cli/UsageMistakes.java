package io.anteroom.cli;

import io.anteroom.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in two lines and not in a page of help. */
record UsageMistakes(Console console) implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    console.say(mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, command.getErr())) {
      console.say("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }
}
